"""Training completion: what is assigned and complete."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.assigned import COMPLETE, assigned_courses
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of
from lms.training.states import Punctuality, State


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of what is assigned on the last day that is complete then."""
    counted, waived = assigned_courses(asked)
    state, punctuality = counted["state"], counted["punctuality"]
    details = {
        "overdue": counted.count(state == State.OVERDUE),
        "due": counted.count(punctuality != Punctuality.NOT_DUE),
        "completed_on_time": counted.count(punctuality == Punctuality.ON_TIME),
        "waived": waived,
    }
    return share_of(counted, COMPLETE[state], details=details)


ENTRY = Definition(
    name="training_completion",
    title="Training completion",
    question="How much of what people have to learn have they learnt?",
    formula=(
        "Courses of people that are complete with a completion still valid on the last day, divided by all courses "
        "assigned to people who are with the company on that day; waived courses are left out."
    ),
    unit="share",
    measure="stock",
    timing="leading",
    needs=("training",),
    least_n=5,
    n_means="courses assigned to people",
    method="Wilson's score interval over courses of people",
    traps=(
        "Assigning something new lowers it on the same day.",
        "Who left is on neither side, with what they completed.",
        "That somebody completed a course doesn't say that they sell better.",
    ),
    source="the rule of the product's training reports; Wilson 1927",
    assumptions=("one person's courses are taken as independent of each other",),
    group="enablement",
    direction="up",
    read=read,
)
