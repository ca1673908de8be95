"""A codec for Whoosh whose postings are arrays: a term's list is read in one piece, however long it is.

Whoosh's own codec packs postings in blocks of 128 that cost a decompression and an unpickling each; a word that stands
in ten thousand pages then costs milliseconds. Here a list is `pages`, `counts` and, behind them, the positions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo, W3TermsReader
from whoosh.reading import TermNotFound
from whoosh.system import pack_ushort

# One posting without its positions: the page's number in the segment, and the counts per region.
POSTING = np.dtype([("page", "<u4"), ("counts", "u1", (4,))])
Blobs = Iterable[tuple[str, bytes, int, bytes]]


class Pool:
    """Collects the postings of a segment, term by term; stands where Whoosh would sort single postings."""

    def __init__(self) -> None:
        """Begin with nothing; a segment's postings are kept in memory, so callers bound their batches."""
        self.fieldnames: set[str] = set()
        self._fields: dict[str, dict[str, list[tuple[int, bytes, list[int]]]]] = {}

    def take(self, field: str, term: str, page: int, counts: bytes, positions: list[int]) -> None:
        """Add one posting; pages must come in rising order."""
        terms = self._fields.setdefault(field, {})
        found = terms.get(term)
        if found is None:
            terms[term] = [(page, counts, positions)]
        else:
            found.append((page, counts, positions))

    def add(self, item: Any) -> None:
        """Refuse what Whoosh would analyse itself: this codec has no fields of that kind."""
        raise NotImplementedError("postings come through `take`")

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, bytes]]:
        """Yield (field, term, number of pages, bytes of the list) in the order of fields and terms."""
        for field in sorted(self._fields):
            terms = self._fields[field]
            keys = sorted(terms)
            counts = [len(terms[key]) for key in keys]
            # All at once, first of the field: reading them one by one would take longer than everything else.
            yield field, b"", len(keys), json.dumps([keys, counts], separators=(",", ":")).encode()
            for text, term in sorted((term.encode("utf-8", "surrogatepass"), term) for term in terms):
                yield field, text, len(terms[term]), _blob(terms[term])

    def cancel(self) -> None:
        """Forget everything."""
        self._fields.clear()

    cleanup = cancel


def _blob(postings: list[tuple[int, bytes, list[int]]]) -> bytes:
    """Pack pages and counts, then where each page's positions end, then all positions."""
    head = b"".join([page.to_bytes(4, "little") + counts for page, counts, _ in postings])
    ends = np.fromiter(accumulate(len(positions) for _, _, positions in postings), "<u4", len(postings))
    places = np.fromiter((place for _, _, positions in postings for place in positions), "<u4", int(ends[-1]))
    return head + ends.tobytes() + places.tobytes() if len(places) else head


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    def add_postings(self, schema: Any, lengths: Any, items: Blobs) -> None:
        for field, text, count, blob in items:
            number = self._fieldmap.setdefault(field, len(self._fieldmap))
            info = W3TermInfo()
            info._df = count  # noqa: SLF001 - the codec's own record
            info.set_extent(self._postfile.tell(), len(blob))
            self._postfile.write(blob)
            self._tindex.add(pack_ushort(number) + text, info.to_bytes())


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

    def positions(self, field: str, term: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Return where each posting's positions end, and all positions one after the other."""
        found = self._find(field, term)
        if found is None:
            return np.zeros(0, "<u4"), np.zeros(0, "<u4")
        count, offset, length = found
        head = POSTING.itemsize * count
        numbers = np.frombuffer(self._get(offset + head, length - head), "<u4")
        return numbers[:count], numbers[count:]

    def all_terms(self, field: str) -> tuple[list[str], list[int]]:
        """Return the terms of a field in order, and how many pages each has."""
        found = self._find(field, "")
        if found is None:
            return [], []
        terms, counts = json.loads(self._get(*found[1:]))
        return terms, counts

    def _find(self, field: str, term: str) -> tuple[int, int, int] | None:
        try:
            info = self._terms.term_info(field, term.encode("utf-8", "surrogatepass"))
        except TermNotFound:
            return None
        offset, length = info.extent()
        return (
            info.doc_frequency(),
            offset,
            length[0] if isinstance(length, tuple) else length,
        )  # Whoosh forgets to unpack it

    def _get(self, offset: int, length: int) -> bytes:
        data = bytes(self._file.get(offset, length))
        if len(data) != length:
            raise EOFError("the list of a term is cut off")
        return data
