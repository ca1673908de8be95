"""Seller retention: sellers of the first day who stay to the last."""

from __future__ import annotations

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of
from lms.kpis.staying import sellers


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of reps with the company on the first day of each period who didn't leave in it."""
    first_days = asked.over([KpiPeriod(period.start, period.start) for period in asked.periods])
    begun = sellers(asked, first_days.stock("job"))
    last = asked.last_days[begun.group // asked.part_count]
    return share_of(begun, begun["until"] - 1 > last)


ENTRY = Definition(
    name="seller_retention",
    title="Seller retention",
    question="How many of our sellers stay?",
    formula="Reps with the company on the first day of the period whose last day isn't in it, divided by all of them.",
    unit="share",
    measure="ratio",
    timing="lagging",
    needs=("people",),
    least_n=5,
    n_means="reps on the first day",
    method="Wilson's score interval over reps",
    traps=(
        "It is of the period, not of a year: compare periods of one length.",
        "Who came and left within the period is not in it; turnover counts them.",
        "Who left and came back has left.",
        "Who is a rep is known as of today only.",
    ),
    source="common use; Wilson 1927 for the interval",
    dimensions=("team", "region"),
    assumptions=("people leave independently of each other",),
    group="enablement",
    direction="up",
    read=read,
)
