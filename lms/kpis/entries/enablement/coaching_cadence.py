"""Coaching cadence: sessions of a rep in a month."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import number
from lms.kpis.recorded import since_recorded
from lms.kpis.rep_months import rep_months, with_reps


def read(asked: KpiQuestion) -> KpiReading:
    """Return how many sessions a rep had in a month of each period."""
    held, months = with_reps(asked), rep_months(asked)
    found = number(held.count(), exposures=months, details={"reps": held.distinct("who"), "months": months})
    return since_recorded(asked, found, ("session",), "sessions are")


ENTRY = Definition(
    name="coaching_cadence",
    title="Coaching cadence",
    question="How often does somebody sit down with a rep?",
    formula=(
        "Coaching sessions that were held with reps in the period, divided by the months that reps were with the "
        "company in it, all of them together."
    ),
    unit="per month",
    measure="ratio",
    timing="leading",
    needs=("people", "coaching"),
    least_n=5,
    n_means="sessions",
    method="Garwood's exact Poisson interval",
    traps=(
        "A mean hides who was never coached; coaching coverage counts those.",
        "Talks that nobody marked as held are not in it.",
        "Who is a rep is known as of today only, not for earlier days.",
    ),
    source="coaching sessions; Garwood 1936 for the interval",
    assumptions=("sessions are held independently of each other, which regular ones aren't: they vary by less",),
    group="enablement",
    direction="up",
    read=read,
)
