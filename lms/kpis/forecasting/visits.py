"""Visits: how deals that were in a stage for so long ended, as far as was known on a day, and which are open then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lms.figures.deals import GONE
from lms.figures.frames import FrameColumn
from lms.figures.rows import taken
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.statistics.forecasts.conversion import Conversion, conversion_of
from lms.statistics.forecasts.pipeline import OpenDeal

# Who is still in a stage after so many days is compared with those alone who were, too: the others went on.
AGES = (0, 7, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365)
# More visits than this change a conversion hardly, and the newest are the likeliest to come again.
MOST_VISITS = 40_000
_LOST, _WON, _OPEN = 0, 1, 2


class StageVisits:
    """The stays of all deals of the company in stages."""

    def __init__(self, asked: KpiQuestion) -> None:
        """Read the stays, in the order of the days on which they began."""
        stay = asked.frame("stay")
        is_there = asked.frame("deal")["state"][stay["deal"]] != GONE
        order = np.argsort(stay["since"], kind="stable")
        own = {name: stay[name] for name in ("deal", "stage", "since", "left")}
        self._stay = taken(own, order[is_there[order]])
        self._asked = asked

    def conversions(self, day: int) -> dict[str, Conversion]:
        """Return how deals ended that were in a stage for so long, by what was known on a day."""
        count = int(np.searchsorted(self._stay["since"], day, side="right"))
        stay = taken(self._stay, slice(max(0, count - MOST_VISITS), count))
        ended, ending = self._ends(day)
        is_ended = ended[stay["deal"]] >= stay["since"]
        days = np.where(is_ended, ended[stay["deal"]], day) - stay["since"]
        became = np.where(is_ended, ending[stay["deal"]], _OPEN)
        stayed = np.minimum(stay["left"], day) - stay["since"]
        return dict(_by_stage_and_age(stay["stage"], days, stayed, became))

    def open_on(self, asked: KpiQuestion, day: int) -> list[OpenDeal]:
        """Return the deals of those asked for that were open in a known stage on a day, and have an amount."""
        held = replace(asked, periods=(KpiPeriod(day, day),), as_of=day, parts=None).stock("held")
        held = held.where((held["stage"] >= 0) & ~np.isnan(held.worth()) & (self._since(day)[held["deal"]] <= day))
        days = day - self._since(day)[held["deal"]]
        rows = zip(held["stage"].tolist(), held.worth().tolist(), days.tolist(), strict=True)
        return [OpenDeal(_key(stage, _age(days)), amount, days - _age(days)) for stage, amount, days in rows]

    def _since(self, day: int) -> NDArray[np.int64]:
        """Return since when each deal was in the stage that it was in on a day; after all days for those in none."""
        found = np.full(len(self._asked.frame("deal")["number"]), day + 1, dtype=np.int64)
        rows = (self._stay["since"] <= day) & (self._stay["left"] > day)
        found[self._stay["deal"][rows]] = self._stay["since"][rows]
        return found

    def _ends(self, day: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return for each deal the day of its end, -1 for none, and whether it was won, by what was known on a day."""
        end = self._asked.frame("end")
        count = len(self._asked.frame("deal")["number"])
        ended, ending = np.full(count, -1, dtype=np.int64), np.full(count, _OPEN, dtype=np.int64)
        rows = np.flatnonzero((end["day"] <= day) & (end["until"] > day))
        ended[end["deal"][rows]] = end["day"][rows]
        ending[end["deal"][rows]] = end["is_won"][rows]
        return ended, ending


def _by_stage_and_age(
    stages: FrameColumn, days: FrameColumn, stayed: FrameColumn, became: FrameColumn
) -> Iterator[tuple[str, Conversion]]:
    for stage in np.unique(stages).tolist():
        for age in AGES:
            own = (stages == stage) & (stayed >= age)
            if not own.any():
                break
            ended = became[own]
            yield _key(stage, age), conversion_of(days[own] - age, won=ended == _WON, lost=ended == _LOST)


def _age(days: int) -> int:
    return max(age for age in AGES if age <= days)


def _key(stage: int, age: int) -> str:
    return f"{stage} from day {age}"
