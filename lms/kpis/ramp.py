"""Ramps: how long people who were hired took to the first month with a share of their quota."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.figures.calendar import DAYS_IN_MONTH, first_day, month_of
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.attainment import is_reached, last_days_of
from lms.kpis.picked import Picked

COHORT_DAYS = 730


@dataclass(frozen=True, eq=False)
class Ramps:
    """For each person hired in the two years up to a period's end: months, whether they got there, and their group.

    `without_quota` counts for each group those who had no quota, who are not among them.
    """

    months: NDArray[np.float64]
    is_there: NDArray[np.bool_]
    group: NDArray[np.int64]
    without_quota: NDArray[np.int64]


def ramps(asked: KpiQuestion, *, share: float) -> Ramps:
    """Return the ramps: from the day of hiring to the end of the first calendar month at a share of its quota.

    Only months that are over by the last day count. Who isn't there yet is followed to the last of these, who left to
    their last day.
    """
    windows = [KpiPeriod(day - COHORT_DAYS + 1, day) for day in asked.last_days.tolist()]
    hires = asked.over(windows).flow("hire")
    hires = hires.where(asked.frame("person")["is_rep"][hires["who"]] != 0)
    who, row = np.unique(hires["who"], return_inverse=True)
    if not len(who):
        nothing = np.zeros(0)
        return Ramps(nothing, nothing.astype(bool), hires.group, hires.count())
    first, last = (int(month_of(day)) for day in (hires["day"].min(), asked.last_days.max()))
    month = np.arange(first, last + 1)
    quota, sold = _quotas(asked, who, month), _sold(asked, who, month)
    started = np.zeros(len(who), dtype=np.int64)
    started[row] = month_of(hires["day"])
    enough: NDArray[np.bool_] = (quota > 0) & is_reached(sold, share * quota) & (month >= started[:, None])
    has_quota = quota.max(axis=1)[row] > 0
    there = np.where(enough.any(axis=1), first_day(month + 1)[enough.argmax(axis=1)], np.iinfo(np.int64).max)[row]
    known = _followed(asked, hires, there)
    return Ramps(known[0][has_quota], known[1][has_quota], hires.group[has_quota], hires.count(~has_quota))


def _followed(
    asked: KpiQuestion, hires: Picked, there: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return months to the end of the month that was enough, or else to the last day that somebody was followed."""
    over = first_day(month_of(asked.last_days + 1))[hires.group // asked.part_count]
    watched = np.minimum(over, hires["until"])
    # Who left within the month in which they got there had got there.
    is_there = (there <= over) & (first_day(month_of(np.minimum(there, over) - 1)) < hires["until"])
    days = np.where(is_there, there, watched) - hires["day"]
    return np.maximum(days, 0) / DAYS_IN_MONTH, is_there


def _sold(asked: KpiQuestion, who: NDArray[np.int32], month: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what each person won in each month, of shape (people, months)."""
    period = KpiPeriod(int(first_day(month[0])), int(first_day(month[-1] + 1)) - 1)
    closed = asked.of_all().over([period]).flow("end")
    won = closed.where((closed["is_won"] == 1) & np.isin(closed["who"], who))
    place = np.searchsorted(who, won["who"]) * len(month) + month_of(won["day"]) - month[0]
    summed = np.bincount(place, weights=np.nan_to_num(won.worth()), minlength=len(who) * len(month))
    return summed.astype(np.float64, copy=False).reshape(len(who), len(month))


def _quotas(asked: KpiQuestion, who: NDArray[np.int32], month: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the quota of each person in each month, longer ones by their days, of shape (people, months)."""
    frame = asked.frame("quota")
    own = np.isin(frame["who"], who)
    quota = {name: column[own] for name, column in frame.items()}
    end = last_days_of(quota, asked.words("period"))
    worth = np.nan_to_num(asked.rates.amounts(quota["amount"], quota["currency"]))
    first, last = first_day(month), first_day(month + 1) - 1
    days = np.minimum(end[:, None], last) - np.maximum(quota["start"][:, None], first) + 1
    part = worth[:, None] * np.maximum(days, 0) / np.maximum(end - quota["start"] + 1, 1)[:, None]
    found = np.zeros((len(who), len(month)))
    np.add.at(found, np.searchsorted(who, quota["who"]), part)
    return found
