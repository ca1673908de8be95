"""The menu of the library as HTML: what the pages of one folder show alike is made once."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# What stands beside the title of a page that isn't published, by its status; only a preview has such pages.
MARKS = {
    "draft": '<span class="rp-badge rp-badge--draft">Draft</span>',
    "archived": '<span class="rp-badge rp-badge--archived">Archived</span>',
}
# Folders whose menus are kept, and each at most at two depths: its own page's and that of the others.
_KEPT = 64


@dataclass(frozen=True)
class Around:
    """The menu before and after a page's own entry; `is_entry` is false where the page has none."""

    before: str
    after: str
    is_entry: bool


class Menu:
    """Makes the menus of a site's pages from MkDocs' navigation: the folders around a page are open, others closed."""

    def __init__(self, nav: Any) -> None:
        """Take the navigation when its titles are final."""
        self._items: list[Any] = nav.items
        self._kept: dict[tuple[int, str, bool], tuple[str, list[str], str]] = {}

    def sections(self, base: str) -> str:
        """Return the entries of the library's own folder, all closed; `base` leads to the site's root."""
        return "".join(_closed(item, base) for item in self._items)

    def around(self, page: Any, base: str) -> Around:
        """Return the menu around a page; `base` leads from it to the site's root."""
        section = page.parent if page else None
        children = section.children if section else self._items
        is_title = section is not None and _index_of(section) is page
        begin, entries, end = self._of_section(section, base, is_title=is_title)
        at = next((number for number, child in enumerate(children) if child is page), None)
        if at is None or is_title:
            return Around(begin, "".join([*entries, end]), is_entry=False)
        return Around(begin + "".join(entries[:at]), "".join([*entries[at + 1 :], end]), is_entry=True)

    def _of_section(self, section: Any, base: str, *, is_title: bool) -> tuple[str, list[str], str]:
        """Return what stands before a folder's entries, these (by its children), and what stands after them."""
        key = (id(section), base, is_title)
        if key not in self._kept:
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            index = _index_of(section) if section else None
            children = section.children if section else self._items
            entries = ["" if child is index else _closed(child, base) for child in children]
            begin, end = self._enclosing(section, base, is_title=is_title)
            self._kept[key] = begin, entries, end
        return self._kept[key]

    def _enclosing(self, section: Any, base: str, *, is_title: bool) -> tuple[str, str]:
        """Return the beginning and the end of an open folder, and of all that it lies in."""
        begin = end = ""
        inner = section
        while inner is not None:
            outer, index = inner.parent, _index_of(inner)
            siblings = outer.children if outer else self._items
            at = next(number for number, child in enumerate(siblings) if child is inner)
            around = [_closed(child, base) if child is not _index_of(outer) else "" for child in siblings]
            begin = "".join(around[:at]) + _open(inner, index, base, is_title=is_title and inner is section) + begin
            end = end + "</ul></li>\n" + "".join(around[at + 1 :])
            inner = outer
        return begin, end


def _open(section: Any, index: Any, base: str, *, is_title: bool) -> str:
    """Return the beginning of an open folder."""
    mark = ' aria-current="page"' if is_title else ""
    link = (
        f'<a href="{_link(index.url, base)}"{mark}>{_text(section)}</a>' if index else f"<span>{_text(section)}</span>"
    )
    return f'<li class="rp-tree__open">{link}\n<ul>\n'


def _closed(item: Any, base: str) -> str:
    """Return a page, or a folder as a link to its own page, or else to the first in it."""
    if not item.children:
        return f'<li><a href="{_link(item.url, base)}">{_text(item)}</a></li>\n'
    first = next(_pages_in(item))
    return f'<li class="rp-tree__folder"><a href="{_link(first.url, base)}">{_text(item)}</a></li>\n'


def _pages_in(item: Any) -> Iterator[Any]:
    for child in item.children or ():
        yield from _pages_in(child) if child.children else [child]


def _index_of(section: Any) -> Any:
    """Return the page that a folder's title leads to, None where it has none."""
    return next((child for child in section.children if child.is_page and child.is_index), None) if section else None


def _text(item: Any) -> str:
    page = _index_of(item) if item.children else item
    return f"{item.title}{getattr(page, 'mark', '')}"


def _link(url: str, base: str) -> str:
    return url if url and base == "." else posixpath.join(base, url)
