"""A question to the registry: whose figures, of which periods, as of which day, told apart by what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import NEVER, Column, Frame, Generation
from lms.figures.people import standing, team_on
from lms.kpis.money import Rates
from lms.kpis.picked import Picked

# What rows can be told apart by, and the list of words that their numbers are of.
DIMENSIONS = {
    "person": "who",
    "team": "team",
    "region": "region",
    "product": "product",
    "segment": "segment",
    "lead_source": "lead_source",
    "type": "type",
    "industry": "industry",
    "campaign": "campaign",
    "stage": "stage",
}
DEAL_DIMENSIONS = tuple(name for name in DIMENSIONS if name != "stage")


class Period(NamedTuple):
    """The first and the last day of a period, as numbers."""

    start: int
    end: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.end - self.start + 1


@dataclass(frozen=True)
class Scope:
    """Whose figures: those of some teams or of some people, by number, or of the whole company."""

    teams: frozenset[int] | None = None
    people: frozenset[int] | None = None


@dataclass(frozen=True)
class Parts:
    """By what figures are told apart: the numbers of the values shown, in their order; the last part is all others."""

    dimension: str
    numbers: tuple[int, ...]
    # For teams below the ones shown: which of these they belong to.
    above: Mapping[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many parts there are, with that of all others."""
        return len(self.numbers) + 1

    def of(self, values: Column) -> NDArray[np.int64]:
        """Return the part of each value."""
        size = 2 + max([*self.numbers, *self.above, int(values.max(initial=-1))], default=-1)
        part = np.full(size, len(self.numbers), dtype=np.int64)
        for place, number in enumerate(self.numbers):
            part[number] = place
        for number, shown in self.above.items():
            part[number] = part[shown]
        return part[values]


