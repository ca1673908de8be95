"""The catalogue: an entry for each published page, for requests that read no Markdown."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from content.dialects.dialect import GITHUB, Dialect
from content.document import Document
from content.fields.models import WITHHELD
from content.places.folders import folders_above
from content.places.links import Destinations
from content.places.page_names import PageNames

if TYPE_CHECKING:
    from content.library import Library

NEWEST = 200
# All of a page, for everybody; or, of one with parts that stay inside the company, all of it, and what is sent.
EditionName = Literal["whole", "inside", "outside"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as lists and hits show it; dates as ISO text, the owner's address in lower case.

    `attachments` and `pictures` are paths of the files that the page leads to and shows; they may be missing.
    A page whose `edition` is "inside" has another entry, "outside", of what is sent of it.
    """

    id: str
    path: str
    url: str
    title: str
    type: str
    language: str
    status: str
    audience: str
    summary: str | None
    owner: str | None
    reviewed: str | None
    verified_until: str | None
    translation_of: str | None
    stages: tuple[str, ...]
    personas: tuple[str, ...]
    industries: tuple[str, ...]
    products: tuple[str, ...]
    skills: tuple[str, ...]
    aliases: tuple[str, ...]
    former_addresses: tuple[str, ...]
    authors: tuple[str, ...]
    changed: str
    hash: str
    attachments: tuple[str, ...]
    pictures: tuple[str, ...]
    edition: EditionName

    @property
    def folder(self) -> str:
        """The page's folder relative to the library, "" at its root."""
        return self.path.rpartition("/")[0]

    def values(self) -> tuple[Any, ...]:
        """Return the fields' values in their order, as `entry_from` takes them."""
        return tuple(getattr(self, name) for name in FIELDS)


FIELDS = tuple(field.name for field in fields(Entry))


def entry_from(values: Iterable[Any]) -> Entry:
    """Make an entry of its values, where a list may stand for a tuple."""
    read: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
    return Entry(*read)


@dataclass(frozen=True)
class Catalogue:
    """The published pages of one generation of the index, in the order of their paths; `library` is their folder.

    `dialect` is the Markdown that the pages are written in. `outside` are the entries of what is sent of pages with
    parts that aren't.
    """

    library: str
    generation: int
    entries: tuple[Entry, ...]
    dialect: Dialect = GITHUB
    outside: tuple[Entry, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Entries by page id, and by the ids that pages had before."""
        former = {alias: entry for entry in reversed(self.entries) for alias in entry.aliases}
        return former | {entry.id: entry for entry in self.entries}

    @cached_property
    def newest(self) -> tuple[Entry, ...]:
        """The pages whose files were written last, the latest first; at most NEWEST of them."""
        return tuple(heapq.nlargest(NEWEST, self.entries, key=lambda entry: (entry.changed, entry.path)))

    @cached_property
    def by_path(self) -> dict[str, Entry]:
        """Entries by path."""
        return {entry.path: entry for entry in self.entries}

    def destinations_for(self, audiences: frozenset[str]) -> Destinations:
        """Return where links may lead for some audiences: to pages written for them, to no answers, and to folders."""
        if audiences not in self._destinations:
            shown = [entry for entry in self._written_for(audiences) if entry.type not in WITHHELD]
            urls = {entry.path: entry.url for entry in shown}
            former = {address: entry.path for entry in reversed(shown) for address in entry.former_addresses}
            self._destinations[audiences] = Destinations(urls, folders=folders_above(urls), former=former)
        return self._destinations[audiences]

    def names_for(self, audiences: frozenset[str]) -> PageNames:
        """Return the names by which wiki links lead to the pages written for some audiences."""
        if audiences not in self._names:
            self._names[audiences] = PageNames(self._written_for(audiences))
        return self._names[audiences]

    @cached_property
    def _names(self) -> dict[frozenset[str], PageNames]:
        return {}

    def files_for(self, audiences: frozenset[str]) -> frozenset[str]:
        """Return the paths of the files that the pages written for some audiences lead to or show."""
        if audiences not in self._files:
            shown = self._written_for(audiences)
            paths = (path for entry in shown for path in (*entry.attachments, *entry.pictures))
            self._files[audiences] = frozenset(paths)
        return self._files[audiences]

    def _written_for(self, audiences: frozenset[str]) -> list[Entry]:
        """Return the pages written for some audiences; for those outside the company what is sent of them."""
        entries: Iterable[Entry] = self.entries
        if "internal" not in audiences:
            entries = (*(entry for entry in entries if entry.edition == "whole"), *self.outside)
        return [entry for entry in entries if entry.audience in audiences]

    @cached_property
    def _files(self) -> dict[frozenset[str], frozenset[str]]:
        return {}

    @cached_property
    def _destinations(self) -> dict[frozenset[str], Destinations]:
        return {}

    @cached_property
    def by_folder(self) -> dict[str, tuple[Entry, ...]]:
        """Entries by folder, in the order of their paths."""
        folders: dict[str, list[Entry]] = {}
        for entry in self.entries:
            folders.setdefault(entry.folder, []).append(entry)
        return {folder: tuple(entries) for folder, entries in folders.items()}


def entry_of(
    page: Document,
    *,
    changed: str = "",
    attachments: tuple[str, ...] = (),
    pictures: tuple[str, ...] = (),
    edition: EditionName = "whole",
) -> Entry:
    """Reduce a page to its entry; `changed` is the day its file was last written, where it names none itself."""
    fields = page.fields
    ends = [day.isoformat() for day in (fields.verified_until, fields.expires) if day]
    return Entry(
        id=page.id,
        path=page.path,
        url=page.url,
        title=page.title,
        type=page.type,
        language=fields.language,
        status=fields.status,
        audience=fields.audience,
        summary=fields.summary,
        owner=fields.owner and fields.owner.lower(),
        reviewed=fields.reviewed.isoformat() if fields.reviewed else None,
        verified_until=min(ends, default=None),
        translation_of=fields.translation_of,
        stages=tuple(fields.stages),
        personas=tuple(fields.personas),
        industries=tuple(fields.industries),
        products=tuple(fields.products),
        skills=tuple(fields.skills),
        aliases=page.former_ids,
        former_addresses=tuple(fields.former_addresses),
        authors=tuple(fields.authors),
        changed=fields.updated.isoformat() if fields.updated else changed,
        hash=page.hash,
        attachments=attachments,
        pictures=pictures,
        edition=edition,
    )


def published(pages: Iterable[Document]) -> tuple[Document, ...]:
    """Return the pages that readers may find: neither draft nor archived."""
    return tuple(page for page in pages if page.fields.status == "approved")


def published_catalogue(library: Library) -> Catalogue:
    """Return what is published of a library as it was read, without an index."""
    return Catalogue(str(library.root), 0, tuple(entry_of(page) for page in published(library.pages)))
