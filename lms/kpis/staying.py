"""Sellers who stay and who leave: those with the company on the days of a period, and those who left in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.figures.calendar import DAYS_IN_YEAR
from lms.figures.frames import NEVER
from lms.kpis.asked import KpiQuestion
from lms.kpis.assigned import COMPLETE
from lms.kpis.picked import Picked


@dataclass(frozen=True, eq=False)
class Turnover:
    """Leavers of each group, and the person-years in which they could have left."""

    leavers: NDArray[np.int64]
    years: NDArray[np.float64]


def turnover(asked: KpiQuestion) -> Turnover:
    """Return the sellers who left in each period, by the team of their last day, and the years worked in it."""
    rows, left = _worked(asked), sellers(asked, asked.flow("leaver"))
    return Turnover(left.count(), _years(asked, rows, rows["since"], rows["until"]))


def turnover_by_onboarding(asked: KpiQuestion) -> tuple[Turnover, Turnover] | None:
    """Return the same of who had finished the onboarding, and of who hadn't, each for the days on which that was so.

    Onboarding is what the setting of this name lists, as ids of courses; None where it lists none. Somebody counts as
    not finished up to the day on which they finish: else who left early would all be among those who never did.
    """
    finished = _finished(asked)
    if finished is None:
        return None
    rows, left = _worked(asked), sellers(asked, asked.flow("leaver"))
    day = finished[rows["who"]]
    was_finished = finished[left["who"]] <= left["day"]
    after = _years(asked, rows, np.maximum(rows["since"], day), rows["until"])
    before = _years(asked, rows, rows["since"], np.minimum(rows["until"], day))
    return Turnover(left.count(was_finished), after), Turnover(left.count(~was_finished), before)


def sellers(asked: KpiQuestion, rows: Picked) -> Picked:
    """Return the rows that are of reps, as far as today's roles tell."""
    return rows.where(asked.frame("person")["is_rep"][rows["who"]] == 1)


def _worked(asked: KpiQuestion) -> Picked:
    rows = sellers(asked, asked.spans("stand"))
    return rows.where(rows["is_employed"] != 0)


def _years(asked: KpiQuestion, rows: Picked, since: NDArray[np.int64], until: NDArray[np.int64]) -> NDArray[np.float64]:
    return rows.sum(asked.days_of(rows, since, until)) / DAYS_IN_YEAR


def _finished(asked: KpiQuestion) -> NDArray[np.int64] | None:
    """Return the day on which everybody first held all courses of the onboarding, NEVER for who didn't."""
    known = {text: number for number, text in enumerate(asked.words("course"))}
    wanted = [known[course] for course in asked.settings.get("onboarding", ()) if course in known]
    if not wanted:
        return None
    standing = asked.frame("standing")
    is_done = COMPLETE[standing["state"]]
    last = np.zeros(len(asked.frame("person")["is_rep"]), dtype=np.int64)
    for course in wanted:
        own = is_done & (standing["course"] == course)
        first = np.full(len(last), NEVER, dtype=np.int64)
        np.minimum.at(first, standing["who"][own], standing["since"][own])
        last = np.maximum(last, first)
    return last
