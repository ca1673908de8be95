"""Activities of one person on a working day, as KPIs: calls, e-mails and meetings are counted alike."""

from __future__ import annotations

from functools import partial

from lms.figures.linking_rows import CALL, EMAIL, MEETING
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.measures import MEASURES
from lms.kpis.readings import number
from lms.kpis.worked import worked
from lms.kpis.working_days import person_days

_CATEGORIES = {"calls": CALL, "e-mails": EMAIL, "meetings": MEETING}


def per_day(name: str, what: str) -> Definition:
    """Return the KPI of this name: how many calls, e-mails or meetings one person has on a working day."""
    many = f"{what[0].upper()}{what[1:]}"
    return Definition(
        name=name,
        title=f"{many} a day",
        question=f"How many {what} does a seller have on a working day?",
        formula=f"{many} divided by working days (Monday to Friday) of the people who have any activity in the period.",
        unit="per day",
        measure="ratio",
        timing="leading",
        needs=("activities",),
        least_n=20,
        n_means=what,
        method="Garwood's exact Poisson interval",
        traps=(
            "What is not written into the CRM is not counted, and some CRMs write e-mails down by themselves.",
            "Leave and holidays count as working days.",
        ),
        source="Garwood 1936 for the interval",
        dimensions=("person", "team"),
        assumptions=(f"{what} come independently of each other",),
        group="selling",
        direction="up",
        read=partial(_read, category=_CATEGORIES[what]),
        rows=MEASURES[what.replace("-", "")].rows,
    )


def _read(asked: KpiQuestion, *, category: int) -> KpiReading:
    done = worked(asked)
    return number(done.count(category=category), exposures=person_days(asked, done.people))
