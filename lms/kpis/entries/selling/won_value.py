"""Won value: the worth of all deals won."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.closed import won_deals
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import priced, total


def read(asked: KpiQuestion) -> KpiReading:
    """Return the value of deals won."""
    won = won_deals(asked)
    return priced(total(won, won.worth()), won)


ENTRY = Definition(
    name="won_value",
    title="Won value",
    question="How much did we sell?",
    formula="Sum of the values of deals won, by the day they were closed, at the rates of one day.",
    unit="money",
    measure="flow",
    needs=("deals",),
    least_n=0,
    n_means="deals won with a value",
    method="normal interval of a compound Poisson sum, from 30 deals on",
    traps=(
        "It is what was signed, not what was billed.",
        "The interval says what such a period brings by chance; the sum itself is counted.",
    ),
    source="common use",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
    rows=won_deals,
)
