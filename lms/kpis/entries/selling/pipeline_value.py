"""Pipeline: the worth of all open deals."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import counted, priced


def read(asked: KpiQuestion) -> KpiReading:
    """Return the value of the deals that are open at the end of each period."""
    held = asked.stock("held")
    return priced(counted(held.sum(held.worth()), held.count(), faulty=held.faulty()), held)


ENTRY = Definition(
    name="pipeline_value",
    title="Pipeline size",
    question="How much could still be won?",
    formula="Sum of the values of open deals on the last day, at the rates of one day.",
    unit="money",
    measure="stock",
    timing="leading",
    needs=("deals",),
    least_n=0,
    n_means="open deals",
    method="counted, no interval",
    traps=("It is what is hoped for: the forecast says what of it usually comes.",),
    source="common use",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    direction="up",
    read=read,
)
