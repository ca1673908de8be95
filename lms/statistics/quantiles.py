"""Medians and other quantiles of many groups at once, with intervals that assume nothing of how values are spread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lms.statistics.many import TAIL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    # What stands at some places, where the values of all groups stand in a row.
    _ValueAt = Callable[[NDArray[np.int64]], NDArray[np.float64]]

# So many cells of a table are quicker counted than values sorted; numbers of 16 bits are sorted digit by digit.
_LEAST_CELLS = 100_000
_MOST_RADIX = 2**15
_FEW = 1_000  # groups that are sorted one by one
_MOST_PADDING = 3  # times as many cells as values, of groups that are sorted as rows of a table


@dataclass(frozen=True, eq=False)
class Quantiles:
    """For each group its quantile, the ends of the interval, and of how many values they are.

    The value is NaN for a group without values; the ends are for one too small for any (a median needs six values).
    """

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: NDArray[np.int64]
    method: str


def quantile_by_group(values: ArrayLike, groups: ArrayLike, count: int, *, quantile: float = 0.5) -> Quantiles:
    """Return a quantile of the values of each group, with its exact interval from order statistics.

    `groups` says for each value which of the `count` groups it is of, from 0; values are finite. Between two values
    it is interpolated, as numpy does by default. The interval's ends are values themselves: how many lie below the
    true quantile is binomial, whatever they are of, and each end leaves out 2.5 % at most (David and Nagaraja 2003,
    section 7.1), so it covers 95 % or more.
    """
    import numpy as np

    rows, of = np.asarray(values), np.asarray(groups, np.int64)
    are_in_order = count <= _FEW and bool(np.all(of[1:] >= of[:-1]))
    n = np.diff(np.searchsorted(of, np.arange(count + 1))) if are_in_order else np.bincount(of, minlength=count)
    if n.sum() < len(of) or len(n) > count:
        raise ValueError(f"a value of group {of.max()}, where there are {count}")
    value_at = _counted(rows, of, n, are_in_order=are_in_order)
    if value_at is None:
        value_at = np.asarray(_ordered(rows, of, n, are_in_order=are_in_order), np.float64).__getitem__
    start = np.cumsum(n) - n
    sizes, size_of = np.unique(n, return_inverse=True)
    lower, upper = (ranks[size_of] for ranks in _ranks(sizes, quantile))
    return Quantiles(
        _interpolated(value_at, start, n, quantile),
        _picked(value_at, start, lower),
        _picked(value_at, start, upper),
        n,
        "exact interval from order statistics",
    )


def _counted(rows: NDArray[Any], of: NDArray[np.int64], n: NDArray[np.int64], *, are_in_order: bool) -> _ValueAt | None:
    """Return what `_ordered` has at a place, by how often each value is there; None but for few whole ones, as days."""
    import numpy as np

    least = int(np.floor(rows.min(initial=0)))
    span = int(rows.max(initial=0)) - least + 1
    are_few = span * len(n) <= len(rows) + _LEAST_CELLS
    if not are_few or (rows.dtype.kind == "f" and not np.array_equal(rows, np.floor(rows))):
        return None
    above = (rows - least).astype(np.int64, copy=False)
    if are_in_order:
        parts = np.split(above, np.cumsum(n)[:-1])
        times = np.concatenate([np.bincount(part, minlength=span) for part in parts])
    else:
        times = np.bincount(of * span + above, minlength=span * len(n))
    reached = np.cumsum(times)
    return lambda places: np.asarray(np.searchsorted(reached, places, side="right") % span + least, np.float64)


def _ordered(rows: NDArray[Any], of: NDArray[np.int64], n: NDArray[np.int64], *, are_in_order: bool) -> NDArray[Any]:
    """Return the values of each group in their order, group by group."""
    import numpy as np

    if are_in_order:
        ordered = rows.copy()
        for end, size in zip(np.cumsum(n).tolist(), n.tolist(), strict=True):
            ordered[end - size : end].sort()
        return ordered
    if n.max(initial=0) * len(n) <= _MOST_PADDING * len(rows):
        return _in_a_table(rows, of, n)
    # Group and value in one number, where none of a value is lost by that: sorting these is quickest.
    least = int(np.floor(rows.min(initial=0)))
    span = int(rows.max(initial=0)) - least + 1
    scale = 2.0 ** np.ceil(np.log2(span + 1))
    first = of * scale
    keys = first + (rows - least)
    if np.array_equal(keys - first + least, rows):
        return np.asarray(np.sort(keys) - np.repeat(np.arange(len(n)) * scale, n) + least)
    order = np.argsort(rows)
    return np.asarray(rows[order[_in_groups(of[order], n)]])


def _in_a_table(rows: NDArray[Any], of: NDArray[np.int64], n: NDArray[np.int64]) -> NDArray[Any]:
    """Return the values of each group in their order, each group a row that is sorted by itself."""
    import numpy as np

    is_filled = np.arange(n.max()) < n[:, None]
    table = np.full(is_filled.shape, np.inf, rows.dtype if rows.dtype.kind == "f" else np.float64)
    table[is_filled] = rows[_in_groups(of, n)]
    table.sort(axis=1)
    return np.asarray(table[is_filled])


def _in_groups(of: NDArray[np.int64], n: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places of values, group by group, and those of a group as they stood."""
    import numpy as np

    return np.argsort(of.astype(np.int16 if len(n) < _MOST_RADIX else np.int64), kind="stable")


def _ranks(sizes: NDArray[np.int64], quantile: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the ranks, from 0, of the values that are the ends for each size; -1 where there are none."""
    import numpy as np
    from scipy.stats import binom

    lower = binom.ppf(TAIL, sizes, quantile) - 1
    upper = binom.isf(TAIL, sizes, quantile)
    exist = (sizes > 0) & (lower >= 0) & (upper < sizes)
    return np.where(exist, lower, -1).astype(np.int64), np.where(exist, upper, -1).astype(np.int64)


def _interpolated(
    value_at: _ValueAt, start: NDArray[np.int64], n: NDArray[np.int64], quantile: float
) -> NDArray[np.float64]:
    """Return the quantile of each group, between the two values around it."""
    import numpy as np

    place = (n - 1) * quantile
    below = np.where(n > 0, np.floor(place), -1).astype(np.int64)
    under = _picked(value_at, start, below)
    over = _picked(value_at, start, np.minimum(below + 1, n - 1))
    return under + (over - under) * (place - below)


def _picked(value_at: _ValueAt, start: NDArray[np.int64], rank: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the value at a rank of each group; NaN for a negative rank."""
    import numpy as np

    found = np.full(len(start), np.nan)
    there = rank >= 0
    found[there] = value_at(start[there] + rank[there])
    return found
