"""Rows that a question is about, each in a group, and what is counted of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lms.figures.frames import FrameColumn
from lms.kpis.faulty import faulty_rows

if TYPE_CHECKING:
    from lms.kpis.asked import KpiQuestion

# Above so many cells, numbers are sorted rather than marked in a table.
_MOST_CELLS = 4_000_000


@dataclass(frozen=True, eq=False)
class Picked:
    """Rows of a frame by their numbers, or as a slice where they stand in a row, with the group of each.

    What is asked of them again is kept: many KPIs ask the same.
    """

    asked: KpiQuestion
    frame: str
    at: NDArray[Any] | slice
    group: NDArray[Any]
    # The rows that these were chosen of, and where they stand among them.
    chosen_of: tuple[Picked, NDArray[np.intp]] | None = None

    def __getitem__(self, column: str) -> FrameColumn:
        """Return a column of these rows; it isn't to be written to."""
        return self.once(column, lambda: self.asked.frame(self.frame)[column][self.at])

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.group)

    def where(self, mask: NDArray[np.bool_]) -> Picked:
        """Return some of these rows."""
        return self if mask.all() else self.at_places(np.flatnonzero(mask))

    def at_places(self, chosen: NDArray[np.intp]) -> Picked:
        """Return the rows at some places, in this order."""
        at = chosen + self.at.start if isinstance(self.at, slice) else self.at[chosen]
        return Picked(self.asked, self.frame, at, self.group[chosen], (self, chosen))

    def part(self, start: int, end: int) -> Picked:
        """Return the rows at some places."""
        mask = np.zeros(len(self), dtype=bool)
        mask[start:end] = True
        return self.where(mask)

    def count(self, mask: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Return how many rows each group has."""
        return self._count if mask is None else self._added(mask, np.dtype(np.int64))

    def sum(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return the sum of values of the rows by group; NaN values are left out."""
        return self._added(_known(values), np.dtype(np.float64))

    def by_person(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return the sums of values by person and group, of shape (people, groups); rows of nobody are a person."""
        people, cell = self._cells
        groups = self.asked.groups
        summed = _summed(cell, _known(values), people * groups)
        return summed.astype(np.float64, copy=False).reshape(people, groups)

    def worth(self) -> NDArray[np.float64]:
        """Return the amounts of the rows in the currency of reports, at the rates of the day asked for, in its units.

        NaN where nobody said an amount, or there is no rate.
        """
        return self._worth

    def faulty(self, mask: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Return how many rows of each group, of all or of some, are of deals with faults."""
        return self._faulty if mask is None else self.count(self._is_faulty & mask)

    def distinct(self, column: str) -> NDArray[np.int64]:
        """Return how many different values of a column each group has; -1 isn't one."""
        values = self[column]
        return distinct_by_group(values, self.group, self.asked.groups)

    def once(self, what: str, make: Callable[[], FrameColumn]) -> FrameColumn:
        """Return what `make` made of these rows the first time that it was asked for by this name."""
        if what not in self._columns:
            self._columns[what] = make()
        return self._columns[what]

    def _added(self, values: NDArray[Any], kind: np.dtype[Any]) -> NDArray[Any]:
        """Return the sum of values by group; where nothing is told apart, the rows of a group stand in a row."""
        if self.asked.parts is not None:
            return _summed(self.group, values, self.asked.groups).astype(kind)
        return added_in_order(values, self.edges, kind)

    @cached_property
    def edges(self) -> NDArray[np.int64]:
        """Before which rows each group begins, and where the last one ends, where nothing is told apart."""
        return edges_of(self.group, self.asked.groups)

    @cached_property
    def _columns(self) -> dict[str, FrameColumn]:
        return {}

    @cached_property
    def _count(self) -> NDArray[np.int64]:
        if self.asked.parts is None:
            return np.diff(self.edges)
        return np.bincount(self.group, minlength=self.asked.groups)

    @cached_property
    def _worth(self) -> NDArray[np.float64]:
        whole, chosen = self.chosen_of or (self, None)
        if chosen is not None and "_worth" in whole.__dict__:
            return whole.worth()[chosen]
        return self.asked.rates.amounts(self["amount"], self["currency"])

    @cached_property
    def _faulty(self) -> NDArray[np.int64]:
        return self.count(self._is_faulty)

    @property
    def _is_faulty(self) -> NDArray[np.bool_]:
        return faulty_rows(self.asked.figures, self.asked.rates.currency, self.frame)[self.at]

    @cached_property
    def _cells(self) -> tuple[int, NDArray[np.int64]]:
        """Return how many people there are, and for each row its place in a table of these and groups."""
        return cells_of(self["who"], self.group, self.asked.groups)


def edges_of(group: NDArray[Any], groups: int) -> NDArray[np.int64]:
    """Return before which rows each group begins, and where the last one ends, of rows in the order of their groups."""
    return np.searchsorted(group, np.arange(groups + 1, dtype=group.dtype)).astype(np.int64)


def added_in_order(values: ArrayLike, edges: NDArray[np.int64], kind: np.dtype[Any]) -> NDArray[Any]:
    """Return the sum of the values between each two edges."""
    own = np.asarray(values)
    if own.dtype == np.bool_:
        spans = pairwise(edges.tolist())
        return np.fromiter((np.count_nonzero(own[begin:end]) for begin, end in spans), kind, len(edges) - 1)
    found = np.zeros(len(edges) - 1, kind)
    are_some = edges[:-1] < edges[1:]
    if are_some.any():
        found[are_some] = np.add.reduceat(own, edges[:-1][are_some], dtype=kind)
    return found


def numbered(keys: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the different keys in their order, and for each key its place among them; they are below `size`."""
    if size > _MOST_CELLS:
        return np.unique(keys, return_inverse=True)
    is_there = np.zeros(size, dtype=bool)
    is_there[keys] = True
    # Adding up in fewer bits takes a fifth of the time.
    place = np.cumsum(is_there, dtype=np.int32)[keys].astype(np.int64) - 1
    return np.flatnonzero(is_there), place


def _known(values: ArrayLike) -> NDArray[Any]:
    """Return values with 0 for what isn't known."""
    own = np.asarray(values)
    if own.dtype.kind != "f":
        return own
    unknown = np.isnan(own)
    return np.where(unknown, 0, own) if unknown.any() else own


def _summed(places: NDArray[Any], values: NDArray[Any], size: int) -> NDArray[Any]:
    """Return the sum of the values of each place, of so many; of yes and no how many say yes."""
    if values.dtype == np.bool_:
        return np.bincount(places[values], minlength=size)
    return np.bincount(places, weights=values, minlength=size)


def cells_of(who: FrameColumn, group: NDArray[Any], groups: int) -> tuple[int, NDArray[np.int64]]:
    """Return how many people there are, -1 among them, and for each row its place in a table of people and groups."""
    is_there = np.bincount(who.astype(np.int64) + 1) > 0
    number = np.cumsum(is_there) - 1
    return int(is_there.sum()), number[who.astype(np.int64) + 1] * groups + group


def distinct_by_group(values: FrameColumn, group: NDArray[Any], groups: int) -> NDArray[np.int64]:
    """Return how many different values each group has; -1 isn't one."""
    size = int(values.max(initial=-1)) + 2
    # What is none is the last place of each group, and is left out.
    key = group * size + np.where(values >= 0, values, size - 1)
    if size * groups > _MOST_CELLS:
        found = np.unique(key)
        return np.bincount(found[found % size < size - 1] // size, minlength=groups)
    is_there = np.zeros(size * groups, dtype=bool)
    is_there[key] = True
    counts: NDArray[np.int64] = np.count_nonzero(is_there.reshape(groups, size)[:, :-1], axis=1)
    return counts
