"""The terms of one field of a segment: one sorted text in memory, with where each term's list lies."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

STEP = 16
# By so many bytes parts of words are looked up; and so many stand before one that isn't at the beginning, at least.
QUAD = 4
LEAST_BEFORE = 3
_TAB = ord("\t")
_ROW = np.dtype([("end", "<u4"), ("pages", "<u4"), ("offset", "<u8"), ("length", "<u8")])
TermRow = tuple[bytes, int, int, int]


@dataclass(frozen=True)
class Directory:
    """Terms in order; their bytes stand in `text` one after the other, each ending where its row says."""

    text: bytes
    rows: NDArray[np.void]
    # The same as in the rows, and every STEPth term, as Python reads them faster.
    ends: array[int]
    marks: list[bytes]

    @classmethod
    def of(cls, text: bytes, rows: NDArray[np.void]) -> Directory:
        """Make a directory of terms and rows."""
        ends = array("I", np.ascontiguousarray(rows["end"], np.uint32).tobytes())
        marks = [text[ends[index - 1] if index else 0 : ends[index]] for index in range(0, len(ends), STEP)]
        return cls(text, rows, ends, marks)

    @classmethod
    def empty(cls) -> Directory:
        """Return the directory of a field without terms."""
        return cls.of(b"", np.zeros(0, _ROW))

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.ends)

    def term(self, index: int) -> bytes:
        """Return a term by its place."""
        return self.text[self.ends[index - 1] if index else 0 : self.ends[index]]

    def row(self, index: int) -> tuple[int, int, int]:
        """Return a term's number of pages, and where its list begins and how long it is."""
        _, pages, offset, length = self.rows[index].item()
        return pages, offset, length

    def first(self, term: bytes) -> int:
        """Return the place of the first term that isn't before this one."""
        mark = bisect_left(self.marks, term)
        low, high = max(0, (mark - 1) * STEP), min(len(self.ends), mark * STEP)
        while low < high:
            middle = (low + high) // 2
            if self.term(middle) < term:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, term: bytes) -> int | None:
        """Return the place of a term; None when it isn't there."""
        index = self.first(term)
        return index if index < len(self.ends) and self.term(index) == term else None

    def beginning_with(self, start: bytes) -> range:
        """Return the places of the terms that begin so."""
        return range(self.first(start), self.first(start + b"\xff"))

    def containing(self, part: bytes) -> list[int]:
        """Return the places of the terms that hold some bytes, whole letters, in order."""
        found: list[int] = []
        place = self.text.find(part)
        while place >= 0:
            index = bisect_right(self.ends, place)
            if place + len(part) <= self.ends[index]:
                found.append(index)
                place = self.text.find(part, self.ends[index])
            else:
                place = self.text.find(part, place + 1)
        return found

    def with_part(self, part: bytes) -> list[int]:
        """Return the places of the words that hold a part of four bytes or more at their beginning or LEAST_BEFORE in.

        A word ends at a tab; what stands behind it isn't looked at.
        """
        codes, starts = self._quads
        code = _codes(np.frombuffer(part[:QUAD], np.uint8))[0]
        first, last = np.searchsorted(codes, code, "left"), np.searchsorted(codes, code, "right")
        found = [start for start in starts[first:last].tolist() if self.text.startswith(part, start)]
        return sorted(
            {place for start in found if start + len(part) <= self.ends[place := bisect_right(self.ends, start)]}
        )

    @cached_property
    def _quads(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The four bytes at each place where a part may begin, as one number, rising, and the places."""
        text = np.frombuffer(self.text, np.uint8)
        if len(text) < QUAD:
            return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
        ends = self.rows["end"].astype(np.int64)
        begins = np.append(0, ends[:-1])
        tabs = np.cumsum(text == _TAB, dtype=np.uint32)
        sizes = ends - begins
        within = np.arange(len(text), dtype=np.uint32) - np.repeat(begins.astype(np.uint32), sizes)
        # So many tabs stand before the end of a word's first four bytes as before the word: none in them, none before.
        before = np.repeat((tabs[begins] - (text[begins] == _TAB)).astype(np.uint32), sizes)
        is_start = ((within == 0) | (within >= LEAST_BEFORE))[: 1 - QUAD]
        is_start &= tabs[QUAD - 1 :] == before[: 1 - QUAD]
        is_start &= within[QUAD - 1 :] == within[: 1 - QUAD] + np.uint32(QUAD - 1)
        starts = np.flatnonzero(is_start).astype(np.uint32)
        codes = _codes(text)[starts]
        order = np.argsort(codes, kind="stable")
        return codes[order], starts[order]


def _codes(text: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return each four bytes that stand together as one number."""
    codes = np.zeros(max(0, len(text) - QUAD + 1), np.uint32)
    for place in range(QUAD):
        codes = codes << np.uint32(8) | text[place : place + len(codes)]
    return codes


def write_directories(fields: Mapping[str, Sequence[TermRow]]) -> bytes:
    """Pack rows of (term, pages, offset, length), in the order of terms, field by field."""
    head: list[tuple[str, int, int]] = []
    parts: list[bytes] = []
    for field, listed in fields.items():
        text = b"".join([term for term, _, _, _ in listed])
        rows = np.zeros(len(listed), _ROW)
        rows["end"] = np.cumsum([len(term) for term, _, _, _ in listed])
        for name, column in (("pages", 1), ("offset", 2), ("length", 3)):
            rows[name] = [row[column] for row in listed]
        head.append((field, len(listed), len(text)))
        parts += [rows.tobytes(), text]
    return json.dumps(head).encode() + b"\n" + b"".join(parts)


def read_directories(data: bytes) -> dict[str, Directory]:
    """Read what `write_directories` packed; raises ValueError when it isn't that."""
    head, _, rest = data.partition(b"\n")
    found: dict[str, Directory] = {}
    place = 0
    for field, count, size in json.loads(head):
        rows = np.frombuffer(rest, _ROW, count, place)
        place += rows.nbytes
        found[field] = Directory.of(rest[place : place + size], rows)
        place += size
    return found
