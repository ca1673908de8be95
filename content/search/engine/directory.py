"""The terms of one field of a segment: one sorted text in memory, with where each term's list lies."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEP = 16
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
