"""A codec for Whoosh whose postings are arrays: a term's list is read in one piece, however long it is.

Whoosh's own codec packs postings in blocks of 128 that cost a decompression and an unpickling each; a word that stands
in ten thousand pages then costs milliseconds. Here a list is `pages`, `counts` and, behind them, the positions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo, W3TermsReader
from whoosh.reading import TermNotFound
from whoosh.system import pack_ushort

from content.search.inverting import POSTING, TermList

Places = tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]
# Whoosh's term dictionary takes tens of microseconds for a look-up, which many searches repeat.
MOST_FOUND = 5_000


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


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    def add_postings(self, schema: Any, lengths: Any, items: Iterable[TermList]) -> None:
        for item in items:
            number = self._fieldmap.setdefault(item.field, len(self._fieldmap))
            info = W3TermInfo()
            info._df = item.pages  # noqa: SLF001 - the codec's own record
            info.set_extent(self._postfile.tell(), len(item.data))
            self._postfile.write(item.data)
            self._tindex.add(pack_ushort(number) + item.term, info.to_bytes())


class ArrayCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's own codec with arrays for postings."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """Return what writes a segment's terms."""
        return _FieldWriter(self, storage, segment)


class Lists:
    """Reads the lists of one segment."""

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        """Open the segment's term dictionary and its postings."""
        self._terms: W3TermsReader = codec.terms_reader(storage, segment)
        self._file = self._terms._postfile  # noqa: SLF001 - the codec's own file
        self._found: dict[tuple[str, str], tuple[int, int, int] | None] = {}

    def fields(self) -> frozenset[str]:
        """Return the names of the fields that have terms."""
        return frozenset(self._terms.indexed_field_names())

    def read(self, field: str, term: str) -> NDArray[Any] | None:
        """Return a term's postings as an array of POSTING; None when no page has it."""
        found = self._find(field, term)
        if found is None:
            return None
        count, offset, _ = found
        return np.frombuffer(self._get(offset, POSTING.itemsize * count), POSTING)

    def positions(self, field: str, term: str) -> Places | None:
        """Return a term's pages, where each one's positions end, and all positions one after the other."""
        found = self._find(field, term)
        if found is None:
            return None
        count, offset, length = found
        data = self._get(offset, length)
        numbers = np.frombuffer(data, "<u4", offset=POSTING.itemsize * count)
        return np.frombuffer(data, POSTING, count)["page"], numbers[:count], numbers[count:]

    def all_terms(self, field: str) -> tuple[list[str], list[int]]:
        """Return the words of a field in order, and how many pages each has."""
        found = self._find(field, "")
        if found is None:
            return [], []
        terms, counts = json.loads(self._get(*found[1:]))
        return terms, counts

    def _find(self, field: str, term: str) -> tuple[int, int, int] | None:
        """Return a term's number of pages, and where its list begins and how long it is."""
        key = field, term
        if key not in self._found:
            if len(self._found) > MOST_FOUND:
                self._found.clear()
            self._found[key] = self._look_up(field, term)
        return self._found[key]

    def _look_up(self, field: str, term: str) -> tuple[int, int, int] | None:
        try:
            info = self._terms.term_info(field, term.encode("utf-8", "surrogatepass"))
        except TermNotFound:
            return None
        offset, length = info.extent()
        # Whoosh forgets to unpack the length.
        return info.doc_frequency(), offset, length[0] if isinstance(length, tuple) else length

    def _get(self, offset: int, length: int) -> bytes:
        data = bytes(self._file.get(offset, length))
        if len(data) != length:
            raise EOFError("the list of a term is cut off")
        return data
