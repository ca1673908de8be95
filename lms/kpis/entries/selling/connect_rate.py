"""Connect rate: calls that reached somebody."""

from __future__ import annotations

from lms.figures.linking_rows import CALL
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.measures import MEASURES
from lms.kpis.readings import share
from lms.kpis.worked import worked


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of calls that reached somebody, of those whose outcome is known."""
    done = worked(asked)
    return share(done.count("reached", category=CALL), done.count("known", category=CALL))


ENTRY = Definition(
    name="connect_rate",
    title="Connect rate",
    question="How many calls reach somebody?",
    formula="Calls that reached somebody divided by calls whose outcome is known.",
    unit="share",
    measure="ratio",
    timing="leading",
    needs=("activities",),
    least_n=20,
    n_means="calls with an outcome",
    method="Wilson's score interval over calls",
    traps=("Calls without an outcome are left out: where only good ones are written down it looks too high.",),
    source="common use",
    dimensions=("person", "team"),
    group="selling",
    direction="up",
    read=read,
    rows=MEASURES["calls"].rows,
)
