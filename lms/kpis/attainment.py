"""Quota attainment: what people sold in a period beside the part of their quotas that falls into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import MISSING, Frame
from lms.figures.people import team_on
from lms.kpis.asked import Asked, Period
from lms.kpis.months import first_day, month_of
from lms.statistics.quantiles import quantile_by_group

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, eq=False)
class Attained:
    """Of each group: how many people have a quota, how many reached it, and how it is spread."""

    people: NDArray[np.int64]
    reached: NDArray[np.int64]
    details: Mapping[str, NDArray[Any]]
    notes: tuple[str, ...] = ()


def attained(asked: Asked) -> Attained:
    """Return what became of the quotas of people in each period."""
    who, group, quota = _quotas(asked)
    sold = _sold(asked)
    keys = who * asked.groups + group
    booked = np.array([sold.get(int(key), 0.0) for key in keys])
    ratio = booked / quota
    count = asked.groups
    people = np.bincount(group, minlength=count)
    with np.errstate(all="ignore"):
        details = {
            "mean": np.bincount(group, weights=ratio, minlength=count) / people,
            "booked": np.bincount(group, weights=booked, minlength=count),
            "quota": np.bincount(group, weights=quota, minlength=count),
            "median": quantile_by_group(ratio, group, count).value,
            "lower_quarter": quantile_by_group(ratio, group, count, quantile=0.25).value,
            "upper_quarter": quantile_by_group(ratio, group, count, quantile=0.75).value,
        }
    return Attained(people, np.bincount(group[ratio >= 1], minlength=count), details)


def attainment_of(asked: Asked) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return people, groups and what each sold as a share of their quota."""
    who, group, quota = _quotas(asked)
    sold = _sold(asked)
    return who, group, np.array([sold.get(int(key), 0.0) for key in who * asked.groups + group]) / quota


def last_days_of(quota: Frame, periods: Sequence[str]) -> NDArray[np.int64]:
    """Return the last day of each quota: as it says, or by its period, a month where it says none."""
    months = np.array([_MONTHS.get(period, 1) for period in periods] + [1])[quota["period"]]
    start = quota["start"].astype(np.int64)
    day_of_month = start - first_day(month_of(start))
    by_period = first_day(month_of(start) + months) + day_of_month - 1
    return np.where(quota["end"] > 0, quota["end"], by_period).astype(np.int64)


def _sold(asked: Asked) -> dict[int, float]:
    closed = asked.flow("end")
    won = closed.where(closed["is_won"] == 1)
    keys, number = np.unique(won["who"].astype(np.int64) * asked.groups + won.group, return_inverse=True)
    summed = np.bincount(number, weights=np.nan_to_num(won.worth()), minlength=len(keys))
    return dict(zip(keys.tolist(), summed.tolist(), strict=True))


def _quotas(asked: Asked) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return person, group and quota in the currency of reports, one row for each person and group with one."""
    quota = asked.frame("quota")
    end = last_days_of(quota, asked.words("period"))
    worth = np.where(quota["amount"] == MISSING, np.nan, quota["amount"] * asked.rates.factors[quota["currency"]])
    found: dict[tuple[int, int], float] = {}
    for number, (period, last) in enumerate(zip(asked.periods, asked.last_days.tolist(), strict=True)):
        days = np.minimum(end, period.end) - np.maximum(quota["start"], period.start) + 1
        own = np.flatnonzero((days > 0) & (quota["who"] >= 0) & (worth > 0) & (last >= period.start))
        part = worth[own] * days[own] / (end[own] - quota["start"][own] + 1)
        groups = _group(asked, quota["who"][own], period, number, last)
        for who, group, amount in zip(quota["who"][own].tolist(), groups.tolist(), part.tolist(), strict=True):
            if group >= 0:
                found[who, group] = found.get((who, group), 0.0) + amount
    rows = sorted(found)
    whose = np.array([who for who, _ in rows], dtype=np.int64)
    return whose, np.array([group for _, group in rows], dtype=np.int64), np.array([found[row] for row in rows])


def _group(asked: Asked, who: NDArray[np.int32], period: Period, number: int, last: int) -> NDArray[np.int64]:
    """Return the group of people in a period, -1 for who isn't asked for: by where they stood on its last day."""
    days = np.full(len(who), last)
    team = team_on(asked.frame("stand"), who, days)
    part = np.zeros(len(who), dtype=np.int64)
    if asked.parts:
        values = {"person": who, "team": team, "region": asked.region_on(who, days)}.get(asked.parts.dimension)
        part = asked.parts.of(values) if values is not None else np.full(len(who), asked.parts.count - 1)
    keep = np.ones(len(who), dtype=bool)
    if asked.scope.teams is not None:
        keep &= np.isin(team, list(asked.scope.teams))
    if asked.scope.people is not None:
        keep &= np.isin(who, list(asked.scope.people))
    return np.where(keep, number * asked.part_count + part, -1)