@dataclass(frozen=True)
class Asked:
    """A question to the registry; periods don't overlap and are in order.

    Each group of an answer is one part of one period: group = period x parts + part.
    """

    figures: Generation
    periods: tuple[Period, ...]
    as_of: int
    rates: Rates
    scope: Scope = Scope()
    parts: Parts | None = None
    filters: Mapping[str, frozenset[int]] = field(default_factory=dict)
    year_starts: int = 1
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def part_count(self) -> int:
        """How many groups each period has."""
        return self.parts.count if self.parts else 1

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self.periods) * self.part_count

    @property
    def is_by_person(self) -> bool:
        """Whether each group is of one person."""
        is_one = self.scope.people is not None and len(self.scope.people) == 1
        return is_one or (self.parts is not None and self.parts.dimension == "person")

    def frame(self, name: str) -> Frame:
        """Return a frame of the figures."""
        return self.figures.frames[name]

    def words(self, name: str) -> Sequence[str]:
        """Return a list of words of the figures."""
        found: Sequence[str] = self.figures.notes["words"].get(name, [])
        return found

    @cached_property
    def last_days(self) -> NDArray[np.int64]:
        """The last day of each period, or the day as of which is asked where that is earlier."""
        return np.minimum([period.end for period in self.periods], self.as_of)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The days of each group's period up to the day as of which is asked; 0 for one that hasn't begun."""
        days = np.maximum(self.last_days - [period.start for period in self.periods] + 1, 0)
        return np.repeat(days, self.part_count)

    def flow(self, frame: str, day: str = "day") -> Picked:
        """Return the rows of a frame that happened in the periods; it is in the order of that column."""
        own = self.frame(frame)
        days = own[day]
        at, period = [], []
        for number, one in enumerate(self.periods):
            first, last = np.searchsorted(days, [one.start, min(one.end, self.as_of) + 1])
            at.append(np.arange(first, max(first, last)))
            period.append(np.full(len(at[-1]), number))
        return self._pick(frame, np.concatenate(at), np.concatenate(period), day)

    def created(self) -> Picked:
        """Return the deals that were created in the periods."""
        deal = self.frame("deal")
        days = deal["created"][deal["order"]]
        at, period = [], []
        for number, one in enumerate(self.periods):
            first, last = np.searchsorted(days, [max(one.start, 1), min(one.end, self.as_of) + 1])
            at.append(deal["order"][first : max(first, last)])
            period.append(np.full(len(at[-1]), number))
        return self._pick("deal", np.concatenate(at), np.concatenate(period), "created")

    def stock(self, frame: str, since: str = "since", until: str = "until") -> Picked:
        """Return the rows of a frame that held on the last day of each period; it is in the order of `since`."""
        own = self.frame(frame)
        at, period = [], []
        for number, (one, day) in enumerate(zip(self.periods, self.last_days.tolist(), strict=True)):
            count = int(np.searchsorted(own[since], day, side="right")) if day >= one.start else 0
            at.append(np.flatnonzero(own[until][:count] > day))
            period.append(np.full(len(at[-1]), number))
        return self._pick(frame, np.concatenate(at), np.concatenate(period), None)

    def spans(self, frame: str, since: str = "since", until: str = "until") -> Picked:
        """Return the rows of a frame, in whatever order, that held on any day of each period."""
        own = self.frame(frame)
        at, period = [], []
        for number, (one, day) in enumerate(zip(self.periods, self.last_days.tolist(), strict=True)):
            at.append(np.flatnonzero((own[since] <= day) & (own[until] > one.start) & (day >= one.start)))
            period.append(np.full(len(at[-1]), number))
        return self._pick(frame, np.concatenate(at), np.concatenate(period), None)

    def days_of(self, spans: Picked, since: Column, until: Column) -> NDArray[np.int64]:
        """Return how many days of its period each row held."""
        period = spans.group // self.part_count
        start = np.array([one.start for one in self.periods], dtype=np.int64)[period]
        held = np.minimum(until, self.last_days[period] + 1) - np.maximum(since, start)
        days: NDArray[np.int64] = np.maximum(held, 0).astype(np.int64)
        return days

    def _pick(self, name: str, at: NDArray[Any], period: NDArray[Any], day: str | None) -> Picked:
        own = self.frame(name)
        keep = np.ones(len(at), dtype=bool)
        if name == "end" and day is not None:
            keep &= own["until"][at] > self.as_of
        if self.scope.teams is not None:
            keep &= _among(self.scope.teams, self._values("team", own, at, period, day))
        if self.scope.people is not None:
            keep &= _among(self.scope.people, self._values("person", own, at, period, day))
        for dimension, wanted in self.filters.items():
            keep &= _among(wanted, self._values(dimension, own, at, period, day))
        part = np.zeros(len(at), dtype=np.int64)
        if self.parts:
            values = self._values(self.parts.dimension, own, at, period, day)
            part = self.parts.of(values) if values is not None else np.full(len(at), self.parts.count - 1)
        group = period * self.part_count + part
        return Picked(self, name, at[keep], group[keep])

    def _values(
        self, dimension: str, own: Frame, at: NDArray[Any], period: NDArray[Any], day: str | None
    ) -> Column | None:
        """Return by what rows are told apart; None where a frame can't be.

        Team and region of somebody are those of the row's day where the frame knows them, else those of the last day
        of the period, or of the row's own last day where that is earlier.
        """
        column = DIMENSIONS[dimension]
        if column in own and (dimension != "team" or day is not None):
            found: Column = own[column][at]
            return found
        if dimension not in {"team", "region"} or "who" not in own:
            return None
        who, days = own["who"][at], self.last_days[period]
        if "until" in own:
            days = np.minimum(days, own["until"][at] - 1)
        return team_on(self.frame("stand"), who, days) if dimension == "team" else self.region_on(who, days)

    def over(self, periods: Sequence[Period]) -> Asked:
        """Return the same question over other periods, one for each of these; they may overlap."""
        return replace(self, periods=tuple(periods))

    def of_all(self) -> Asked:
        """Return the same question of the whole company, not told apart: a group is a period."""
        return replace(self, scope=Scope(), parts=None, filters={})

    @cached_property
    def people(self) -> Picked:
        """Everybody of the directory who was with the company on the last day of each period, as a row of `stand`."""
        stand = self.frame("stand")
        at, period = [], []
        for number, (one, day) in enumerate(zip(self.periods, self.last_days.tolist(), strict=True)):
            held = (stand["since"] <= day) & (day < stand["until"]) & stand["is_employed"]
            at.append(np.flatnonzero(held) if day >= one.start else np.zeros(0, dtype=np.intp))
            period.append(np.full(len(at[-1]), number))
        return self._pick("stand", np.concatenate(at), np.concatenate(period), "since")

    def region_on(self, who: Column, day: Column) -> Column:
        """Return the region of people on days; -1 for none."""
        stand = self.frame("stand")
        at = standing(stand, who, day)
        return np.where(at >= 0, stand["region"][at], -1) if len(stand["who"]) else at


def _among(wanted: frozenset[int], values: Column | None) -> NDArray[np.bool_] | bool:
    """Tell for each value whether it is among those that are wanted; a frame that lacks the column has none."""
    if values is None:
        return False
    size = 2 + max([*wanted, int(values.max(initial=-1))], default=-1)
    table = np.zeros(size, dtype=bool)
    table[list(wanted)] = True
    table[-1] = False
    return table[values]


__all__ = ["DEAL_DIMENSIONS", "DIMENSIONS", "NEVER", "Asked", "Parts", "Period", "Scope"]
