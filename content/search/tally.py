"""Counts of the values that pages of any set have: the sets are bits, so that common values cost little."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
# A value of fewer pages than one in so many is cheaper as a list of them than as bits of all pages.
SPARSE = 16
_WORD = 64


class Tally:
    """Counts values among pages."""

    def __init__(self, pages: NDArray[np.intp], codes: NDArray[np.intp], *, values: int, size: int) -> None:
        """Take the number of a page and of a value for each pair of them, and how many there are of both."""
        held = np.bincount(codes, minlength=values)
        self._values = values
        self._dense = np.flatnonzero(held * SPARSE >= size) if size else np.zeros(0, np.intp)
        rows = np.full(values, -1)
        rows[self._dense] = np.arange(len(self._dense))
        is_dense = rows[codes] >= 0
        bits = np.zeros((len(self._dense), size), bool)
        bits[rows[codes[is_dense]], pages[is_dense]] = True
        self._bits = _packed(bits)
        self._pages, self._codes = pages[~is_dense], codes[~is_dense]

    def counts(self, mask: Mask) -> list[int]:
        """Return for each value how many of the masked pages have it; the mask has the shape (pages,)."""
        counts = np.bincount(self._codes[mask[self._pages]], minlength=self._values)
        counts[self._dense] = np.bitwise_count(self._bits & _packed(mask)).sum(axis=-1)
        found: list[int] = counts.tolist()
        return found


def _packed(bits: Mask) -> NDArray[np.uint64]:
    """Pack the last axis into words, the rest of the last word empty."""
    missing = -bits.shape[-1] % _WORD
    if missing:
        bits = np.concatenate([bits, np.zeros((*bits.shape[:-1], missing), bool)], axis=-1)
    return np.packbits(bits, axis=-1).view(np.uint64)
