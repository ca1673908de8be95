"""Things that a link leads to, as the library is now: each is there for a buyer, or it says why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from content.catalogue import Entry
from content.course import NoSuchPageError, read_page
from content.document import Document
from content.outward import is_inside
from content.places.file_kinds import FileKind, kind_of
from content.search import BUYER_SIGHT, Search
from lms.sharing.links import ItemKind


@dataclass(frozen=True)
class PageFound:
    """A page as buyers get it: its entry of what is sent, and its text."""

    entry: Entry
    page: Document


@dataclass(frozen=True)
class FileFound:
    """A file of the library."""

    root: Path
    path: str
    kind: FileKind


@dataclass(frozen=True)
class ItemFound:
    """One thing: what it is called, and what is found; `why` says why a buyer doesn't get it, None where they do."""

    title: str
    language: str
    found: PageFound | FileFound | None = None
    why: str | None = None

    @property
    def is_deck(self) -> bool:
        """Whether it is shown slide by slide."""
        return isinstance(self.found, PageFound) and self.found.entry.type == "deck"


def find_item(kind: ItemKind, target: str, *, search: Search, today: date) -> ItemFound:
    """Find a thing by its kind and name; what buyers don't get says why."""
    return _FINDERS[kind](target, search, today)


def _page(page_id: str, search: Search, today: date) -> ItemFound:
    whole = search.entry(page_id)
    if whole is None:
        return ItemFound(page_id, "", why=f"there is no page `{page_id}` any more")
    lacking = ItemFound(whole.title, whole.language)
    if whole.status != "approved":
        return _without(lacking, f"“{whole.title}” is {_status(whole.status)}")
    entry = search.entry(page_id, sight=BUYER_SIGHT)
    if entry is None:
        return _without(lacking, f"“{whole.title}” isn't written for customers: its audience is {whole.audience}")
    try:
        page = read_page(search.catalogue(), entry)
    except NoSuchPageError:
        return _without(lacking, f"“{whole.title}” was removed just now")
    if page.fields.expires and page.fields.expires < today:
        return _without(lacking, f"“{whole.title}” expired on {page.fields.expires}")
    return ItemFound(entry.title, entry.language, PageFound(entry, page))


def _file(path: str, search: Search, _: date) -> ItemFound:
    catalogue, kind = search.catalogue(), kind_of(path)
    name, root = path.rpartition("/")[2], Path(catalogue.library)
    if kind is None or path not in catalogue.files_for(BUYER_SIGHT.audiences):
        return ItemFound(name, "", why=f"no page that is written for customers leads to a file `{path[:200]}`")
    if not is_inside(root / path, root):
        return ItemFound(name, "", why=f"the file `{path[:200]}` is gone")
    return ItemFound(name, "", FileFound(root, path, kind))


_FINDERS: dict[ItemKind, Callable[[str, Search, date], ItemFound]] = {"page": _page, "file": _file}


def _without(item: ItemFound, why: str) -> ItemFound:
    return ItemFound(item.title, item.language, why=why)


def _status(status: str) -> str:
    return "a draft" if status == "draft" else "archived"
