"""Coaching time: minutes of a rep in a month."""

from __future__ import annotations

from dataclasses import replace

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import divided, total
from lms.kpis.recorded import since_recorded
from lms.kpis.rep_months import rep_months, with_reps


def read(asked: KpiQuestion) -> KpiReading:
    """Return for how many minutes a rep was coached in a month of each period."""
    held, months = with_reps(asked), rep_months(asked)
    summed = total(held, held["minutes"], details={"minutes": held.sum(held["minutes"]), "months": months})
    value, low, high = (divided(ends, months) for ends in (summed.value, summed.low, summed.high))
    return since_recorded(asked, replace(summed, value=value, low=low, high=high), ("session",), "sessions are")


ENTRY = Definition(
    name="coaching_minutes",
    title="Coaching minutes",
    question="How much time does a rep get of their coaches?",
    formula=(
        "Minutes of the coaching sessions that were held with reps in the period, divided by the months that reps "
        "were with the company in it, all of them together."
    ),
    unit="per month",
    measure="ratio",
    timing="leading",
    needs=("people", "coaching"),
    least_n=5,
    n_means="sessions",
    method="normal interval of a compound Poisson sum, from 30 sessions on",
    traps=(
        "Minutes are those that were planned, unless whoever marked the session as held said others.",
        "More time is not better coaching.",
    ),
    source="coaching sessions",
    assumptions=("sessions are held independently of each other",),
    group="enablement",
    direction="up",
    read=read,
)
