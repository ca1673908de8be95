"""CLV: what a customer is worth as long as they stay."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.contracts import RENEWED, WITHOUT_PERIOD, annual, contracts_on, kept_customers
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import priced
from lms.kpis.scope import CUSTOMER_DIMENSIONS
from lms.statistics.many import wilson_many

METHOD = "Wilson's score interval of the churn alone"
YEAR = 365


def read(asked: KpiQuestion) -> KpiReading:
    """Return annual value by customer x margin / churn of the year up to the last day; none without churn or margin."""
    contracts = contracts_on(asked)
    values, margin = annual(contracts), contracts["margin"].astype(np.float64)
    kept = kept_customers(asked.over([KpiPeriod(day - YEAR + 1, day) for day in asked.last_days.tolist()]))
    n, lost = kept.count(), kept.count(~kept.is_there)
    with np.errstate(all="ignore"):
        by_customer = contracts.sum(values) / contracts.distinct("account")
        gross = contracts.sum(values * margin) / contracts.sum(np.where(np.isnan(margin), np.nan, values))
        bounds, churn = wilson_many(lost, n), lost / n
        low, value, high = (_worth(by_customer * gross, part) for part in (bounds.high, churn, bounds.low))
    known = np.isfinite(value)
    details = {"by_customer": by_customer, "margin": gross, "churn": churn, "lost": lost.astype(np.float64)}
    found = KpiReading(value, np.where(known, low, np.nan), np.where(known, high, np.nan), n, METHOD, details)
    return priced(found, contracts)


def _worth(yearly: np.ndarray, churn: np.ndarray) -> np.ndarray:
    return np.where(churn > 0, yearly / churn, np.nan)


ENTRY = Definition(
    name="clv",
    title="Customer lifetime value",
    question="How much is a customer worth as long as they stay?",
    formula=(
        "Annual recurring revenue by customer on the last day x gross margin (by value, of contracts that say theirs) "
        "/ logo churn of the 365 days up to it."
    ),
    unit="money",
    measure="ratio",
    timing="lagging",
    needs=("contracts",),
    least_n=20,
    n_means="customers a year before the last day",
    method=METHOD,
    traps=(
        "Without churn it is not defined, which is not the same as endless.",
        "It is of the margin, not of revenue; without a margin on any contract there is none.",
        "Few losses a year make it leap: a customer more or less who leaves can double it.",
    ),
    source="ARPA x gross margin / churn, common use",
    dimensions=CUSTOMER_DIMENSIONS,
    assumptions=(
        RENEWED,
        WITHOUT_PERIOD,
        "customers leave at the same rate however long they have been there, and nothing is discounted",
    ),
    group="customers",
    direction="up",
    read=read,
)
