"""Meetings a day: of one person, on a working day."""

from __future__ import annotations

from lms.figures.linking_rows import MEETING
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.measures import MEASURES
from lms.kpis.readings import number
from lms.kpis.worked import worked
from lms.kpis.working_days import person_days


def read(asked: KpiQuestion) -> KpiReading:
    """Return how many meetings one person has on a working day."""
    done = worked(asked)
    return number(done.count(category=MEETING), exposures=person_days(asked, done.people))


ENTRY = Definition(
    name="meetings_per_day",
    title="Meetings a day",
    question="How many meetings does a seller have on a working day?",
    formula="Meetings divided by working days (Monday to Friday) of the people who have any activity in the period.",
    unit="per day",
    measure="ratio",
    timing="leading",
    needs=("activities",),
    least_n=20,
    n_means="meetings",
    method="Garwood's exact Poisson interval",
    traps=(
        "What is not written into the CRM is not counted, and some CRMs write e-mails down by themselves.",
        "Leave and holidays count as working days.",
    ),
    source="Garwood 1936 for the interval",
    dimensions=("person", "team"),
    group="selling",
    direction="up",
    read=read,
    rows=MEASURES["meetings"].rows,
)
