"""Quota attainment: reps at 100 % of their quota."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.attainment import attained
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of people with a quota who sold at least as much, beside the mean and the spread."""
    found = attained(asked)
    return share(found.reached, found.people, details=found.details, notes=found.notes)


ENTRY = Definition(
    name="quota_attainment",
    title="Quota attainment",
    question="How many sellers reach their quota?",
    formula=(
        "People whose won value is at least their quota, divided by people with a quota; quotas that overlap the "
        "period count by their days. People are of the team and region in which they are on the last day, with all "
        "that they sold in the period."
    ),
    unit="share",
    measure="ratio",
    needs=("deals", "quotas"),
    least_n=5,
    n_means="people with a quota",
    method="Wilson's score interval over people",
    traps=(
        "The mean hides the spread: a few far above can hide many below.",
        "Before a period is over, few have reached it.",
    ),
    source="common use",
    dimensions=("team", "region"),
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
)
