"""Texts of rows in one pool of bytes, so that the rows that hold a word are found without an object for each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import FrameColumn

# The texts of so many rows are laid one behind the other at once, which takes some megabytes.
_AT_ONCE = 20_000


class TextPool:
    """Bytes that only grow; each text is where it was put, and how long it is."""

    def __init__(self, known: FrameColumn | None = None) -> None:
        """Go on behind the bytes that are known."""
        self._known = known if known is not None else np.zeros(0, dtype=np.uint8)
        self._new = bytearray()

    def put(self, *words: str | None) -> tuple[int, int]:
        """Add words as one text, in whatever case they are looked for, and return its place and length."""
        text = "\n".join(word for word in words if word).casefold().encode("utf-8", "surrogatepass")
        at = len(self._known) + len(self._new)
        self._new += text
        return at, len(text)

    def column(self) -> FrameColumn:
        """Return all bytes, of the last generation and new ones."""
        return np.concatenate([self._known, np.frombuffer(bytes(self._new), dtype=np.uint8)])


def holding(pool: FrameColumn, begin: FrameColumn, length: FrameColumn, word: str) -> NDArray[np.bool_]:
    """Tell of each text, by its place and length in a pool, whether a word is in it."""
    wanted = word.casefold().encode("utf-8", "surrogatepass")
    found = np.zeros(len(begin), dtype=bool)
    for start in range(0, len(begin), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        found[some] = _holding(pool, begin[some], length[some], wanted)
    return found


def _holding(pool: FrameColumn, begin: FrameColumn, length: FrameColumn, wanted: bytes) -> NDArray[np.bool_]:
    found = np.zeros(len(begin), dtype=bool)
    ends = np.cumsum(length, dtype=np.int64)
    starts = ends - length
    total = int(ends[-1])
    text = pool[np.repeat(begin - starts, length) + np.arange(total)]
    places = np.arange(max(0, total - len(wanted) + 1))
    for at, letter in enumerate(wanted):
        places = places[text[places + at] == letter]
    rows = np.searchsorted(starts, places, side="right") - 1
    found[rows[places + len(wanted) <= ends[rows]]] = True
    return found
