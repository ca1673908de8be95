"""Coaching coverage: reps with whom somebody sat down lately."""

from __future__ import annotations

from lms.kpis.acting import acted
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of
from lms.kpis.recorded import since_recorded

WINDOW_DAYS = 30


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of reps with a session held in the last WINDOW_DAYS days of each period."""
    reps = asked.people.where(asked.frame("person")["is_rep"][asked.people["who"]] == 1)
    found = share_of(reps, acted(asked, reps, ("session",), days=WINDOW_DAYS))
    return since_recorded(asked, found, ("session",), "sessions are", days=WINDOW_DAYS)


ENTRY = Definition(
    name="coaching_coverage",
    title="Coaching coverage",
    question="Is every rep coached at least once a month?",
    formula=(
        "Reps with at least one coaching session that was held in the last 30 days of the period, divided by reps "
        "with the company on its last day."
    ),
    unit="share",
    measure="stock",
    timing="leading",
    needs=("people", "coaching"),
    least_n=5,
    n_means="reps",
    method="Wilson's score interval over reps",
    traps=(
        "It counts the rep's side; talks that nobody marked as held are not in it.",
        "Who is a rep is known as of today only, not for earlier days.",
        "That a talk took place doesn't say that it was any good.",
    ),
    source="coaching sessions; common use is one in 30 days",
    assumptions=("reps are coached independently of each other",),
    group="enablement",
    direction="up",
    read=read,
)
