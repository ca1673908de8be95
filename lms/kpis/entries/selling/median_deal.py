"""Median deal: the value that half of the deals won exceed."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.closed import won_deals
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import median, priced


def read(asked: KpiQuestion) -> KpiReading:
    """Return the median value of deals won."""
    won = won_deals(asked)
    return priced(median(won, won.worth()), won)


ENTRY = Definition(
    name="median_deal",
    title="Median deal",
    question="What is a typical deal worth?",
    formula="Median of the values of deals won.",
    unit="money",
    measure="distribution",
    needs=("deals",),
    least_n=10,
    n_means="deals won with a value",
    method="exact interval from order statistics",
    traps=("Medians of teams do not add up to that of the company.",),
    source="David and Nagaraja 2003 for the interval",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
    rows=won_deals,
)
