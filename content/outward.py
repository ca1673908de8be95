"""A page's HTML for somebody outside who has a link to it alone: nothing in it leads to anything that wasn't shared."""

from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from content.catalogue import Catalogue, Entry
from content.document import Document
from content.html import Rendered, shown
from content.places.files import is_inside
from content.places.links import resolver, site_url
from content.search import BUYER_SIGHT

_ELSEWHERE = ("http://", "https://", "mailto:", "tel:")


def outward_html(
    page: Document,
    rendered: Rendered,
    entry: Entry,
    catalogue: Catalogue,
    *,
    picture_at: Callable[[str], str],
    public_url: str,
) -> str:
    """Return what is sent of a page: links into the library are text, pictures stand where `picture_at(path)` says."""
    root = Path(catalogue.library)
    pictures = frozenset(path for path in entry.pictures if is_inside(root / path, root))
    nowhere = catalogue.destinations_for(frozenset())
    resolve = resolver(entry.path, nowhere, site_url, dialect=page.dialect, files=pictures)
    html = shown(rendered, page, names=catalogue.names_for(BUYER_SIGHT.audiences), resolve=resolve, is_outside=True)
    return settled(html, pictures, picture_at=picture_at, public_url=public_url)


def settled(html: str, pictures: Container[str], *, picture_at: Callable[[str], str], public_url: str) -> str:
    """Return HTML without ways into the site at `public_url`, with these pictures of the library where they are had."""
    tree = LexborHTMLParser(f"<body>{html}")
    for link in tree.css("a"):
        _settle_link(link, public_url)
    for picture in tree.css("img"):
        _settle_picture(picture, pictures, picture_at)
    return (tree.body.inner_html or "").strip() if tree.body else ""


def _settle_link(link: LexborNode, public_url: str) -> None:
    address = link.attributes.get("href") or ""
    is_ours = bool(public_url) and address.startswith(public_url)
    if address.startswith("#") or (address.lower().startswith(_ELSEWHERE) and not is_ours):
        return
    if address or "id" not in link.attributes:
        link.unwrap()


def _settle_picture(picture: LexborNode, pictures: Container[str], picture_at: Callable[[str], str]) -> None:
    address = picture.attributes.get("src") or ""
    if address.startswith("data:") or address.lower().startswith(("http://", "https://")):
        return
    path = unquote(address.partition("#")[0].removeprefix("/"))
    if path in pictures:
        picture.attrs["src"] = picture_at(path)
        return
    alt = picture.attributes.get("alt") or ""
    picture.replace_with(alt)
