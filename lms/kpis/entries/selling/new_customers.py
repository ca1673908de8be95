"""New customer wins: accounts with their first won deal."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.new_customers import first_wins
from lms.kpis.readings import number


def read(asked: KpiQuestion) -> KpiReading:
    """Return how many accounts bought for the first time."""
    first = first_wins(asked)
    return number(first.count(), faulty=first.faulty())


ENTRY = Definition(
    name="new_customers",
    title="New customer wins",
    question="How many new customers did we win?",
    formula="Accounts whose first won deal was closed in the period.",
    unit="count",
    measure="flow",
    needs=("deals",),
    least_n=0,
    n_means="new customers",
    method="Garwood's exact Poisson interval: what such a period brings by chance",
    traps=(
        "Deals without an account are no new customer.",
        "What the CRM had before it began is not known: in its first months every customer looks new.",
    ),
    source="Garwood 1936 for the interval",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
    rows=first_wins,
)
