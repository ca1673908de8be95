"""Writing segments and opening what was committed.

Whoosh 2.7.5 is used with care for what it gets wrong: its index is never fsynced (so it is a cache that can be
rebuilt), its files can't be read by two threads at once, and a failed commit keeps its lock until `cancel()`.
"""

from __future__ import annotations

import json
import shutil
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import columns, fields, index
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import SegmentWriter

from content.catalogue import Entry, entry_from
from content.search.engine.codec import ArrayCodec, Lists, Pool, PostingArrays, TermPlaces
from content.search.engine.directory import Directory
from content.search.inverting import REGIONS, Inverted, SectionText

NAME = "MAIN"
SIZES = ".sizes"
_RECORD, _SECTIONS = "record", "sections"
# Between the sections of a page, and between heading, anchor and text; what readers see of them in a text is a space.
_SECTION, _PART = "\x1e", "\x1f"
_MARKS = str.maketrans({_SECTION: " ", _PART: " "})


class EngineError(Exception):
    """The index can't be opened or written; build it again."""


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
    try:
        opened = index.open_dir(str(folder), indexname=NAME)
        writer = SegmentWriter(opened, _lk=False, codec=ArrayCodec(), compound=False)
        writer.pool = Pool(inverted.lists)
    except Exception as error:
        raise EngineError(f"the index can't be written: {error!r}") from error
    try:
        for page in inverted.pages:
            record = json.dumps([page.entry.values(), page.group, page.lengths], separators=(",", ":"))
            writer.add_document(record=record.encode(), sections=_packed(page.sections))
        segment = writer._finalize_segment()  # noqa: SLF001 - half of Whoosh's commit, as its own processes do it
        sizes = {name: (folder / name).stat().st_size for name in segment.list_files(writer.storage)}
        (folder / segment.make_filename(SIZES)).write_text(json.dumps(sizes), encoding="utf-8")
    except Exception as error:
        raise EngineError(f"the index can't be written: {error!r}") from error
    return segment


def bring(segment: Any, source: Path, folder: Path) -> None:
    """Move a segment's files from the index it was made in to another one; raises EngineError."""
    try:
        names = [*segment.list_files(FileStorage(str(source))), segment.make_filename(SIZES)]
        for name in dict.fromkeys(names):
            (source / name).replace(folder / name)
    except Exception as error:
        raise EngineError(f"a segment can't be moved: {error!r}") from error


def commit(folder: Path, segments: Iterable[Any], removed: Iterable[int] = ()) -> None:
    """Add segments and remove pages by their numbers, in one step.

    Raises EngineError and leaves the index as it was. Segments whose pages are all gone are dropped, and files that
    no commit names.
    """
    try:
        storage = FileStorage(str(folder))
        toc = index.TOC.read(storage, NAME)
        firsts = [0, *accumulate(segment.doc_count_all() for segment in toc.segments)]
        for number in removed:
            place = bisect_right(firsts, number) - 1
            toc.segments[place].delete_document(number - firsts[place])
        kept = [segment for segment in (*toc.segments, *segments) if segment.doc_count()]
        index.TOC(toc.schema, kept, toc.generation + 1).write(storage, NAME)
        index.clean_files(storage, NAME, toc.generation + 1, kept)
        shutil.rmtree(folder / f"{NAME}.tmp", ignore_errors=True)  # shared by all who made segments
    except Exception as error:
        raise EngineError(f"the index can't be written: {error!r}") from error


def _check_sizes(folder: Path, segment: Any) -> None:
    sizes = json.loads((folder / segment.make_filename(SIZES)).read_text(encoding="utf-8"))
    for name, size in sizes.items():
        if (folder / name).stat().st_size != size:
            raise EngineError(f"{name} is damaged")


def _record(data: bytes) -> PageRecord:
    values, group, lengths = json.loads(data)
    return PageRecord(entry_from(values), group, lengths)


def _packed(sections: Iterable[SectionText]) -> bytes:
    """Write a page's sections as one text, which costs a reader next to nothing; its end tells that it is whole."""
    texts = [_PART.join(part.translate(_MARKS) for part in section) for section in sections]
    return "".join(f"{text}{_SECTION}" for text in (*texts, "")).encode("utf-8", "surrogatepass")


def _unpacked(data: bytes) -> tuple[SectionText, ...]:
    *texts, last, behind = data.decode("utf-8", "surrogatepass").split(_SECTION)
    if last or behind:
        raise EOFError("the text of a page is cut off")
    return tuple((heading, anchor, text) for heading, anchor, text in (text.split(_PART) for text in texts))


class Segment:
    """The pages of one commit, which never change; safe for threads."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        """Open the segment's files and read its records; raises when a file isn't as it was written."""
        _check_sizes(Path(storage.folder), segment)
        self._lock = threading.Lock()
        self._lists = Lists(storage, segment)
        documents = segment.codec().per_document_reader(storage, segment)
        self.name = str(segment.segid)
        self.size = int(segment.doc_count_all())
        column = documents.column_reader(_RECORD, columns.VarBytesColumn())
        self.records = [_record(column[number]) for number in range(self.size)]
        self.lengths = np.array([record.lengths for record in self.records], np.float32).reshape(-1, REGIONS)
        self._sections = documents.column_reader(_SECTIONS, columns.VarBytesColumn())

    def read(self, field: str, term: str) -> NDArray[Any] | None:
        """Return a term's postings; None when no page of the segment has it."""
        with self._reading():
            return self._lists.read(field, term)

    def positions(self, field: str, term: str) -> PostingArrays | None:
        """Return a term's pages, where each one's positions end, and all positions; None when no page has it."""
        with self._reading():
            return self._lists.positions(field, term)

    def list_at(self, field: str, place: int) -> TermPlaces:
        """Return all that is kept of the term at a place of a field's directory."""
        with self._reading():
            return self._lists.list_at(field, place)

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
        with self._reading():
            return _unpacked(self._sections[number])

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Let one thread read at a time, and call whatever a damaged file makes of it by its name."""
        try:
            with self._lock:
                yield
        except Exception as error:
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


def open_store(folder: Path, *, previous: Store | None = None) -> Store:
    """Open the newest commit; segments that `previous` holds are not read again. Raises EngineError."""
    known = {part.segment.name: part.segment for part in previous.parts} if previous else {}
    parts: list[Part] = []
    first = 0
    try:
        storage = FileStorage(str(folder), supports_mmap=False)
        toc = index.TOC.read(storage, NAME)
        for listed in toc.segments:
            segment = known.get(str(listed.segid)) or Segment(storage, listed)
            removed = np.fromiter(sorted(listed.deleted_docs()), "<u4", listed.deleted_count())
            parts.append(Part(segment, first, removed))
            first += segment.size
    except Exception as error:
        raise EngineError(f"the index can't be opened: {error!r}") from error
    return Store(tuple(parts))
