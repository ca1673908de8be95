"""ARR: what contracts bring in a year."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.contracts import RENEWED, WITHOUT_PERIOD, annual, contracts_on
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import counted, priced
from lms.kpis.scope import CUSTOMER_DIMENSIONS


def read(asked: KpiQuestion) -> KpiReading:
    """Return the annual value of the contracts that count on the last day of each period."""
    contracts = contracts_on(asked)
    value, customers = contracts.sum(annual(contracts)), contracts.distinct("account")
    with np.errstate(all="ignore"):
        details = {"customers": customers, "by_customer": np.where(customers > 0, value / customers, np.nan)}
    return priced(counted(value, contracts.count(), details=details), contracts)


ENTRY = Definition(
    name="arr",
    title="Annual recurring revenue",
    question="How much do our contracts bring in a year?",
    formula="Sum of what the contracts that run on the last day bring in a year.",
    unit="money",
    measure="stock",
    timing="lagging",
    needs=("contracts",),
    least_n=0,
    n_means="contracts",
    method="counted, no interval",
    traps=(
        "It is no booking and no revenue of a period: a contract that was signed and hasn't begun isn't in it.",
        "What happens once, as a set-up fee, must not be among the contracts.",
    ),
    source="common use",
    dimensions=CUSTOMER_DIMENSIONS,
    assumptions=(RENEWED, WITHOUT_PERIOD),
    group="customers",
    direction="up",
    read=read,
)
