"""Activities of a question added up: whole months as they were counted, and the days beside them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lms.figures.calendar import first_day, month_of
from lms.figures.frames import FrameColumn
from lms.figures.months import SUMS, sums_of
from lms.kpis.asked import KpiQuestion
from lms.kpis.picked import cells_of, distinct_by_group

_Span = tuple[int, int, int]
_CATEGORIES = 4


@dataclass(frozen=True, eq=False)
class Worked:
    """Sums over activities, each of one person and category in one group; several may be of the same."""

    asked: KpiQuestion
    who: FrameColumn
    category: FrameColumn
    group: NDArray[np.int64]
    sums: dict[str, FrameColumn]

    def where(self, mask: NDArray[np.bool_]) -> Worked:
        """Return some of these."""
        chosen = np.flatnonzero(mask)
        sums = {name: values[chosen] for name, values in self.sums.items()}
        return Worked(self.asked, self.who[chosen], self.category[chosen], self.group[chosen], sums)

    def count(self, name: str = "n", *, category: int | None = None) -> NDArray[np.float64]:
        """Return how many activities each group has: all, or those of a category that one of the sums counts."""
        if name not in self._tables:
            cell = self.group * _CATEGORIES + self.category
            size = self.asked.groups * _CATEGORIES
            summed = np.bincount(cell, weights=self.sums[name], minlength=size)
            self._tables[name] = summed.astype(np.float64, copy=False).reshape(self.asked.groups, _CATEGORIES)
        table = self._tables[name]
        return np.asarray(table.sum(axis=1) if category is None else table[:, category])

    def sum(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return the sum of values by group."""
        return np.bincount(self.group, weights=np.asarray(values), minlength=self.asked.groups).astype(
            np.float64, copy=False
        )

    def by_person(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return the sums of values by person and group, of shape (people, groups)."""
        people, cell = self._cells
        groups = self.asked.groups
        summed = np.bincount(cell, weights=np.asarray(values), minlength=people * groups)
        return summed.astype(np.float64, copy=False).reshape(people, groups)

    def one_each(self) -> NDArray[np.float64]:
        """Return for each of these a part of 1, so that those of one person in one group add up to it."""
        _, cell = self._cells
        return np.asarray(1 / np.bincount(cell)[cell])

    @cached_property
    def people(self) -> NDArray[np.int64]:
        """How many people each group has."""
        return distinct_by_group(self.who, self.group, self.asked.groups)

    @cached_property
    def _tables(self) -> dict[str, NDArray[np.float64]]:
        return {}

    @cached_property
    def _cells(self) -> tuple[int, NDArray[np.int64]]:
        return cells_of(self.who, self.group, self.asked.groups)


def worked(asked: KpiQuestion) -> Worked:
    """Return what was done in the periods."""
    return asked.once("worked", lambda: _worked(asked))


def _worked(asked: KpiQuestion) -> Worked:
    months, days = _spans(asked)
    summed, single = asked.within("activity_month", months), asked.within("activity", days)
    one_by_one = sums_of({name: single[name] for name in ("was_connected", "minutes")})
    return Worked(
        asked,
        np.concatenate([summed["who"], single["who"]]),
        np.concatenate([summed["category"], single["category"]]),
        np.concatenate([summed.group, single.group]),
        {name: np.concatenate([summed[name], one_by_one[name]]) for name in SUMS},
    )


def _spans(asked: KpiQuestion) -> tuple[list[_Span], list[_Span]]:
    """Return the whole months of the periods, and the days of these before and after."""
    months: list[_Span] = []
    days: list[_Span] = []
    for number, (period, last) in enumerate(zip(asked.periods, asked.last_days.tolist(), strict=True)):
        begin, end = int(first_day(month_of(period.start - 1) + 1)), int(first_day(month_of(last + 1)))
        if begin >= end:
            days.append((number, period.start, last))
            continue
        months.append((number, begin, end - 1))
        days += _ragged(number, period.start, begin, end, last)
    return months, days


def _ragged(number: int, start: int, begin: int, end: int, last: int) -> Iterator[_Span]:
    if start < begin:
        yield number, start, begin - 1
    if end <= last:
        yield number, end, last
