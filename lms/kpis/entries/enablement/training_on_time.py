"""Training on time: what was completed by its due day."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.assigned import assigned_courses
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of
from lms.training.states import Punctuality


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of what was due by the last day that was completed in time."""
    counted, _ = assigned_courses(asked)
    due = counted.where(counted["punctuality"] != Punctuality.NOT_DUE)
    return share_of(due, due["punctuality"] == Punctuality.ON_TIME)


ENTRY = Definition(
    name="training_on_time",
    title="Training on time",
    question="Do people learn what they have to by the day they have to?",
    formula=(
        "Courses assigned to people on the last day whose due day has passed and that were completed by it, divided "
        "by all of those whose due day has passed; waived courses are left out."
    ),
    unit="share",
    measure="stock",
    timing="leading",
    needs=("training",),
    least_n=5,
    n_means="courses of people whose due day has passed",
    method="Wilson's score interval over courses of people",
    traps=(
        "The due day itself is in time.",
        "What was late stays late, also once it is complete: it recovers only as new rounds come due.",
    ),
    source="the rule of the product's training reports; Wilson 1927",
    assumptions=("one person's courses are taken as independent of each other",),
    group="enablement",
    direction="up",
    read=read,
)
