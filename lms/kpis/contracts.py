"""Customers by their contracts: what they bring in a year, and what became of those who were there at the start."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.figures.calendar import months_between
from lms.figures.contracts import GRACE_DAYS
from lms.figures.frames import FigureSet
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.money import CurrencyRates
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
    return contracts.once("annual", lambda: _annual(asked.figures, asked.rates)[contracts.at])


@lru_cache(maxsize=2)
def _annual(figures: FigureSet, rates: CurrencyRates) -> NDArray[np.float64]:
    """Return what each of all contracts brings in a year: the questions that one report asks share it."""
    contract, periods = figures.frames["contract"], figures.notes["words"].get("period", [])
    times = np.array([_TIMES.get(period, 1.0) for period in periods] + [1.0])[contract["period"]]
    is_term = np.array([period == "term" for period in periods] + [False])[contract["period"]]
    is_term &= contract["end"] > 0
    terms = np.flatnonzero(is_term)
    start, end = (contract[name][terms] for name in ("start", "end"))
    times[terms] = 12 / months_between(start, np.maximum(end, start))
    values: NDArray[np.float64] = rates.amounts(contract["amount"], contract["currency"]) * times
    return values


@dataclass(frozen=True, eq=False)
class KeptCustomers:
    """Customers of the day before each period, a row for each and its group: what they brought then, and at its end.

    A customer whose contracts are of several groups counts in each by what they brought there. `contracts` are those of
    that day, `row` says for each of which of these rows it is, and `ended` are those of the period's last day.
    """

    asked: KpiQuestion
    contracts: Picked
    ended: Picked
    group: NDArray[np.int64]
    customer: NDArray[np.int64]
    row: NDArray[np.int64]

    def count(self, mask: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Return how many customers each group has."""
        edges = edges_of(self.group, self.asked.groups)
        return np.diff(edges) if mask is None else added_in_order(mask, edges, np.dtype(np.int64))

    def sum(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return the sum of values by group."""
        return added_in_order(values, edges_of(self.group, self.asked.groups), np.dtype(np.float64))

    @cached_property
    def is_there(self) -> NDArray[np.bool_]:
        """Which of them have a contract on the last day."""
        customers = _customers(self.asked.figures)[0]
        found = np.zeros(len(self.asked.periods) * customers, dtype=bool)
        found[self.ended.group * customers + _customer_of(self.ended)] = True
        return found[self._place]

    @cached_property
    def may_renew(self) -> NDArray[np.bool_]:
        """Which of those who aren't there ended so lately that they could still renew."""
        return ~self.is_there & _may_renew(self.asked)[self.customer]

    @cached_property
    def before(self) -> NDArray[np.float64]:
        """What each brought in a year on the day before."""
        values = np.nan_to_num(annual(self.contracts))
        return np.bincount(self.row, weights=values, minlength=len(self.group)).astype(np.float64, copy=False)

    @cached_property
    def after(self) -> NDArray[np.float64]:
        """What each brings on the last day; of several groups, in each the same part as before."""
        were, begun = self.before, self.contracts.asked
        if begun.of_all() is not begun:
            were = _by_customer(_of_customers(contracts_on(begun.of_all()), self.customer))[self._place]
        with np.errstate(all="ignore"):
            part = np.where(were > 0, self.before / were, 0)
        return np.asarray(part * _by_customer(self.ended)[self._place])

    @cached_property
    def _place(self) -> NDArray[np.int64]:
        """Where each stands among all customers, period after period."""
        return self.group // self.asked.part_count * _customers(self.asked.figures)[0] + self.customer


def kept_customers(asked: KpiQuestion) -> KeptCustomers:
    """Return what became of the customers of each period's beginning by its last day."""
    return asked.once("kept customers", lambda: _kept_customers(asked))


def _kept_customers(asked: KpiQuestion) -> KeptCustomers:
    begun = asked.over([KpiPeriod(one.start - 1, one.start - 1) for one in asked.periods])
    rows, customers = contracts_on(begun), _customers(asked.figures)[0]
    keys, row = numbered(rows.group * customers + _customer_of(rows), asked.groups * customers)
    group, customer = keys // max(customers, 1), keys % max(customers, 1)
    ended = contracts_on(asked.of_all())
    if begun.of_all() is not begun:
        # Of a few of many customers nothing else needs to be added up.
        ended = _of_customers(ended, customer)
    return KeptCustomers(asked, rows, ended, group, customer, row)


def retained(kept: KeptCustomers, after: NDArray[np.float64], *, ceiling: float = np.inf) -> KpiReading:
    """Return what customers bring at the end of what they brought at the start, with its interval over customers.

    An interval from nothing to the ceiling leaves nothing out, and isn't one.
    """
    summed, was, n = kept.sum(after), kept.sum(kept.before), kept.count()
    with np.errstate(all="ignore"):
        value = np.where(was > 0, summed / was, np.nan)
    bounds = _bounds(kept, after, value)
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


def _bounds(kept: KeptCustomers, after: NDArray[np.float64], value: NDArray[np.float64]) -> Bounds:
    asked = kept.asked
    customers, row = numbered(kept.customer, int(kept.customer.max(initial=-1)) + 1)
    if len(customers) > _MOST_DRAWN or asked.is_by_person:
        return _linear(kept, after, value)
    shape, at = (len(customers), asked.groups), row * asked.groups + kept.group
    summed = (
        np.bincount(at, weights=own, minlength=shape[0] * shape[1]).reshape(shape) for own in (after, kept.before)
    )
    found = bootstrap_ratios(*summed)
    return Bounds(found.low, found.high, found.method.replace("people", "customers"))


def _linear(kept: KeptCustomers, after: NDArray[np.float64], value: NDArray[np.float64]) -> Bounds:
    """Return the interval by the spread of what each customer has beyond the ratio (Cochran 1977, section 6.4)."""
    beyond = after - value[kept.group] * kept.before
    n = kept.count()
    with np.errstate(all="ignore"):
        error = np.sqrt(kept.sum(beyond**2) * n / (n - 1)) / kept.sum(kept.before)
    half = np.where(n >= LEAST_FOR_SUM, Z * error, np.nan)
    return Bounds(np.maximum(value - half, 0), value + half, _LINEAR)
