"""History: what something came to on each day, so that any stretch of days is a subtraction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lms.keeping import LastAsked
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.definition import Definition
from lms.kpis.results import FRAMES

T = TypeVar("T")

WEEK = 7
# Further back nothing is read: five years of errors, after a first season.
MOST_DAYS = 6 * 366
# Of a hundred scopes and days some megabytes.
MOST_KEPT = 200
# Frames in the order of their days.
_DAILY = {"lead", "activity", "survey", "episode", "visit", "session"}
# So many of the deals may have a day that can't be, long before the others.
_STRAY = 0.01


@dataclass(frozen=True, eq=False)
class ValueHistory:
    """Sums by part: `sums[part, d]` is of the days before `first + d`."""

    first: int
    sums: NDArray[np.float64]

    def until(self, day: ArrayLike) -> NDArray[np.float64]:
        """Return the sums up to days, those included, of shape (parts, *days)."""
        # What `np.clip` does takes three times as long of so few.
        place = np.minimum(np.maximum(np.asarray(day) - self.first + 1, 0), self.sums.shape[1] - 1)
        return self.sums[:, place]

    def between(self, start: int, end: int) -> NDArray[np.float64]:
        """Return the sum of each part from a first to a last day."""
        last = self.sums.shape[1] - 1
        before, up_to = (min(max(day - self.first + 1, 0), last) for day in (start - 1, end))
        return self.sums[:, up_to] - self.sums[:, before]


def history_of(first: int, values: NDArray[np.float64]) -> ValueHistory:
    """Return the history of values by day, of shape (parts, days)."""
    zeros = np.zeros((len(values), 1))
    return ValueHistory(first, np.concatenate([zeros, np.cumsum(values, axis=1)], axis=1))


def won_history(asked: KpiQuestion) -> ValueHistory:
    """Return what was won on each day up to the one as of which is asked, in the currency of reports, by part."""
    return _once(asked, _won_history)


def parts_with_deals(asked: KpiQuestion) -> NDArray[np.bool_]:
    """Tell which parts closed any deal in the days of the history, or have one open: of others nothing is forecast."""
    return _once(asked, _parts_with_deals)


def _once(asked: KpiQuestion, make: Callable[[KpiQuestion], T]) -> T:
    """Return what is the same whatever the periods are; of wholes several KPIs and reports share it."""
    if asked.parts is not None:
        return asked.once(make, partial(make, asked))
    found: T = _KEPT.once((make, asked.of_what), partial(make, asked))
    return found


_KEPT: LastAsked[Any] = LastAsked(MOST_KEPT)


def _won_history(asked: KpiQuestion) -> ValueHistory:
    first = _first_day(asked)
    won = replace(asked, periods=(KpiPeriod(first, asked.as_of),)).flow("end")
    won = won.where(won["is_won"] == 1)
    days = max(asked.as_of - first + 1, 0)
    place = won.group * days + won["day"] - first
    worth = np.nan_to_num(won.worth())
    values = np.bincount(place, weights=worth, minlength=asked.part_count * days).astype(np.float64, copy=False)
    return history_of(first, values.reshape(asked.part_count, days))


def _parts_with_deals(asked: KpiQuestion) -> NDArray[np.bool_]:
    own = asked.over([KpiPeriod(_first_day(asked), asked.as_of)])
    return (own.flow("end").count() > 0) | (own.stock("held").count() > 0)


def weekly_history(asked: KpiQuestion, definition: Definition) -> ValueHistory:
    """Return the history of a KPI that is a sum, by weeks that end on the day as of which is asked."""
    first = _first_day(asked, _of(definition))
    weeks = max((asked.as_of - first + 1) // WEEK, 1)
    ends = asked.as_of - WEEK * np.arange(weeks)[::-1]
    periods = tuple(KpiPeriod(int(end) - WEEK + 1, int(end)) for end in ends)
    with np.errstate(all="ignore"):
        found = np.nan_to_num(definition.read(replace(asked, periods=periods)).value)
    by_part = found.reshape(weeks, asked.part_count).T
    return history_of(periods[0].start, np.repeat(by_part / WEEK, WEEK, axis=1))


def _of(definition: Definition) -> str:
    """Return the frame whose days are those of a KPI; of deals, those on which they were closed."""
    return next((FRAMES[kind] for kind in definition.needs if FRAMES.get(kind) in _DAILY), "end")


def _first_day(asked: KpiQuestion, frame: str = "end") -> int:
    """Return the day from which on there are rows; one that is far before the others isn't one."""
    days = asked.frame(frame)["day"]
    first = int(days[int(len(days) * _STRAY)]) if len(days) else asked.as_of
    return min(max(first, asked.as_of - MOST_DAYS), asked.as_of)
