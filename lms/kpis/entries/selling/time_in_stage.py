"""Time in stage: days until a deal leaves it."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import median


def read(asked: KpiQuestion) -> KpiReading:
    """Return the median days of stays in a stage that ended."""
    left = asked.flow("stay", "left")
    return median(left, left["left"] - left["since"])


ENTRY = Definition(
    name="time_in_stage",
    title="Time in stage",
    question="In which stage do deals wait?",
    formula="Median days of the stays in a stage that ended in the period.",
    unit="days",
    measure="distribution",
    direction="down",
    timing="leading",
    needs=("deals", "deal_changes"),
    least_n=10,
    n_means="stays that ended",
    method="exact interval from order statistics",
    traps=("Deals that still wait are not in it: a stage where many get stuck looks quicker than it is.",),
    source="David and Nagaraja 2003 for the interval",
    dimensions=("stage", *DEAL_DIMENSIONS),
    group="selling",
    read=read,
)
