"""New customer value: the worth of first won deals."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.new_customers import first_wins
from lms.kpis.readings import priced, total


def read(asked: KpiQuestion) -> KpiReading:
    """Return the value of the deals with which accounts bought for the first time."""
    first = first_wins(asked)
    return priced(total(first, first.worth()), first)


ENTRY = Definition(
    name="new_customer_value",
    title="Value of new customer wins",
    question="How much did new customers bring?",
    formula="Sum of the values of deals with which accounts bought for the first time.",
    unit="money",
    measure="flow",
    needs=("deals",),
    least_n=0,
    n_means="new customers with a value",
    method="normal interval of a compound Poisson sum, from 30 deals on",
    traps=("Deals without an account are no new customer.",),
    source="common use",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
    rows=first_wins,
)
