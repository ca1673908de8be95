"""Deals won: their number."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.closed import won_deals
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import number


def read(asked: KpiQuestion) -> KpiReading:
    """Return the number of deals won."""
    won = won_deals(asked)
    return number(won.count(), faulty=won.faulty())


ENTRY = Definition(
    name="deals_won",
    title="Deals won",
    question="How many deals did we win?",
    formula="Number of deals won, by the day they were closed.",
    unit="count",
    measure="flow",
    needs=("deals",),
    least_n=0,
    n_means="deals won",
    method="Garwood's exact Poisson interval: what such a period brings by chance",
    traps=("A part of a period is compared with as many days, not with a whole one.",),
    source="Garwood 1936 for the interval",
    dimensions=DEAL_DIMENSIONS,
    assumptions=("deals come independently of each other",),
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
    rows=won_deals,
)
