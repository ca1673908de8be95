"""People active: who uses the library at all."""

from __future__ import annotations

from lms.kpis.acting import acted
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of
from lms.kpis.recorded import since_recorded

_USED = ("visit", "episode")


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of people with the company on the last day who opened a page or searched in the period."""
    found = share_of(asked.people, acted(asked, asked.people, _USED))
    return since_recorded(asked, found, _USED, "use is")


ENTRY = Definition(
    name="people_active",
    title="People active",
    question="How many of our people use the library?",
    formula="People who opened a page or searched in the period, divided by people with the company on its last day.",
    unit="share",
    measure="ratio",
    timing="leading",
    needs=("people", "opens"),
    least_n=5,
    n_means="people",
    method="Wilson's score interval over people",
    traps=(
        "Everybody in the directory is eligible, whatever their role.",
        "The longer the period, the more people are active in it: compare periods of one length.",
    ),
    source="common use",
    assumptions=("people act independently of each other",),
    group="enablement",
    direction="up",
    read=read,
)
