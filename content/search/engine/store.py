"""Writing segments and opening what was committed.

Whoosh 2.7.5 is used with care for what it gets wrong: its index is never fsynced (so it is a cache that can be
rebuilt), its files can't be read by two threads at once, and a failed commit keeps its lock until `cancel()`.
"""

from __future__ import annotations

import json
import shutil
import struct
import threading
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh import columns, fields, index
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import SegmentWriter

from content.catalogue import Entry, entry_from
from content.search.engine.codec import ArrayCodec, Lists, Pool, PostingArrays, TermPlaces
from content.search.engine.directory import Directory
from content.search.engine.sections import packed, unpacked
from content.search.inverting import REGIONS, Inverted, SectionText

NAME = "MAIN"
SIZES = ".sizes"
_RECORD, _SECTIONS = "record", "sections"
# Files that are read whole when they are opened have their checksum beside their size.
CHECKED = (".dir", ".record.col")
# A file that is missing, cut off, foreign or garbled. What else is raised is a mistake of our own, and passes.
DAMAGE = (OSError, EOFError, ValueError, IndexError, KeyError, OverflowError, struct.error, zlib.error)
# What Whoosh and pickle make of bytes that aren't theirs, found by trying (test_garbled.py): only around their calls.
GARBLED = (
    *(*DAMAGE, index.IndexError, fields.FieldConfigurationError, UnpicklingError, ImportError),
    *(AssertionError, AttributeError, TypeError, MemoryError, RecursionError),
)
Uint32s = NDArray[np.uint32]
Read = TypeVar("Read")


class EngineError(Exception):
    """The index can't be opened or written; where that `is_damage`, build it again."""

    is_damage = True


@contextmanager
def _named(what: str, errors: tuple[type[Exception], ...] = DAMAGE) -> Iterator[None]:
    """Raise EngineError for these errors."""
    try:
        yield
    except errors as error:
        raise EngineError(f"{what}: {error!r}") from error


class PageRecord(NamedTuple):
    """What is kept of each page beside its terms: the catalogue's entry as values, its analysis, its lengths."""

    entry: Entry
    group: str
    lengths: list[int]


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Wait until no other process writes below folder; the lock vanishes with the process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileStorage(str(folder)).lock("writing.lock")
    lock.acquire(blocking=True)
    try:
        yield
    finally:
        lock.release()


def create(folder: Path) -> None:
    """Make an empty index in a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    schema = fields.Schema(**{name: fields.COLUMN(columns.VarBytesColumn()) for name in (_RECORD, _SECTIONS)})
    index.create_in(str(folder), schema, indexname=NAME)


def make_segment(folder: Path, inverted: Inverted) -> Any:
    """Write pages as a segment that nobody sees yet, and return what `commit` takes; several processes may at once.

    Raises EngineError.
    """
    with _named("the index can't be read", GARBLED):
        opened = index.open_dir(str(folder), indexname=NAME)
    with _named("the index can't be written", (OSError,)):
        writer = SegmentWriter(opened, _lk=False, codec=ArrayCodec(), compound=False)
        writer.pool = Pool(inverted.lists)
        for page in inverted.pages:
            record = json.dumps([page.entry.values(), page.group, page.lengths], separators=(",", ":"))
            writer.add_document(record=record.encode(), sections=packed(page.sections))
        segment = writer._finalize_segment()  # noqa: SLF001 - half of Whoosh's commit, as its own processes do it
        marks = {name: _mark(folder / name) for name in segment.list_files(writer.storage)}
        (folder / segment.make_filename(SIZES)).write_text(json.dumps(marks), encoding="utf-8")
    return segment


def bring(segment: Any, source: Path, folder: Path) -> None:
    """Move a segment's files from the index it was made in to another one; raises EngineError."""
    with _named("a segment can't be moved", (OSError,)):
        names = [*segment.list_files(FileStorage(str(source))), segment.make_filename(SIZES)]
        for name in dict.fromkeys(names):
            (source / name).replace(folder / name)


def commit(folder: Path, segments: Iterable[Any], removed: Iterable[int] = ()) -> None:
    """Add segments and remove pages by their numbers, in one step.

    Raises EngineError and leaves the index as it was. Segments whose pages are all gone are dropped, and files that
    no commit names.
    """
    storage = FileStorage(str(folder))
    with _named("the index can't be read", GARBLED):
        toc = index.TOC.read(storage, NAME)
    with _named("the index can't be written", (OSError,)):
        firsts = [0, *accumulate(segment.doc_count_all() for segment in toc.segments)]
        for number in removed:
            place = bisect_right(firsts, number) - 1
            toc.segments[place].delete_document(number - firsts[place])
        kept = [segment for segment in (*toc.segments, *segments) if segment.doc_count()]
        index.TOC(toc.schema, kept, toc.generation + 1).write(storage, NAME)
        index.clean_files(storage, NAME, toc.generation + 1, kept)
        shutil.rmtree(folder / f"{NAME}.tmp", ignore_errors=True)  # shared by all who made segments


def _mark(file: Path) -> list[int]:
    """Return a file's size and, of one that is read whole, the checksum of its bytes."""
    return [file.stat().st_size, *([zlib.crc32(file.read_bytes())] if file.name.endswith(CHECKED) else [])]


def _check_files(folder: Path, segment: Any) -> None:
    marks = json.loads((folder / segment.make_filename(SIZES)).read_text(encoding="utf-8"))
    expected = {*segment.list_files(FileStorage(str(folder))), segment.make_filename(SIZES)}
    if not isinstance(marks, dict) or {*marks, segment.make_filename(SIZES)} != expected:
        raise EngineError("the list of a segment's files is damaged")
    for name, mark in marks.items():
        if _mark(folder / name) != mark:
            raise EngineError(f"{name} is damaged")


