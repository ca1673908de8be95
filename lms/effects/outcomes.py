"""Outcomes by person and month: measures of the registry as cells, each with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import FigureSet
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition
from lms.kpis.money import CurrencyRates
from lms.kpis.periods import periods_up_to
from lms.kpis.registry import registry
from lms.kpis.scope import KpiPeriod, PartsShown, PeopleScope
from lms.kpis.worked import worked

# What a report looks at; of shares and medians a month weighs as many deals as it has, of the others each month alike.
OUTCOMES = ("win_rate", "won_value", "meetings_per_day", "sales_cycle")
BY_DEALS = frozenset({"win_rate", "sales_cycle"})
# Whoever sold nothing in a month sold for nothing; of the other outcomes there is none then.
SUMS = frozenset({"won_value"})
MOST_MONTHS = 36


@dataclass(frozen=True)
class Basis:
    """Whose figures are compared, as of which day, at which rates."""

    figures: FigureSet
    rates: CurrencyRates
    as_of: int
    scope: PeopleScope = PeopleScope()

    def asked(self, *periods: KpiPeriod, parts: PartsShown | None = None) -> KpiQuestion:
        """Return a question to the registry about periods."""
        return KpiQuestion(self.figures, periods, self.as_of, self.rates, self.scope, parts)


@dataclass(frozen=True, eq=False)
class OutcomeCells:
    """One outcome, of the shape (people, months); `weights` are 0 where there is none. `people` are numbers."""

    definition: Definition
    people: NDArray[np.int64]
    months: tuple[KpiPeriod, ...]
    values: NDArray[np.float64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sellers:
    """Everybody who closed a deal in the months, with how many they closed, and in which months they were there."""

    people: NDArray[np.int64]
    months: tuple[KpiPeriod, ...]
    deals: NDArray[np.int64]
    was_there: NDArray[np.bool_]


def sellers_of(basis: Basis) -> Sellers:
    """Return who closed deals in whole months up to a day; somebody is there from their first deed to their last."""
    months = _months(basis)
    if not months:
        nobody = np.zeros(0, dtype=np.int64)
        return Sellers(nobody, (), nobody, np.zeros((0, 0), dtype=bool))
    closed = basis.asked(*months).flow("end")
    known = closed.where(closed["who"] >= 0)
    people = np.unique(known["who"]).astype(np.int64)
    deals = _counted(people, known["who"], known.group, len(months))
    acts = worked(basis.asked(*months))
    own = acts.where(np.isin(acts.who, people))
    did = (deals + _counted(people, own.who, own.group, len(months))) > 0
    was_there = (np.cumsum(did, axis=1) > 0) & (np.cumsum(did[:, ::-1], axis=1)[:, ::-1] > 0)
    return Sellers(people, months, deals.sum(axis=1), was_there)


def cells_of(basis: Basis, sellers: Sellers, outcome: str) -> OutcomeCells:
    """Return an outcome by person and month, as the registry reads it."""
    definition = registry()[outcome]
    parts = PartsShown("person", tuple(sellers.people.tolist()))
    with np.errstate(all="ignore"):
        reading = definition.read(basis.asked(*sellers.months, parts=parts))
    shape = (len(sellers.months), len(sellers.people) + 1)
    values, n = (np.asarray(column, np.float64).reshape(shape)[:, :-1].T for column in (reading.value, reading.n))
    if outcome in SUMS:
        values = np.where(sellers.was_there, np.nan_to_num(values), np.nan)
    weights = np.where(np.isfinite(values), n if outcome in BY_DEALS else 1.0, 0.0)
    return OutcomeCells(definition, sellers.people, sellers.months, np.where(weights > 0, values, np.nan), weights)


def _months(basis: Basis) -> tuple[KpiPeriod, ...]:
    """Return the whole months up to a day, from the first in which a deal was closed on."""
    day = date.fromordinal(basis.as_of)
    found = [one for one in periods_up_to("month", day, count=MOST_MONTHS + 1) if one.end <= basis.as_of][-MOST_MONTHS:]
    if not found:
        return ()
    closed = basis.asked(KpiPeriod(found[0].start, found[-1].end)).flow("end")["day"]
    return tuple(one for one in found if len(closed) and one.end >= closed.min())


def _counted(
    people: NDArray[np.int64], who: NDArray[np.int32], month: NDArray[np.int64], months: int
) -> NDArray[np.int64]:
    place = np.searchsorted(people, who)
    size = len(people) * months
    return np.bincount(place * months + month, minlength=size).reshape(len(people), months)
