"""Keeping the index in step with the library: only changed pages are written, and what is broken is built anew.

The index is derived. It lies in `<folder>/<name>/`, the head beside it names the folder that counts. What a page was
indexed with lies in the index itself, so one commit switches everything.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from content.document import Document
from content.library import Library, Progress
from content.processes import FORKED
from content.search.engine import store
from content.search.engine.store import EngineError, Part, Store
from content.search.head import Head, HeadError, read_head, write_head
from content.search.inverting import invert
from content.search.joining import join, worth_joining

# The first batch is small, so that something is found soon; the later ones make few and large segments.
FIRST_BATCH = 400
LAST_BATCH = 6400
# Where segments are joined, beside the index.
JOINING = "joining-"
# What a page was indexed from: its path, address, hash and language.
Content = tuple[str, str, str, str]


@dataclass(frozen=True)
class Update:
    """What an update did: counts of pages, and whether it had to start from nothing."""

    written: int
    removed: int
    total: int
    was_rebuilt: bool


def update_index(
    library: Library,
    folder: Path,
    *,
    distrusted: str | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    server: str = "",
) -> Update:
    """Bring the index in folder to the state of the library, once; see Indexer.update."""
    return indexer_of(folder, server=server).update(library, distrusted=distrusted, jobs=jobs, progress=progress)


class Indexer:
    """Keeps the index in one folder, and remembers what it holds between updates."""

    is_on_server = False

    def __init__(self, folder: Path) -> None:
        """Open nothing yet."""
        self._folder = folder
        self._opened: Store | None = None

    def update(
        self, library: Library, *, distrusted: str | None = None, jobs: int = 1, progress: Progress | None = None
    ) -> Update:
        """Bring the index to the state of the library; raises EngineError when it can't be written.

        An index that doesn't open, is of another library, or is the one named `distrusted` (a reader failed on it),
        is built anew. `jobs` is the number of processes that analyse pages when there are many.
        """
        with store.only_writer(self._folder):
            known = self._known_good(str(library.root.resolve()), distrusted)
            return self._apply(library, known, jobs, progress)

    def tidy(self, library: Library) -> bool:
        """Join small segments and drop removed pages, while nothing else is to do; tell whether there was need.

        Another process writes the new segment beside the index, so pages may be indexed meanwhile; raises EngineError.
        """
        root = str(library.root.resolve())
        with store.only_writer(self._folder):
            for left_over in self._folder.glob(f"{JOINING}*"):
                shutil.rmtree(left_over, ignore_errors=True)
            known = self._known_good(root, None)
        parts = worth_joining(known[1].parts) if known else []
        if known is None or not parts:
            return False
        folder, names = self._folder / known[0].folder, {part.segment.name for part in parts}
        with TemporaryDirectory(prefix=JOINING, dir=self._folder) as name:
            store.create(Path(name))
            segment = _joined(folder, parts, Path(name))
            with store.only_writer(self._folder):
                now = self._known_good(root, None)
                if now is None or now[0].folder != folder.name:
                    return False
                replaced = {part.segment.name: part for part in now[1].parts if part.segment.name in names}
                gone = list(_gone(parts, replaced))
                if len(gone) == segment.doc_count():
                    return False
                for place in gone:
                    segment.delete_document(place)
                store.bring(segment, Path(name), folder)
                removed = [row for part in replaced.values() for row, _, _ in _living(part)]
                store.commit(folder, [segment], removed=removed)
                write_head(replace(now[0], generation=now[0].generation + 1), self._folder)
        return True

    def _known_good(self, library: str, distrusted: str | None) -> tuple[Head, Store] | None:
        try:
            head = read_head(self._folder)
            if head.library != library or head.folder == distrusted:
                return None
            if bool(head.server_index) != self.is_on_server:
                return None
            self._opened = store.open_store(self._folder / head.folder, previous=self._opened)
        except (HeadError, EngineError):
            return None
        return head, self._opened

    def _apply(
        self, library: Library, known: tuple[Head, Store] | None, jobs: int, progress: Progress | None
    ) -> Update:
        """Write what differs in batches, each followed by its head, so that searches see it grow."""
        was_rebuilt = known is None
        head, opened = known or begin(library, self._folder)
        folder = self._folder / head.folder
        present, changed, gone = differences(library, opened)
        if not (changed or gone or was_rebuilt) and head.is_complete and head.taxonomy == library.taxonomy:
            return Update(0, 0, len(present), was_rebuilt)
        done = 0
        with _Makers(folder, head.library, jobs if len(changed) > FIRST_BATCH else 1) as makers:
            for batch in _batches(changed):
                made = makers.make(list(dated(library, batch)))
                replaced = {page.id for page in batch} | (gone if done == 0 else set())
                opened = store.open_store(folder, previous=opened)
                store.commit(folder, made, removed=numbers_of(opened, replaced))
                done += len(batch)
                head = publish(self._folder, head, is_complete=done >= len(changed), library=library)
                if was_rebuilt:
                    remove_others(self._folder, head.folder)
                if progress:
                    progress(done, len(changed))
        return Update(len(changed), len(gone), len(library.pages), was_rebuilt)


def indexer_of(folder: Path, *, server: str = "") -> Indexer:
    """Return what keeps the index in a folder, with its words on an OpenSearch server where one is given."""
    if not server:
        return Indexer(folder)
    from content.search.opensearch.indexer import ServerIndexer

    return ServerIndexer(folder, server)


class _Makers:
    """Makes segments, in this process or in several."""

    def __init__(self, folder: Path, library: str, jobs: int) -> None:
        self._folder = folder
        self._library = library
        self._jobs = jobs
        self._pool = ProcessPoolExecutor(jobs, mp_context=FORKED) if jobs > 1 else None

    def make(self, pages: list[tuple[Document, str]]) -> list[Any]:
        """Return the segments of the pages."""
        if not pages:
            return []
        if self._pool is None or len(pages) < FIRST_BATCH:
            return [_make(self._folder, self._library, pages)]
        share = -(-len(pages) // self._jobs)
        parts = [pages[start : start + share] for start in range(0, len(pages), share)]
        return list(self._pool.map(partial(_make, self._folder, self._library), parts))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def _make(folder: Path, library: str, pages: list[tuple[Document, str]]) -> Any:
    return store.make_segment(folder, invert(pages, library=library))


def _joined(folder: Path, parts: Sequence[Part], beside: Path) -> Any:
    """Write parts as one segment of the index beside theirs, in another process when there are many pages."""
    if sum(part.living for part in parts) < FIRST_BATCH:
        return store.make_segment(beside, join(parts))
    with ProcessPoolExecutor(1, mp_context=FORKED) as pool:
        return pool.submit(_join, folder, [(part.segment.name, part.removed) for part in parts], beside).result()


def _join(folder: Path, listed: Sequence[tuple[str, NDArray[np.uint32]]], beside: Path) -> Any:
    """Write the named segments of an index, without their removed pages, as one segment of the index beside it."""
    segments = {part.segment.name: part.segment for part in store.open_store(folder).parts}
    if any(name not in segments for name, _ in listed):
        raise EngineError("segments changed before they were joined")
    return store.make_segment(beside, join([Part(segments[name], 0, removed) for name, removed in listed]))


def _gone(parts: Iterable[Part], now: Mapping[str, Part]) -> Iterator[int]:
    """Yield the places, among the pages of the joined parts, of those that have gone from their segments since."""
    there = {name: set(part.present) for name, part in now.items()}
    pages = ((part.segment.name, number) for part in parts for number in part.present)
    return (place for place, (name, number) in enumerate(pages) if number not in there.get(name, ()))


def begin(library: Library, folder: Path) -> tuple[Head, Store]:
    """Make an empty index, which no head names yet."""
    head = Head(str(library.root.resolve()), f"index-{time.time_ns()}", 0, is_complete=False, taxonomy=library.taxonomy)
    store.create(folder / head.folder)
    return head, Store(())


def _living(part: Part) -> Iterator[tuple[int, str, Content]]:
    """Yield a part's pages that weren't removed: number among all, id, and what they were indexed from."""
    for number in part.present:
        entry = part.segment.records[number].entry
        yield part.first + number, entry.id, (entry.path, entry.url, entry.hash, entry.language)


def differences(library: Library, opened: Store) -> tuple[dict[str, Content], list[Document], set[str]]:
    """Return what each page in an index was indexed from, the pages that differ, and the ids of those that are gone."""
    present = {page_id: content for part in opened.parts for _, page_id, content in _living(part)}
    changed = [page for page in library.pages if present.get(page.id) != content_of(page)]
    return present, changed, present.keys() - library.by_id.keys()


def numbers_of(opened: Store, page_ids: Container[str]) -> list[int]:
    """Return the numbers of pages, given by id, of which some may have two."""
    rows = (row for part in opened.parts for row in _living(part))
    return [number for number, page_id, _ in rows if page_id in page_ids]


def content_of(page: Document) -> Content:
    """Return what a page is indexed from: the address and language of one that names none depend on others."""
    return page.path, page.url, page.hash, page.fields.language


def dated(library: Library, pages: Iterable[Document]) -> Iterator[tuple[Document, str]]:
    """Yield pages with the day their files were last written."""
    for page in pages:
        seconds = library.entries[page.path].stamp[0] / 1e9
        yield page, datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _batches(pages: list[Document]) -> Iterator[list[Document]]:
    """Cut pages into batches that grow; one empty batch where there are none."""
    start, size = 0, FIRST_BATCH
    while start < max(1, len(pages)):
        yield pages[start : start + size]
        start, size = start + size, min(4 * size, LAST_BATCH)


def publish(folder: Path, head: Head, *, is_complete: bool, library: Library, server_index: str = "") -> Head:
    """Replace the head by one that names what the folder holds now."""
    new = Head(head.library, head.folder, head.generation + 1, is_complete, library.taxonomy, server_index)
    write_head(new, folder)
    return new


def remove_others(folder: Path, kept: str) -> None:
    """Remove folders of older indexes; a reader that still has one open keeps its files until it closes them."""
    for other in folder.glob("index-*"):
        if other.name != kept:
            shutil.rmtree(other, ignore_errors=True)
