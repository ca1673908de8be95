"""Quota attainment: what people sold in a period beside the part of their quotas that falls into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.figures.calendar import first_day, month_of
from lms.figures.frames import FigureSet, Frame
from lms.figures.people import team_on
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.closed import won_deals
from lms.kpis.picked import numbered
from lms.kpis.scope import among
from lms.statistics.quantiles import quantile_by_group

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
# Sums of hundredths are off by less.
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Attained:
    """Of each group: how many people have a quota, how many reached it, and how it is spread."""

    people: NDArray[np.int64]
    reached: NDArray[np.int64]
    details: Mapping[str, NDArray[Any]]
    notes: tuple[str, ...] = ()


def attained(asked: KpiQuestion) -> Attained:
    """Return what became of the quotas of people in each period."""
    who, group, quota = _quotas(asked)
    booked = _sold(asked, who, group)
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
    return Attained(people, np.bincount(group[is_reached(booked, quota)], minlength=count), details)


def sold_beside_quotas(asked: KpiQuestion) -> list[tuple[int, int, float, float]]:
    """Return person, group, what they sold and their quota, for each person and group that has one."""
    who, group, quota = _quotas(asked)
    columns = (who, group, _sold(asked, who, group), quota)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def periods_of_quotas(asked: KpiQuestion, *, ends: KpiPeriod) -> list[KpiPeriod]:
    """Return the periods of the quotas of the people asked about that end within some days, in their order."""
    quota = asked.frame("quota")
    end = _last_days(asked.figures)
    people = asked.scope.people
    own = (True if people is None else among(people, quota["who"])) & (end >= ends.start) & (end <= ends.end)
    pairs = set(zip(quota["start"][own].tolist(), end[own].tolist(), strict=True))
    return [KpiPeriod(*pair) for pair in sorted(pairs)]


def is_reached(sold: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell where as much was sold as was wanted, which exactly as much is too."""
    return sold >= wanted * (1 - _ROUNDING)


def last_days_of(quota: Frame, periods: Sequence[str]) -> NDArray[np.int64]:
    """Return the last day of each quota: as it says, or by its period, a month where it says none."""
    months = np.array([_MONTHS.get(period, 1) for period in periods] + [1])[quota["period"]]
    start = quota["start"].astype(np.int64)
    day_of_month = start - first_day(month_of(start))
    by_period = first_day(month_of(start) + months) + day_of_month - 1
    return np.where(quota["end"] > 0, quota["end"], by_period).astype(np.int64)


@lru_cache(maxsize=1)
def _last_days(figures: FigureSet) -> NDArray[np.int64]:
    return last_days_of(figures.frames["quota"], figures.notes["words"].get("period", []))


def _sold(asked: KpiQuestion, who: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what each of these people sold in the period of the group beside them, in whatever team and region."""
    won, periods = won_deals(asked.of_all()), len(asked.periods)
    # Rows of nobody come first.
    cells = (won["who"].astype(np.int64) + 1) * periods + won.group
    size = (int(who.max(initial=-1)) + 2) * periods
    keys, place = numbered(cells, max(size, int(cells.max(initial=-1)) + 1))
    summed = np.bincount(place, weights=np.nan_to_num(won.worth()), minlength=len(keys))
    wanted = (who + 1) * periods + group // asked.part_count
    if not len(keys):
        return np.zeros(len(wanted))
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, summed[at], 0.0)


def _quotas(asked: KpiQuestion) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return person, group and quota in the currency of reports, one row for each person and group with one."""
    quota = asked.frame("quota")
    end = _last_days(asked.figures)
    worth = asked.rates.amounts(quota["amount"], quota["currency"])
    keys, parts = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for number, (period, last) in enumerate(zip(asked.periods, asked.last_days.tolist(), strict=True)):
        days = np.minimum(end, period.end) - np.maximum(quota["start"], period.start) + 1
        own = np.flatnonzero((days > 0) & (quota["who"] >= 0) & (worth > 0) & (last >= period.start))
        groups = _group(asked, quota["who"][own], period, number, last)
        own, groups = own[groups >= 0], groups[groups >= 0]
        keys.append(quota["who"][own].astype(np.int64) * asked.groups + groups)
        parts.append(worth[own] * days[own] / (end[own] - quota["start"][own] + 1))
    found, place = np.unique(np.concatenate(keys), return_inverse=True)
    summed = np.bincount(place, weights=np.concatenate(parts), minlength=len(found))
    return found // asked.groups, found % asked.groups, summed.astype(np.float64, copy=False)


def _group(asked: KpiQuestion, who: NDArray[np.int32], period: KpiPeriod, number: int, last: int) -> NDArray[np.int64]:
    """Return the group of people in a period, -1 for who isn't asked for: by where they stood on its last day."""
    days = np.full(len(who), last)
    places = {"person": who, "team": team_on(asked.frame("stand"), who, days), "region": asked.region_on(who, days)}
    part = np.zeros(len(who), dtype=np.int64)
    if asked.parts:
        values = places.get(asked.parts.dimension)
        part = asked.parts.of(values) if values is not None else np.full(len(who), asked.parts.count - 1)
    keep = np.ones(len(who), dtype=bool)
    for name, wanted in _wanted(asked):
        keep &= among(wanted, places.get(name))
    return np.where(keep, number * asked.part_count + part, -1)


def _wanted(asked: KpiQuestion) -> Iterator[tuple[str, frozenset[int]]]:
    """Yield by what people are asked for alone; no quota is of a product, say, so by that there are none."""
    yield from asked.filters.items()
    if asked.scope.teams is not None:
        yield "team", asked.scope.teams
    if asked.scope.people is not None:
        yield "person", asked.scope.people
