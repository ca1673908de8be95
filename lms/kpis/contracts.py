"""Customers by their contracts: what they bring in a year, and what became of those who were there at the start."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.figures.calendar import months_between
from lms.figures.contracts import GRACE_DAYS
from lms.figures.frames import FigureSet
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.picked import Picked, added_in_order, edges_of, numbered
from lms.kpis.readings import LEAST_FOR_SUM
from lms.kpis.scope import CUSTOMER_DIMENSIONS
from lms.statistics.intervals import Z
from lms.statistics.many import Bounds
from lms.statistics.ratios import bootstrap_ratios

RENEWED = f"a contract that ends and is followed within {GRACE_DAYS} days by another of the same account is renewed"
WITHOUT_PERIOD = "an amount of which nobody says for which period it is counts as one a year"
# What gross and net revenue retention have in common.
RETENTION = partial(
    Definition,
    group="customers",
    unit="share",
    measure="ratio",
    direction="up",
    timing="lagging",
    needs=("contracts",),
    least_n=10,
    n_means="customers on the day before the period",
    method="bootstrap over customers, of more than 2,000 the linear interval of a ratio",
    source="common use",
    dimensions=CUSTOMER_DIMENSIONS,
    assumptions=(RENEWED, WITHOUT_PERIOD),
)
_TIMES = {"month": 12.0, "quarter": 4.0, "year": 1.0}
_MOST_DRAWN = 2_000  # customers; of more the linear interval is as good, and drawing them slow
_LINEAR = f"linear interval of a ratio of sums over customers, from {LEAST_FOR_SUM} on"


def contracts_on(asked: KpiQuestion) -> Picked:
    """Return the contracts that count on the last day of each period; those that are renewed bridge the gap."""
    held = asked.stock("contract", "start", "lasts")
    return asked.once("contracts", lambda: held.where(held["account"] >= 0))


def annual(contracts: Picked) -> NDArray[np.float64]:
    """Return what each contract brings in a year, in the currency of reports; NaN where it can't be priced."""
    asked = contracts.asked
    return contracts.once("annual", lambda: asked.once("annual", lambda: _annual(_all_contracts(asked)))[contracts.at])


def _all_contracts(asked: KpiQuestion) -> Picked:
    count = len(asked.frame("contract")["start"])
    return Picked(asked, "contract", slice(0, count), np.zeros(count, dtype=np.int64))


def _annual(contracts: Picked) -> NDArray[np.float64]:
    periods = contracts.asked.words("period")
    times = np.array([_TIMES.get(period, 1.0) for period in periods] + [1.0])[contracts["period"]]
    is_term = np.array([period == "term" for period in periods] + [False])[contracts["period"]]
    is_term &= contracts["end"] > 0
    terms = np.flatnonzero(is_term)
    start, end = (contracts[name][terms] for name in ("start", "end"))
    times[terms] = 12 / months_between(start, np.maximum(end, start))
    values: NDArray[np.float64] = contracts.worth() * times
    return values


@dataclass(frozen=True, eq=False)
class KeptCustomers:
    """Customers of the day before each period, a row for each and its group: what they brought then, and at its end.

    A customer whose contracts are of several groups counts in each by what they brought there.
    """

    contracts: Picked
    group: NDArray[np.int64]
    customer: NDArray[np.int64]
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    is_there: NDArray[np.bool_]
    may_renew: NDArray[np.bool_]


def kept_customers(asked: KpiQuestion) -> KeptCustomers:
    """Return what became of the customers of each period's beginning by its last day."""
    return asked.once("kept customers", lambda: _kept_customers(asked))


def _kept_customers(asked: KpiQuestion) -> KeptCustomers:
    begun = asked.over([KpiPeriod(one.start - 1, one.start - 1) for one in asked.periods])
    rows, customers = contracts_on(begun), _customers(asked.figures)[0]
    keys, row = numbered(rows.group * customers + _customer_of(rows), asked.groups * customers)
    group, customer = keys // max(customers, 1), keys % max(customers, 1)
    before = np.bincount(row, weights=np.nan_to_num(annual(rows)), minlength=len(keys)).astype(np.float64, copy=False)
    at = group // asked.part_count * customers + customer
    ended = _of_customers(contracts_on(asked.of_all()), customer)
    is_there = np.zeros(len(asked.periods) * customers, dtype=bool)
    is_there[ended.group * customers + _customer_of(ended)] = True
    were = before
    if begun.of_all() is not begun:
        were = _by_customer(_of_customers(contracts_on(begun.of_all()), customer))[at]
    with np.errstate(all="ignore"):
        part = np.where(were > 0, before / were, 0)
    return KeptCustomers(
        *(rows, group, customer, before),
        after=part * _by_customer(ended)[at],
        is_there=is_there[at],
        may_renew=~is_there[at] & _may_renew(asked)[customer],
    )


