"""Open deals: how many there are."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import counted


def read(asked: KpiQuestion) -> KpiReading:
    """Return the number of deals that are open at the end of each period."""
    held = asked.stock("held")
    return counted(held.count(), held.count(), faulty=held.faulty())


ENTRY = Definition(
    name="open_deals",
    title="Open deals",
    question="How many deals are open?",
    formula="Number of deals that were created and not closed yet, on the last day.",
    unit="count",
    measure="stock",
    timing="leading",
    needs=("deals",),
    least_n=0,
    n_means="open deals",
    method="counted, no interval",
    traps=(
        "A closed deal is never in it, whatever stage it died at.",
        "Deals whose owner left stay in it until somebody closes them.",
    ),
    source="common use",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    direction="up",
    read=read,
)
