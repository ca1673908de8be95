"""Movement of a KPI: what it was in the days before something began, and what it is since; why, nobody says here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.definition import Definition
from lms.kpis.results import KpiResult, results_of

Direction = Literal["higher", "lower", "no evidence of a change", "too little data"]


@dataclass(frozen=True)
class Moved:
    """Both figures, and whether their intervals leave room for no change at all; sums are compared by day."""

    before: KpiResult
    since: KpiResult
    method: str
    direction: Direction

    @property
    def sentence(self) -> str:
        """What can be said, without a word on the reason."""
        match self.direction:
            case "too little data":
                return "There is too little data to compare."
            case "no evidence of a change":
                return "There is no evidence of a change: the two intervals overlap."
            case _:
                return f"It is {self.direction} than before. Other things changed in these days too."


def moved(asked: KpiQuestion, definition: Definition, *, before: KpiPeriod, since: KpiPeriod) -> Moved:
    """Compare a KPI in two periods of those asked for; `before` may not be over."""
    own = asked.over([before, since])
    (found,) = results_of(own, [definition])
    was, now = found.results
    days = (max(int(own.lengths[0]), 1), max(int(own.lengths[own.part_count]), 1))
    return Moved(was, now, found.method, _direction(was, now, days if definition.measure == "flow" else (1, 1)))


def _direction(was: KpiResult, now: KpiResult, days: tuple[int, int]) -> Direction:
    if was.low is None or was.high is None or now.low is None or now.high is None:
        return "too little data"
    if now.low / days[1] > was.high / days[0]:
        return "higher"
    return "lower" if now.high / days[1] < was.low / days[0] else "no evidence of a change"
