"""Leads generated: their number."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import number


def read(asked: KpiQuestion) -> KpiReading:
    """Return the number of leads created."""
    return number(asked.flow("lead").count())


ENTRY = Definition(
    name="leads_generated",
    title="Leads generated",
    question="How many leads came in?",
    formula="Leads created in the period.",
    unit="count",
    measure="flow",
    timing="leading",
    needs=("leads",),
    least_n=0,
    n_means="leads",
    method="Garwood's exact Poisson interval: what such a period brings by chance",
    traps=("More leads are no better ones: read the conversion beside it.",),
    source="Garwood 1936 for the interval",
    dimensions=("person", "team", "lead_source", "campaign"),
    group="selling",
    direction="up",
    read=read,
)