def _record(data: bytes) -> PageRecord:
    values, group, lengths = json.loads(data)
    return PageRecord(entry_from(values), group, lengths)


class Segment:
    """The pages of one commit, which never change; safe for threads."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        """Open the segment's files and read its records; raises EngineError when a file isn't as it was written."""
        with _named("a segment can't be opened"):
            _check_files(Path(storage.folder), segment)
            self._lists = Lists(storage, segment)
        self._lock = threading.Lock()
        self.name = str(segment.segid)
        self.size = int(segment.doc_count_all())
        with _named("a segment can't be opened", GARBLED):
            documents = segment.codec().per_document_reader(storage, segment)
            column = documents.column_reader(_RECORD, columns.VarBytesColumn())
            records = [bytes(column[number]) for number in range(self.size)]
            self._sections = documents.column_reader(_SECTIONS, columns.VarBytesColumn())
        self.records = [_record(data) for data in records]
        self.lengths = np.array([record.lengths for record in self.records], np.float32).reshape(-1, REGIONS)

    def read(self, field: str, term: str) -> NDArray[Any] | None:
        """Return a term's postings; None when no page of the segment has it."""
        records = self._guarded(self._lists.read, field, term)
        return None if records is None else self._checked(records)

    def positions(self, field: str, term: str) -> PostingArrays | None:
        """Return a term's pages, where each one's positions end, and all positions; None when no page has it."""
        found = self._guarded(self._lists.positions, field, term)
        return None if found is None else self._with_places(*found)

    def list_at(self, field: str, place: int) -> TermPlaces:
        """Return all that is kept of the term at a place of a field's directory."""
        records, ends, positions = self._guarded(self._lists.list_at, field, place)
        self._checked(records)
        return self._with_places(records, ends, positions) if len(positions) else (records, ends, positions)

    def _checked(self, records: NDArray[Any]) -> NDArray[Any]:
        """Return postings whose pages rise and are all the segment's."""
        pages = records["page"]
        if len(pages) and (int(pages[-1]) >= self.size or not (pages[1:] > pages[:-1]).all()):
            raise EngineError("a list names pages that the segment doesn't hold")
        return records

    def _with_places(self, records: NDArray[Any], ends: Uint32s, positions: Uint32s) -> TermPlaces:
        """Return postings with their positions, each of which belongs to one of them."""
        if len(ends) and (int(ends[-1]) != len(positions) or not (ends[1:] >= ends[:-1]).all()):
            raise EngineError("the positions of a list are damaged")
        return records, ends, positions

    @property
    def fields(self) -> Iterable[str]:
        """Names of the fields that have terms."""
        return self._lists.directories.keys()

    def directory(self, field: str) -> Directory:
        """Return the terms of a field."""
        return self._lists.directory(field)

    def words(self, group: str) -> Directory:
        """Return the words of a language group."""
        return self.directory(f"w_{group}")

    def sections(self, number: int) -> tuple[SectionText, ...]:
        """Return the sections of a page: (heading, anchor, text)."""
        data = self._guarded(lambda: bytes(self._sections[number]), errors=GARBLED)
        return self._guarded(unpacked, data)

    def _guarded(self, read: Callable[..., Read], *asked: Any, errors: tuple[type[Exception], ...] = DAMAGE) -> Read:
        """Let one thread read at a time, and raise EngineError for what a damaged file raises.

        Not by `_named`, which makes a context: a search reads dozens of times.
        """
        with self._lock:
            try:
                return read(*asked)
            except errors as error:
                raise EngineError(f"the index can't be read: {error!r}") from error


@dataclass(frozen=True, eq=False)
class Part:
    """A segment as one commit sees it: the number of its first page among all, and its removed pages."""

    segment: Segment
    first: int
    removed: NDArray[np.uint32]

    @property
    def living(self) -> int:
        """Pages that are still there."""
        return self.segment.size - len(self.removed)

    @property
    def present(self) -> list[int]:
        """The numbers in the segment of the pages that are still there."""
        is_there = np.ones(self.segment.size, bool)
        is_there[self.removed] = False
        return np.flatnonzero(is_there).tolist()


@dataclass(frozen=True)
class Store:
    """One commit of an index."""

    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Pages in all, removed ones included."""
        return sum(part.segment.size for part in self.parts)


def _removed(listed: Any) -> Uint32s:
    """Return the numbers of a segment's removed pages; raises one of GARBLED when it isn't one of our segments."""
    removed = np.array(sorted(listed.deleted_docs()), "<u4")
    if (len(removed) and removed[-1] >= listed.doc_count_all()) or not listed.make_filename(""):
        raise ValueError("a segment lacks pages that were removed")
    return removed


def open_store(folder: Path, *, previous: Store | None = None) -> Store:
    """Open the newest commit; segments that `previous` holds are not read again. Raises EngineError."""
    known = {part.segment.name: part.segment for part in previous.parts} if previous else {}
    parts: list[Part] = []
    first = 0
    storage = FileStorage(str(folder), supports_mmap=False)
    with _named("the index can't be opened", GARBLED):
        toc = index.TOC.read(storage, NAME)
        listed = [(one, str(one.segid), _removed(one)) for one in toc.segments]
    for one, name, removed in listed:
        segment = known.get(name) or Segment(storage, one)
        parts.append(Part(segment, first, removed))
        first += segment.size
    return Store(tuple(parts))
