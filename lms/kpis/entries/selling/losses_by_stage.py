"""Losses: deals lost, by the stage in which they were."""

from __future__ import annotations

from lms.figures.stays import LOST
from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import number


def read(asked: KpiQuestion) -> KpiReading:
    """Return how many deals were lost from a stage."""
    left = asked.flow("stay", "left")
    lost = left.where(left["became"] == LOST)
    return number(lost.count(), faulty=lost.faulty())


ENTRY = Definition(
    name="losses_by_stage",
    title="Deals lost by stage",
    question="Where do deals die?",
    formula="Deals that were lost, by the stage in which they were the day before.",
    unit="count",
    measure="flow",
    direction="down",
    needs=("deals", "deal_changes"),
    least_n=0,
    n_means="deals lost from a known stage",
    method="Garwood's exact Poisson interval",
    traps=("Only deals whose stages the history names are in it.",),
    source="Garwood 1936 for the interval",
    dimensions=("stage", *DEAL_DIMENSIONS),
    group="selling",
    timing="lagging",
    read=read,
)
