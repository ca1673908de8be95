"""The list of published pages that goes with an index: what a request may know without reading Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from content.document import Document
from content.replacing import write_atomically

FORMAT = 3


class CatalogueError(Exception):
    """The catalogue is missing, damaged or of another version: index again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page as lists and hits show it; dates as ISO text."""

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
    hash: str

    @property
    def folder(self) -> str:
        """The page's folder relative to the library, "" at its root."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class Catalogue:
    """The pages of one generation of the index, which lies in `folder` beside the catalogue."""

    library: str
    folder: str
    generation: int
    is_complete: bool
    entries: tuple[Entry, ...]

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Entries by page id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def by_path(self) -> dict[str, Entry]:
        """Entries by path."""
        return {entry.path: entry for entry in self.entries}

    @cached_property
    def urls(self) -> dict[str, str]:
        """Addresses relative to the site, by path."""
        return {entry.path: entry.url for entry in self.entries}

    @cached_property
    def by_folder(self) -> dict[str, tuple[Entry, ...]]:
        """Entries by folder, in the order of their paths."""
        folders: dict[str, list[Entry]] = {}
        for entry in self.entries:
            folders.setdefault(entry.folder, []).append(entry)
        return {folder: tuple(entries) for folder, entries in folders.items()}


def entry_of(page: Document) -> Entry:
    """Reduce a page to its catalogue entry."""
    fields = page.fields
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
        owner=fields.owner,
        reviewed=fields.reviewed.isoformat() if fields.reviewed else None,
        verified_until=fields.verified_until.isoformat() if fields.verified_until else None,
        translation_of=fields.translation_of,
        stages=tuple(fields.stages),
        personas=tuple(fields.personas),
        industries=tuple(fields.industries),
        products=tuple(fields.products),
        hash=page.hash,
    )


def write_catalogue(catalogue: Catalogue, path: Path) -> None:
    """Replace the catalogue at path in one step; what was there stays whole until then."""
    data = {
        "format": FORMAT,
        **{key: getattr(catalogue, key) for key in ("library", "folder", "generation", "is_complete")},
    }
    data["entries"] = [asdict(entry) for entry in catalogue.entries]
    write_atomically(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def read_catalogue(path: Path) -> Catalogue:
    """Read the catalogue; raises CatalogueError when there is none that this version understands."""
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if data.pop("format") != FORMAT:
            raise CatalogueError("the catalogue is of another version")
        entries = tuple(_entry(item) for item in data.pop("entries"))
        return Catalogue(**data, entries=entries)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CatalogueError(f"the catalogue can't be read: {error}") from error


def published(pages: Iterable[Document]) -> tuple[Document, ...]:
    """Return the pages that readers may find: neither draft nor archived."""
    return tuple(page for page in pages if page.fields.status == "approved")


def _entry(item: dict[str, Any]) -> Entry:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}
    return Entry(**values)
