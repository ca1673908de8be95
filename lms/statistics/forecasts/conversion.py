"""Conversion: how likely a deal in a stage is won within so many days, from how deals in that stage ended before."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Ending = Literal["won", "lost", "open"]


@dataclass(frozen=True, slots=True)
class StageVisit:
    """A deal that was in a stage: how many days after entering it the deal was won or lost, or is open until now."""

    stage: str
    days: int
    ending: Ending


@dataclass(frozen=True)
class Conversion:
    """Of deals that entered a stage: the share still open after, and won by, each of `days` (in order).

    Deals still open count for as long as they were seen (Aalen and Johansen 1978), so that a young pipeline doesn't
    pass for one that loses.
    """

    days: tuple[int, ...]
    open_after: tuple[float, ...]
    won_by: tuple[float, ...]
    visits: int

    def won_within(self, age: int, days: int) -> float | None:
        """Return the chance that a deal open at this age, in days, is won within so many more days.

        None where no deal was seen open for longer than that age; after the oldest age seen nothing more is won.
        """
        still_open = self._at(self.open_after, age, 1.0)
        if still_open <= 0 or age >= self.days[-1]:
            return None
        return (self._at(self.won_by, age + days, 0.0) - self._at(self.won_by, age, 0.0)) / still_open

    def _at(self, shares: tuple[float, ...], day: int, before: float) -> float:
        place = bisect_right(self.days, day)
        return shares[place - 1] if place else before


def conversions_of(visits: Iterable[StageVisit]) -> dict[str, Conversion]:
    """Return the conversion of each stage that a deal was in."""
    by_stage: dict[str, list[StageVisit]] = {}
    for visit in visits:
        by_stage.setdefault(visit.stage, []).append(visit)
    return {stage: _conversion(found) for stage, found in by_stage.items()}


def _conversion(visits: list[StageVisit]) -> Conversion:
    counts = Counter((visit.days, visit.ending) for visit in visits)
    days = sorted({visit.days for visit in visits})
    at_risk, open_share, won_share = len(visits), 1.0, 0.0
    open_after, won_by = [], []
    for day in days:
        won, lost = counts[day, "won"], counts[day, "lost"]
        won_share += open_share * won / at_risk
        open_share *= 1 - (won + lost) / at_risk
        at_risk -= won + lost + counts[day, "open"]
        open_after.append(open_share)
        won_by.append(won_share)
    return Conversion(tuple(days), tuple(open_after), tuple(won_by), len(visits))
