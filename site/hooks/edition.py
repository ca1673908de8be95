"""An edition of a library for the site: the pages and files that it shows, and where links lead, at one moment."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from content.authoring.remarks import Remarks
from content.catalogue import published
from content.document import Document, parse
from content.fields.structured import ids_in
from content.library import Library, read_library
from content.places.addresses import FIRST_PAGE, folder_address
from content.places.folders import FolderPage, folder_pages, folder_title
from content.places.links import Destinations
from content.places.page_names import PageNames
from content.places.rooms import ASKING, in_the_way, manual_pages
from content.taxonomy import Taxonomy

HOME = "index.md"
# A page, what it shows of its translations and of the pages that it names, and the key made of both.
_Keyed = tuple[Document, list[tuple[str, str, str]], str]


@dataclass(frozen=True)
class Edition:
    """Pages by MkDocs' names for them, in the order of their paths.

    `bare` are names of pages without a text of their own, and the paths they stand for; `folders` have lists of their
    pages; `urls` and `manual_urls` say where links lead, by path. `stamp` is of the library; editions that look alike
    have the same `frame` and keys.
    """

    library: Library
    stamp: str
    pages: dict[str, Document]
    bare: dict[str, str]
    folders: dict[str, FolderPage]
    urls: dict[str, str]
    files: frozenset[str]
    manual: dict[str, Document]
    manual_urls: dict[str, str]
    remarks: Remarks | None
    known: dict[str, _Keyed]

    @cached_property
    def frame(self) -> str:
        """One hash of what every page shows: the menu, the addresses that links lead to, and what values are called."""
        menu = [(name, page.path, page.title, page.fields.order) for name, page in self.pages.items()]
        folders = [(name, folder.title) for name, folder in self.folders.items()]
        parts = (menu, self.bare, folders, self.urls, self.former, self.manual_urls, self.library.taxonomy)
        return _hash(repr(parts))

    @cached_property
    def keys(self) -> dict[str, str]:
        """One hash, by name, of what a page shows beside its frame."""
        own = {name: key for name, (_, _, key) in self.made_of.items()}
        lists = {name: _hash(own.get(name, "") + folder.html(str)) for name, folder in self.folders.items()}
        return {**own, **dict.fromkeys(self.bare, "bare"), **lists}

    def path_of(self, name: str) -> str:
        """Return the path in the library of a page, or the one that a page without a text would have."""
        page = self.pages.get(name)
        return page.path if page else self.bare.get(name, name)

    def folder_name(self, folder: str) -> str:
        """Return what a folder is called: by the taxonomy, by its own page, or else as folders are."""
        own, taxonomy = self.pages.get(posixpath.join(folder, HOME)), self.library.taxonomy
        is_named = folder in taxonomy.dimensions.get("sections", {})
        return own.title if own and not is_named else folder_title(folder, taxonomy)

    def linked(self, page: Document) -> dict[str, Document]:
        """Return the pages that a page's front matter names, by id."""
        return {name: other for name in ids_in(page.fields) if (other := self._by_id.get(name))}

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {page.id: page for page in self.pages.values()}

    def translations(self, page: Document) -> list[Document]:
        """Return the same page in other languages."""
        return [other for other in self._groups[_original(page)] if other.id != page.id]

    @cached_property
    def made_of(self) -> dict[str, _Keyed]:
        """The keys, each with what it was made of."""
        return {name: self._key(name, page) for name, page in self.pages.items()}

    @cached_property
    def former(self) -> dict[str, str]:
        """Paths of pages by the addresses that they had before."""
        return {address: page.path for page in self.pages.values() for address in page.fields.former_addresses}

    @cached_property
    def _groups(self) -> dict[str, list[Document]]:
        groups: dict[str, list[Document]] = {}
        for page in self.pages.values():
            for one in {page.id, _original(page)}:
                groups.setdefault(one, []).append(page)
        return groups

    def _key(self, name: str, page: Document) -> _Keyed:
        """Return a page's key; one that was made of the same before is taken."""
        others = [(other.url, other.title, other.fields.language) for other in self.translations(page)]
        others += [(other.url, other.title, called) for called, other in self.linked(page).items()]
        known = self.known.get(name)
        if known is not None and known[0] is page and known[1] == others:
            return known
        parts = (page.hash, page.id, page.title, page.type, page.dialect, page.fields, others)
        return page, others, _hash(repr(parts))


class Ways:
    """The ways to pages: where links lead, and the names of pages; alike for editions of one frame."""

    def __init__(self, edition: Edition) -> None:
        """Read the names and addresses of pages."""
        lists = [posixpath.dirname(name) for name in edition.folders]
        self.in_library = Destinations(edition.urls, folders=lists, former=edition.former)
        self.in_manual = Destinations(edition.manual_urls)
        self.names = PageNames(edition.pages.values())


def read_edition(root: Path, *, day: date | None, is_preview: bool, previous: Edition | None = None) -> Edition:
    """Read a library as it stands on a day, again where it changed since `previous`, and choose what is published."""
    library = read_library(root, day=day, previous=previous.library if previous else None)
    # Now, before files are copied: one that is saved meanwhile makes another stamp, and another build.
    stamp = library.stamp
    remarks = Remarks(library) if is_preview else None
    chosen = library.pages if is_preview else published(library.pages)
    wanted = [page for page in chosen if page.type not in ASKING]
    taken = in_the_way(wanted, library.files)
    pages = {_name_of(page.path, page.url): page for page in wanted if page.path not in taken}
    bare = {_name_of(path, url): path for path, url in (remarks.unread.items() if remarks else ())}
    if not any(page.url == FIRST_PAGE for page in pages.values()):
        bare[HOME] = HOME
    listed = folder_pages(pages.values(), library.taxonomy)
    folders = {posixpath.join(folder, HOME): page for folder, page in listed.items()}
    # A quiz isn't published, because its file holds the answers: a link to one leads to the page that asks.
    urls = {page.path: ASKING[page.type] for page in chosen if page.type in ASKING}
    urls |= {page.path: page.url for page in pages.values()}
    manual, manual_urls = _read_manual(wanted)
    files = library.files - taken.keys()
    known = previous.made_of if previous else {}
    return Edition(library, stamp, pages, bare, folders, urls, files, manual, manual_urls, remarks, known)


def _name_of(path: str, url: str) -> str:
    """Return a page's name for MkDocs, which makes of it the page's address and its place in the menu."""
    folder = posixpath.dirname(path)
    return posixpath.join(folder, HOME) if url == folder_address(folder) else f"{url.removesuffix('/')}.md"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _original(page: Document) -> str:
    return page.fields.translation_of or page.id


def _read_manual(wanted: Iterable[Document]) -> tuple[dict[str, Document], dict[str, str]]:
    """Read the manual's chapters as pages, and note where the chapters' own links lead."""
    manual, urls = {}, {}
    for path, source in manual_pages(wanted).items():
        page, _ = parse(source.read_text(encoding="utf-8"), path=path, taxonomy=Taxonomy())
        if page is not None:
            manual[path] = page
            urls[f"docs/{source.name}"] = page.url
    return manual, urls
