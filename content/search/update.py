"""Keeping the index in step with the library: only changed pages are written, and what is broken is built anew.

The index is derived. It lies in `<folder>/<name>/`, the catalogue beside it names the folder that counts.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.catalogue import (
    Catalogue,
    CatalogueError,
    Entry,
    entry_of,
    published,
    read_catalogue,
    write_catalogue,
)
from content.document import Document
from content.library import Library
from content.outline import read_outline
from content.replacing import write_atomically
from content.search import engine

CATALOGUE = "catalogue.json"
UNFINISHED = "unfinished.json"
BATCH = 400
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Update:
    """What an update did: counts of pages, and whether it had to start from nothing."""

    written: int
    removed: int
    total: int
    was_rebuilt: bool


def update_index(
    library: Library, folder: Path, *, distrusted: str | None = None, progress: Progress | None = None
) -> Update:
    """Bring the index in folder to the state of the library; raises EngineError when it can't be written.

    An index that doesn't open, holds another number of pages than its catalogue, is of another library, or is the one
    named `distrusted` (a reader failed on it), is built anew.
    """
    with engine.only_writer(folder):
        known = _known_good(folder, str(library.root.resolve()))
        if known and known.folder == distrusted:
            known = None
        update = _apply(library, folder, known, progress)
        if known and not _is_whole(folder):
            update = _apply(library, folder, None, progress)
        return update


def _known_good(folder: Path, library: str) -> Catalogue | None:
    try:
        catalogue = read_catalogue(folder / CATALOGUE)
    except CatalogueError:
        return None
    return catalogue if catalogue.library == library and _is_whole(folder) else None


def _is_whole(folder: Path) -> bool:
    """Tell whether the index opens and holds as many pages as its catalogue."""
    try:
        catalogue = read_catalogue(folder / CATALOGUE)
        reader = engine.Reader(folder / catalogue.folder)
        try:
            return reader.count() == len(catalogue.entries)
        finally:
            reader.close()
    except (CatalogueError, engine.EngineError):
        return False


def _apply(library: Library, folder: Path, known: Catalogue | None, progress: Progress | None) -> Update:
    """Write what differs in batches, each followed by its catalogue, so that searches see it grow."""
    if known is None:
        known = Catalogue(str(library.root.resolve()), f"index-{time.time_ns()}", 0, False, ())
        engine.create(folder / known.folder)
        was_rebuilt = True
    else:
        was_rebuilt = False
    wanted = {page.id: page for page in published(library.pages)}
    entries = {entry.id: entry for entry in known.entries if entry.id in wanted}
    removed = [entry.id for entry in known.entries if entry.id not in wanted]
    unsure = _unfinished(folder)
    changed = [page for page in wanted.values() if page.id in unsure or entries.get(page.id) != entry_of(page)]
    if not (changed or removed or was_rebuilt) and known.is_complete:
        return Update(0, 0, len(entries), was_rebuilt)
    for start in range(0, max(1, len(changed)), BATCH):
        batch = changed[start : start + BATCH]
        write_atomically(folder / UNFINISHED, json.dumps([page.id for page in batch]))
        engine.write(folder / known.folder, pages=map(_indexed, batch), removed=removed if start == 0 else ())
        entries.update((page.id, entry_of(page)) for page in batch)
        is_complete = start + BATCH >= len(changed)
        known = _publish(folder, known, entries, is_complete)
        (folder / UNFINISHED).unlink(missing_ok=True)
        if was_rebuilt:
            _remove_others(folder, known.folder)
        if progress:
            progress(min(start + BATCH, len(changed)), len(changed))
    return Update(len(changed), len(removed), len(entries), was_rebuilt)


def _unfinished(folder: Path) -> set[str]:
    """Return the pages that a killed process may have written without noting it in the catalogue."""
    try:
        return set(json.loads((folder / UNFINISHED).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return set()


def _publish(folder: Path, known: Catalogue, entries: dict[str, Entry], is_complete: bool) -> Catalogue:
    ordered = tuple(sorted(entries.values(), key=lambda entry: entry.path))
    catalogue = Catalogue(known.library, known.folder, known.generation + 1, is_complete, ordered)
    write_catalogue(catalogue, folder / CATALOGUE)
    return catalogue


def _indexed(page: Document) -> engine.Indexed:
    if page.type == "quiz":  # its answers must not be found, so the engine knows only that it is there
        return engine.Indexed(page.id, page.type, page.fields.language, "", ())
    outline = read_outline(page.body)
    keywords = " ".join(page.fields.keywords)
    extra: Sequence[tuple[str, str, str]] = (("", "", f"{page.fields.summary or ''}\n{keywords}"),)
    sections = (*((part.heading, part.anchor, part.text) for part in outline.sections), *extra)
    return engine.Indexed(page.id, page.type, page.fields.language, page.title, sections)


def _remove_others(folder: Path, kept: str) -> None:
    """Remove folders of older indexes; a reader that still has one open keeps its files until it closes them."""
    for other in folder.glob("index-*"):
        if other.name != kept:
            shutil.rmtree(other, ignore_errors=True)
