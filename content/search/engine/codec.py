"""A codec for Whoosh whose terms and postings are arrays: a list is read in one piece, however long it is.

Whoosh's own codec packs postings in blocks of 128 that cost a decompression and an unpickling each, and looks a term up
in tens of microseconds; a word that stands in ten thousand pages then costs milliseconds. Here a list is `pages`,
`counts` and, behind them, the positions; and the terms of a segment are one sorted text in memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.base import FieldWriter
from whoosh.codec.whoosh3 import W3Codec

from content.search.engine.directory import Directory, read_directories, write_directories
from content.search.inverting import POSTING, TermList

DIRECTORY, POSTINGS = ".dir", ".pst"
PostingArrays = tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]
# Postings as an array of POSTING, where the positions of each end, and all positions; no positions for words.
TermPlaces = tuple[NDArray[Any], NDArray[np.uint32], NDArray[np.uint32]]


class Pool:
    """Stands where Whoosh would sort single postings: a segment's lists come whole and in order."""

    def __init__(self, lists: Iterable[TermList]) -> None:
        """Take the lists of a segment."""
        self.fieldnames: set[str] = set()
        self._lists = lists

    def add(self, item: Any) -> None:
        """Refuse what Whoosh would analyse itself: this codec has no fields of that kind."""
        raise NotImplementedError("a segment's postings come with its pages")

    def iter_postings(self) -> Iterable[TermList]:
        """Return the lists in the order of fields and terms."""
        return self._lists

    def cleanup(self) -> None:
        """Leave nothing behind: there are no files."""


class _FieldWriter(FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._postings = segment.create_file(storage, POSTINGS)
        self._listed: dict[str, list[tuple[bytes, int, int, int]]] = {}
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[TermList]) -> None:
        offset = 0
        for item in items:
            self._listed.setdefault(item.field, []).append((item.term, item.pages, offset, len(item.data)))
            self._postings.write(item.data)
            offset += len(item.data)

    def close(self) -> None:
        file = self._segment.create_file(self._storage, DIRECTORY)
        file.write(write_directories(self._listed))
        file.close()
        self._postings.close()
        self.is_closed = True


class ArrayCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's own codec with arrays for terms and postings."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """Return what writes a segment's terms."""
        return _FieldWriter(storage, segment)


_NO_TERMS = Directory.empty()


class Lists:
    """Reads the lists of one segment."""

    def __init__(self, storage: Any, segment: Any) -> None:
        """Open the segment's directories and its postings."""
        with segment.open_file(storage, DIRECTORY) as file:
            self.directories = read_directories(file.read())
        self._file = segment.open_file(storage, POSTINGS)

    def directory(self, field: str) -> Directory:
        """Return the terms of a field."""
        return self.directories.get(field, _NO_TERMS)

    def read(self, field: str, term: str) -> NDArray[Any] | None:
        """Return a term's postings as an array of POSTING; None when no page has it."""
        index = self._place(field, term)
        if index is None:
            return None
        count, offset, _ = self.directory(field).row(index)
        return np.frombuffer(self._get(offset, POSTING.itemsize * count), POSTING)

    def positions(self, field: str, term: str) -> PostingArrays | None:
        """Return a term's pages, where each one's positions end, and all positions one after the other."""
        index = self._place(field, term)
        if index is None:
            return None
        records, ends, positions = self.list_at(field, index)
        return records["page"], ends, positions

    def list_at(self, field: str, index: int) -> TermPlaces:
        """Return all that is kept of the term at a place of a field's directory."""
        count, offset, length = self.directory(field).row(index)
        data = self._get(offset, length)
        numbers = np.frombuffer(data, "<u4", offset=POSTING.itemsize * count)
        return np.frombuffer(data, POSTING, count), numbers[:count], numbers[count:]

    def _place(self, field: str, term: str) -> int | None:
        return self.directory(field).find(term.encode("utf-8", "surrogatepass"))

    def _get(self, offset: int, length: int) -> bytes:
        data = bytes(self._file.get(offset, length))
        if len(data) != length:
            raise EOFError("the list of a term is cut off")
        return data
