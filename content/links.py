"""Links: where one in a page leads, to another page, to a file, out of the library, or nowhere."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container, Mapping
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from content.dialects.anchors import anchor_name

UrlOf = Callable[[str], str]


def target_path(page_path: str, target: str) -> str | None:
    """Return the library path a link points at; None for a web address, a mail address or a place in the page."""
    parts = _split(target)
    if parts is None or parts[0] or not parts[1]:
        return None
    path = unquote(parts[1])
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(page_path), path))


def fragment_of(target: str) -> str:
    """Return the place in a page that a link points at, "" for the page itself."""
    parts = _split(target)
    return unquote(parts[2]) if parts and not parts[0] else ""


def page_at(path: str, pages: Container[str]) -> str | None:
    """Return the path of the page that a library path leads to: itself, or the index of a folder; None for no page."""
    names = (path, f"{path}.md", f"{path}/index.md", f"{path}/README.md")
    return next((name for name in names if name in pages), None)


def is_missing(path: str, pages: Container[str], files: Container[str], folders: Container[str]) -> bool:
    """Tell whether a library path names no page, file or folder of pages."""
    return not any((path in pages, path in files, f"{path}.md" in pages, path in folders, path in {".", ""}))


def resolver(page_path: str, urls: Mapping[str, str], url_of: UrlOf) -> Callable[[str], str]:
    """Return a function that turns a link of the page into an address.

    `urls` maps the paths of pages to their addresses relative to the site, `url_of` makes such an address usable.
    """

    def resolve(target: str) -> str:
        path = target_path(page_path, target)
        if path is None:
            return target
        page = page_at(path, urls)
        url = path if page is None else urls[page]
        parts = _split(target)
        return url_of(url) + (f"#{_place(parts[2])}" if parts and parts[2] else "")

    return resolve


def _place(fragment: str) -> str:
    """Return a fragment, percent-encoded as it was, with the name that the page has for it."""
    return quote(anchor_name(unquote(fragment)))


def site_url(url: str) -> str:
    """Return the address of a page or file of the site on this origin."""
    return "/" + quote(url)


@lru_cache(50_000)
def _split(target: str) -> tuple[str, str, str] | None:
    """Return (scheme or host, path, fragment); None when it is no address at all."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return parts.scheme or parts.netloc, parts.path, parts.fragment
