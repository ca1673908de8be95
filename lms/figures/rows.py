"""Rows on their way into columns: each column a plain array of numbers, so that a million rows take little room."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np

from lms.figures.frames import MISSING, Frame, length_of

_TYPES: dict[str, Any] = {"b": np.int8, "h": np.int16, "i": np.int32, "q": np.int64, "f": np.float32, "d": np.float64}
# So many rows wait to be moved into the columns.
_AT_ONCE = 10_000


class GrowingRows:
    """Columns that grow by a row at a time; `kinds` names each with its type: b, h, i, q or f."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        """Begin without rows."""
        self._kinds = kinds
        self._columns: dict[str, array[Any]] = {name: array(kind) for name, kind in kinds.items()}
        self._waiting: list[tuple[float, ...]] = []

    def __len__(self) -> int:
        """Return the number of rows."""
        self._settle()
        return length_of(self._columns)

    def add(self, *values: float) -> None:
        """Add a row, its values in the order of the columns."""
        self._waiting.append(values)
        if len(self._waiting) == _AT_ONCE:
            self._settle()

    def frame(self) -> Frame:
        """Return the columns as arrays."""
        self._settle()
        return {name: np.array(column, dtype=_TYPES[self._kinds[name]]) for name, column in self._columns.items()}

    def _settle(self) -> None:
        """Move rows into the columns, many at once: one by one that takes three times as long."""
        if self._waiting:
            for column, values in zip(self._columns.values(), zip(*self._waiting, strict=True), strict=True):
                column.extend(values)
            self._waiting = []


def ordinal(text: str | None) -> int:
    """Return a day as a number; 0 for none."""
    return _ordinal(text[:10]) if text else 0


@lru_cache(maxsize=20_000)
def _ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def whole(value: int | None) -> int:
    """Return an amount; MISSING for none."""
    return MISSING if value is None else value


def told(*, value: bool | None) -> int:
    """Return 1 for yes, 0 for no, -1 where nobody said."""
    return -1 if value is None else int(value)


def reference(source_id: int, text: str | None) -> int:
    """Return a number for an id or a name of a source, the same for ever and hardly another's; 0 for none."""
    if not text:
        return 0
    digest = blake2b(f"{source_id}|{text.casefold()}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def joined(one: Frame | None, other: Frame) -> Frame:
    """Return the rows of one frame and then those of the other."""
    if one is None:
        return other
    return {name: np.concatenate([one[name], other[name]]) for name in other}


def merged(one: Frame, other: Frame, *, by: str) -> Frame:
    """Return the rows of two frames in the order of a column that both are in, on a tie first those of the first."""
    at = np.searchsorted(one[by], other[by], side="right")
    return {name: np.insert(column, at, other[name]) for name, column in one.items()}


def taken(frame: Frame, at: Any) -> Frame:
    """Return some rows of a frame, by a mask or by their numbers."""
    return {name: column[at] for name, column in frame.items()}