def retained(
    asked: KpiQuestion, kept: KeptCustomers, after: NDArray[np.float64], *, ceiling: float = np.inf
) -> KpiReading:
    """Return what customers bring at the end of what they brought at the start, with its interval over customers.

    An interval from nothing to the ceiling leaves nothing out, and isn't one.
    """
    summed, was = _sum(asked, kept, after), _sum(asked, kept, kept.before)
    n = np.bincount(kept.group, minlength=asked.groups)
    with np.errstate(all="ignore"):
        value = np.where(was > 0, summed / was, np.nan)
    bounds = _bounds(asked, kept, after, value)
    says_nothing = (bounds.low <= 0) & (bounds.high >= ceiling)
    low, high = (np.where(says_nothing, np.nan, np.minimum(end, ceiling)) for end in (bounds.low, bounds.high))
    details = {"at_start": was, "at_end": summed}
    unpriced = kept.contracts.count(np.isnan(annual(kept.contracts)))
    return KpiReading(value, low, high, n, bounds.method, details, unpriced=unpriced)


@lru_cache(maxsize=1)
def _customers(figures: FigureSet) -> tuple[int, NDArray[np.int64]]:
    """Return how many accounts have any contract, and for each contract the number of its account among these."""
    known, number = np.unique(figures.frames["contract"]["account"], return_inverse=True)
    return len(known), number


def _customer_of(rows: Picked) -> NDArray[np.int64]:
    return rows.once("customer", lambda: _customers(rows.asked.figures)[1][rows.at])


def _of_customers(rows: Picked, customer: NDArray[np.int64]) -> Picked:
    is_one = np.zeros(_customers(rows.asked.figures)[0], dtype=bool)
    is_one[customer] = True
    return rows.where(is_one[_customer_of(rows)])


def _by_customer(rows: Picked) -> NDArray[np.float64]:
    """Return what each customer brings, period after period."""
    customers = _customers(rows.asked.figures)[0]
    place, size = rows.group * customers + _customer_of(rows), rows.asked.groups * customers
    return np.bincount(place, weights=np.nan_to_num(annual(rows)), minlength=size).astype(np.float64, copy=False)


def _may_renew(asked: KpiQuestion) -> NDArray[np.bool_]:
    """Tell of each customer whether a contract ended so lately that another could still renew it."""
    lasts = asked.frame("contract")["lasts"]
    customers, number = _customers(asked.figures)
    found = np.zeros(customers, dtype=bool)
    found[number[(lasts > asked.as_of - GRACE_DAYS) & (lasts <= asked.as_of)]] = True
    return found


def _bounds(asked: KpiQuestion, kept: KeptCustomers, after: NDArray[np.float64], value: NDArray[np.float64]) -> Bounds:
    customers, row = numbered(kept.customer, int(kept.customer.max(initial=-1)) + 1)
    if len(customers) > _MOST_DRAWN or asked.is_by_person:
        return _linear(asked, kept, after, value)
    shape, at = (len(customers), asked.groups), row * asked.groups + kept.group
    summed = (
        np.bincount(at, weights=own, minlength=shape[0] * shape[1]).reshape(shape) for own in (after, kept.before)
    )
    found = bootstrap_ratios(*summed)
    return Bounds(found.low, found.high, found.method.replace("people", "customers"))


def _linear(asked: KpiQuestion, kept: KeptCustomers, after: NDArray[np.float64], value: NDArray[np.float64]) -> Bounds:
    """Return the interval by the spread of what each customer has beyond the ratio (Cochran 1977, section 6.4)."""
    beyond = after - value[kept.group] * kept.before
    n = np.bincount(kept.group, minlength=asked.groups)
    with np.errstate(all="ignore"):
        error = np.sqrt(_sum(asked, kept, beyond**2) * n / (n - 1)) / _sum(asked, kept, kept.before)
    half = np.where(n >= LEAST_FOR_SUM, Z * error, np.nan)
    return Bounds(np.maximum(value - half, 0), value + half, _LINEAR)


def _sum(asked: KpiQuestion, kept: KeptCustomers, values: NDArray[Any]) -> NDArray[np.float64]:
    return added_in_order(values, edges_of(kept.group, asked.groups), np.dtype(np.float64))
