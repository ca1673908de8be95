"""Folders without a page of their own, or with an empty one: the list of their pages that the site shows there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from html import escape

from content.document import Document
from content.labels import AUDIENCES, label_of, type_names
from content.places.addresses import folder_address
from content.taxonomy import Taxonomy

FOLDER = "Folder"


@dataclass(frozen=True)
class _Row:
    """What a list says of a page or a folder in it; `page` is a folder's own page, where it has one."""

    url: str
    title: str
    kind: str
    page: Document | None

    @property
    def is_folder(self) -> bool:
        return self.kind == FOLDER

    @property
    def order(self) -> tuple[bool, bool, float, str]:
        """Return what sorts it as the menu does."""
        place = self.page.fields.order if self.page else None
        path = self.page.path if self.page else self.url
        return not self.is_folder, place is None, place or 0, path


@dataclass(frozen=True)
class FolderPage:
    """A folder that has no page of its own, or one without text: its title, and what lies in it, folders first."""

    title: str
    rows: tuple[_Row, ...]

    def html(self, url_of: Callable[[str], str]) -> str:
        """Return the list as cards; `url_of` makes an address that is relative to the site usable from this page."""
        kinds = {row.kind for row in self.rows if not row.is_folder}
        items = "".join(_item(row, url_of, has_kind=len(kinds) > 1) for row in self.rows)
        return f'<ul class="rp-cards rp-places">{items}</ul>'


def folders_above(paths: Iterable[str]) -> set[str]:
    """Return every folder, but for the library's own, that holds one of the paths at any depth."""
    found: set[str] = set()
    for path in paths:
        folder = posixpath.dirname(path)
        while folder and folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return found


def folder_pages(pages: Iterable[Document], taxonomy: Taxonomy) -> dict[str, FolderPage]:
    """Return the lists that a site of these pages needs, by folder, "" for the library's own.

    A folder has none when a page with text has its address; nothing else is told of what isn't among the pages.
    """
    shown = list(pages)
    own = {page.url: page for page in shown}
    rows: dict[str, list[_Row]] = {}
    for page in shown:
        folder = posixpath.dirname(page.path)
        if page.url != folder_address(folder):
            rows.setdefault(folder, []).append(_Row(page.url, page.title, label_of(taxonomy, "type", page.type), page))
    for folder in sorted(folders_above(page.path for page in shown)):
        above, first = posixpath.dirname(folder), own.get(folder_address(folder))
        if first is None or posixpath.dirname(first.path) == folder:
            title = first.title if first else folder_title(folder, taxonomy)
            rows.setdefault(above, []).append(_Row(folder_address(folder), title, FOLDER, first))
    return {
        folder: FolderPage(folder_title(folder, taxonomy), tuple(sorted(found, key=lambda row: row.order)))
        for folder, found in sorted(rows.items())
        if _is_told_of(folder, own.get(folder_address(folder)))
    }


def _is_told_of(folder: str, own: Document | None) -> bool:
    """Tell whether a folder needs a list, given the page that has its address."""
    return own is None or (posixpath.dirname(own.path) == folder and not own.body.strip())


def folder_title(folder: str, taxonomy: Taxonomy) -> str:
    """Return what a folder is called: by the taxonomy, or the language or type that it is named for, or its name."""
    for dimension, name in (("sections", folder), ("languages", folder.lower())):
        label = taxonomy.dimensions.get(dimension, {}).get(name)
        if label is not None:
            return label
    named = _types_by_folder().get(posixpath.basename(folder).lower())
    if named is not None:
        return named
    name = re.sub(r"[-_]+", " ", posixpath.basename(folder)).strip()
    return (name.capitalize() if name.islower() else name) or posixpath.basename(folder)


@cache
def _types_by_folder() -> dict[str, str]:
    """Return what folders are called that are named for a type of pages, such as `case-studies`, or `case-study`."""
    names = {type_: label_of(Taxonomy(), "type", type_) for type_ in type_names()}
    plurals = {_plural(type_): _plural(name) for type_, name in names.items()}
    return {**{type_: plurals[_plural(type_)] for type_ in names}, **plurals}


def _plural(name: str) -> str:
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}zes" if name.endswith("z") else f"{name}s"


def _item(row: _Row, url_of: Callable[[str], str], *, has_kind: bool) -> str:
    language = f' lang="{escape(row.page.fields.language)}"' if row.page else ""
    link = f'<a class="rp-place__title" href="{escape(url_of(row.url))}"{language}>{escape(row.title)}</a>'
    summary = row.page.fields.summary if row.page else None
    told = f'<p class="rp-place__summary"{language}>{escape(summary)}</p>' if summary else ""
    facts = f"<p>{_facts(row.page, row.kind if has_kind else '')}</p>" if row.page and not row.is_folder else ""
    kind = "folder" if row.is_folder else "page"
    return f'<li class="rp-card rp-place rp-place--{kind}">{link}{told}{facts}</li>'


def _facts(page: Document, kind: str) -> str:
    """Return what a card says of a page; whether its review is overdue is known where it is read."""
    fields = page.fields
    audience = f'<span class="rp-badge rp-badge--{escape(fields.audience)}">{escape(AUDIENCES[fields.audience])}</span>'
    ends = min((day for day in (fields.verified_until, fields.expires) if day), default=None)
    review = (
        f'<span class="rp-badge rp-badge--overdue" data-review-until="{ends.isoformat()}" hidden>Review overdue</span>'
        if ends
        else ""
    )
    return " ".join(filter(None, (f"<span>{escape(kind)}</span>" if kind else "", audience, review)))
