"""Arranging of pages as they ask for: their order in the menu, and what leads to them from where they were before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

from content.document import Document
from content.places.addresses import folder_address
from content.places.links import UrlOf, relative_to

_REDIRECT = """<!doctype html>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}">
<title>Moved</title>
<p>This page has moved: <a href="{url}">go there</a>.</p>
"""


def put_in_order(items: list[Any], pages: Mapping[str, Document]) -> None:
    """Sort a menu by the numbers of its pages, those without one last; a folder has the number of its first page."""
    for item in items:
        if item.is_section:
            put_in_order(item.children, pages)
    items.sort(key=lambda item: _place(item, pages))


def _place(item: Any, pages: Mapping[str, Document]) -> tuple[int, float]:
    if item.is_page and item.is_index:
        return 0, 0.0
    if item.is_section:
        item = next((child for child in item.children if child.is_page and child.is_index), item)
    document = pages.get(item.file.src_uri) if item.is_page else None
    order = document.fields.order if document else None
    return (2, 0.0) if order is None else (1, order)


def name_folders(items: Iterable[Any], title_of: Callable[[str], str], *, depth: int = 1) -> None:
    """Call folders what the library calls them; titles are escaped, because they are written into HTML as they are."""
    for item in items:
        if item.is_section:
            steps = next(_pages(item.children)).file.src_uri.split("/")
            item.title = escape(title_of("/".join(steps[:depth])))
            name_folders(item.children, title_of, depth=depth + 1)


def link_neighbours(items: Iterable[Any]) -> None:
    """Let each page of a menu name the one before it and the one behind it."""
    pages = list(_pages(items))
    for before, page, behind in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        page.previous_page, page.next_page = before, behind


def _pages(items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        if item.is_page:
            yield item
        elif item.is_section:
            yield from _pages(item.children)


def write_redirects(site: Path, pages: Iterable[Document]) -> dict[str, str]:
    """Write a page that leads on at each former address of pages which nothing else has.

    Returns the paths of the pages that are led to, by the addresses of the files that were written.
    """
    written_for: dict[str, str] = {}
    for address, page in ((former, each) for each in pages for former in each.fields.former_addresses):
        file = site / address
        if file.suffix not in {".html", ".htm"}:
            file /= "index.html"
        # What stands there already, or can't stand there at all, is no loss: the page has an address.
        with suppress(OSError, ValueError):
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8") as written:
                written.write(_REDIRECT.format(url=escape(_from(file, site)(page.url))))
            written_for[file.relative_to(site).as_posix()] = page.path
    return written_for


def _from(file: Path, site: Path) -> UrlOf:
    """Return what makes an address of the site relative to a file of it."""
    folder = file.parent.relative_to(site).as_posix()
    return relative_to("" if folder == "." else folder_address(folder))
