"""A question to the registry: whose figures, of which periods, as of which day, told apart by what."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import NEVER, FigureSet, Frame, FrameColumn
from lms.figures.linking import created_days
from lms.figures.people import standing, team_on
from lms.kpis.money import CurrencyRates
from lms.kpis.picked import Picked
from lms.kpis.scope import DEAL_DIMENSIONS, DIMENSIONS, KpiPeriod, PartsShown, PeopleScope, among

T = TypeVar("T")


@dataclass(frozen=True)
class KpiQuestion:
    """A question to the registry; periods don't overlap and are in order.

    Each group of an answer is one part of one period: group = period x parts + part.
    """

    figures: FigureSet
    periods: tuple[KpiPeriod, ...]
    as_of: int
    rates: CurrencyRates
    scope: PeopleScope = PeopleScope()
    parts: PartsShown | None = None
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
    def of_what(self) -> Hashable:
        """What tells the question from others whose figures, days and scope are not the same, be its periods others."""
        own = self.figures.name, self.as_of, self.rates.currency, self.scope
        return *own, tuple(sorted((name, tuple(sorted(wanted))) for name, wanted in self.filters.items()))

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
        spans = [(number, one.start, min(one.end, self.as_of)) for number, one in enumerate(self.periods)]
        return self.once(("flow", frame, day), lambda: self.within(frame, spans, day))

    def within(self, frame: str, spans: Sequence[tuple[int, int, int]], day: str = "day") -> Picked:
        """Return the rows of a frame that happened in some spans of days: a period's number, first and last day."""
        days = self.frame(frame)[day]
        ends = [_places(days, first, last + 1) for _, first, last in spans]
        sizes = [max(0, last - first) for first, last in ends]
        period = np.repeat(np.array([number for number, _, _ in spans], dtype=np.int64), sizes)
        own = [span for span, size in zip(ends, sizes, strict=True) if size]
        if all(one[1] == after[0] for one, after in pairwise(own)):
            at: NDArray[Any] | slice = slice(own[0][0], own[-1][1]) if own else slice(0, 0)
        else:
            at = np.concatenate([np.arange(*span) for span in own])
        return self._pick(frame, at, period, day)

    def created(self) -> Picked:
        """Return the deals that were created in the periods."""
        deal = self.frame("deal")
        days = created_days(deal)[deal["order"]]
        at, period = [], []
        for number, one in enumerate(self.periods):
            first, last = _places(days, max(one.start, 1), min(one.end, self.as_of) + 1)
            at.append(deal["order"][first : max(first, last)])
            period.append(np.full(len(at[-1]), number))
        return self._pick("deal", np.concatenate(at), np.concatenate(period), "created")

    def stock(self, frame: str, since: str = "since", until: str = "until") -> Picked:
        """Return the rows of a frame that held on the last day of each period; it is in the order of `since`."""
        return self.once(("stock", frame, since, until), lambda: self._stock(frame, since, until))

    def _stock(self, frame: str, since: str, until: str) -> Picked:
        own = self.frame(frame)
        at, period = [], []
        for number, (one, day) in enumerate(zip(self.periods, self.last_days.tolist(), strict=True)):
            count = _places(own[since], day + 1)[0] if day >= one.start else 0
            at.append(self._holding(frame, day, count, own[until], until))
            period.append(np.full(len(at[-1]), number))
        return self._pick(frame, np.concatenate(at), np.concatenate(period), None)

    def _holding(self, frame: str, day: int, count: int, until: FrameColumn, name: str) -> NDArray[Any]:
        """Return which of the first rows hold on a day: those that an opening up to it names, and those since then."""
        opening = self.figures.frames.get(f"{frame}_opening") if name == "until" else None
        place = -1 if opening is None else _places(opening["day"], day + 1)[0] - 1
        if opening is None or place < 0 or not count:
            return np.flatnonzero(until[:count] > day)
        first, last, known = (int(opening[name][place]) for name in ("first", "last", "count"))
        rows = self.figures.frames[f"{frame}_open"]["row"][first:last]
        return np.concatenate([rows[until[rows] > day], known + np.flatnonzero(until[known:count] > day)])

    def spans(self, frame: str, since: str = "since", until: str = "until") -> Picked:
        """Return the rows of a frame, in whatever order, that held on any day of each period."""
        own = self.frame(frame)
        at, period = [], []
        for number, (one, day) in enumerate(zip(self.periods, self.last_days.tolist(), strict=True)):
            at.append(np.flatnonzero((own[since] <= day) & (own[until] > one.start) & (day >= one.start)))
            period.append(np.full(len(at[-1]), number))
        return self._pick(frame, np.concatenate(at), np.concatenate(period), None)

    def days_of(self, spans: Picked, since: FrameColumn, until: FrameColumn) -> NDArray[np.int64]:
        """Return how many days of its period each row held."""
        period = spans.group // self.part_count
        start = np.array([one.start for one in self.periods], dtype=np.int64)[period]
        held = np.minimum(until, self.last_days[period] + 1) - np.maximum(since, start)
        days: NDArray[np.int64] = np.maximum(held, 0).astype(np.int64)
        return days

    def _pick(self, name: str, at: NDArray[Any] | slice, period: NDArray[Any], day: str | None) -> Picked:
        own = self.frame(name)
        keep: NDArray[np.bool_] | bool = True
        if name == "end" and day is not None:
            keep = own["until"][at] > self.as_of
        if self.scope.teams is not None:
            keep &= among(self.scope.teams, self._values("team", own, at, period, day))
        if self.scope.people is not None:
            keep &= among(self.scope.people, self._values("person", own, at, period, day))
        for dimension, wanted in self.filters.items():
            keep &= among(wanted, self._values(dimension, own, at, period, day))
        group = period
        if self.parts:
            values = self._values(self.parts.dimension, own, at, period, day)
            part = self.parts.of(values) if values is not None else np.full(len(period), self.parts.count - 1)
            group = period * self.part_count + part
        found = Picked(self, name, at, group)
        return found if keep is True else found.where(np.broadcast_to(keep, len(group)))

    def _values(
        self, dimension: str, own: Frame, at: NDArray[Any] | slice, period: NDArray[Any], day: str | None
    ) -> FrameColumn | None:
        """Return by what rows are told apart; None where a frame can't be.

        Team and region of somebody are those of the row's day where the frame knows them, else those of the last day
        of the period, or of the row's own last day where that is earlier.
        """
        column = DIMENSIONS[dimension]
        if column in own and (dimension != "team" or day is not None):
            found: FrameColumn = own[column][at]
            return found
        if dimension not in {"team", "region"} or "who" not in own:
            return None
        who, days = own["who"][at], self.last_days[period]
        if "until" in own and np.any(own["until"][at] <= days):
            return self._places_on(dimension, who, np.minimum(days, own["until"][at] - 1))
        places: FrameColumn = self.once(("places", dimension), lambda: self._last_places(dimension))
        held: FrameColumn = places[period, who]
        return held

    def _last_places(self, dimension: str) -> FrameColumn:
        """Return team or region on the last day of each period, of shape (periods, people), and last of nobody."""
        everybody = np.append(np.arange(len(self.frame("person")["is_rep"])), -1)
        places = [self._places_on(dimension, everybody, np.full(len(everybody), day)) for day in self.last_days]
        return np.stack(places)

    def _places_on(self, dimension: str, who: FrameColumn, days: FrameColumn) -> FrameColumn:
        return team_on(self.frame("stand"), who, days) if dimension == "team" else self.region_on(who, days)

    def over(self, periods: Sequence[KpiPeriod]) -> KpiQuestion:
        """Return the same question over other periods, one for each of these; they may overlap."""
        own = tuple(periods)
        return self.once(("over", own), lambda: replace(self, periods=own))

    def of_all(self) -> KpiQuestion:
        """Return the same question of the whole company, not told apart: a group is a period."""
        if self.scope == PeopleScope() and self.parts is None and not self.filters:
            return self
        return self.once("of_all", lambda: replace(self, scope=PeopleScope(), parts=None, filters={}))

    def once(self, what: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` made the first time that this question asked for it by this name."""
        if what not in self._made:
            self._made[what] = make()
        return cast(T, self._made[what])

    def forget(self) -> None:
        """Forget what was made: rows know their question, so that else only a collection would free them."""
        for made in list(self._made.values()):
            if isinstance(made, KpiQuestion):
                made.forget()
        self._made.clear()

    @cached_property
    def _made(self) -> dict[Hashable, Any]:
        return {}

    @property
    def people(self) -> Picked:
        """Everybody of the directory who was with the company on the last day of each period, as a row of `stand`."""
        return self.once("people", self._people)

    def _people(self) -> Picked:
        stand = self.frame("stand")
        at, period = [], []
        for number, (one, day) in enumerate(zip(self.periods, self.last_days.tolist(), strict=True)):
            held = (stand["since"] <= day) & (day < stand["until"]) & stand["is_employed"]
            at.append(np.flatnonzero(held) if day >= one.start else np.zeros(0, dtype=np.intp))
            period.append(np.full(len(at[-1]), number))
        return self._pick("stand", np.concatenate(at), np.concatenate(period), "since")

    def region_on(self, who: FrameColumn, day: FrameColumn) -> FrameColumn:
        """Return the region of people on days; -1 for none."""
        stand = self.frame("stand")
        at = standing(stand, who, day)
        return np.where(at >= 0, stand["region"][at], -1) if len(stand["who"]) else at


def _places(days: FrameColumn, *wanted: int) -> list[int]:
    """Return before which rows days stand in a column in their order; as numbers of its kind, or it would be copied."""
    found: list[int] = np.searchsorted(days, np.array(wanted, dtype=days.dtype)).tolist()
    return found


__all__ = ["DEAL_DIMENSIONS", "DIMENSIONS", "NEVER", "KpiPeriod", "KpiQuestion", "PartsShown", "PeopleScope"]
