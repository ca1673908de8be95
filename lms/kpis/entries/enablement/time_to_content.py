"""Time to content: how long finding something takes."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import median
from lms.kpis.searching import of_enough_people


def read(asked: KpiQuestion) -> KpiReading:
    """Return the median seconds of search episodes that succeeded."""
    episodes = asked.flow("episode")
    found = episodes.where(episodes["is_success"] == 1)
    return of_enough_people(found, median(found, found["seconds"], details={"all_episodes": episodes.count()}))


ENTRY = Definition(
    name="time_to_content",
    title="Time to content",
    question="How long does it take to find the right page?",
    formula="Median seconds from the first query to the first page that was of use, of search episodes that succeeded.",
    unit="seconds",
    measure="distribution",
    timing="leading",
    needs=("searches",),
    least_n=30,
    least_setting="min_episodes",
    n_means="search episodes that succeeded",
    method="exact interval from order statistics",
    traps=(
        "Searches that were given up are not in it: a search that only ever finds the easy things looks quick.",
        "An episode counts at most ten minutes.",
        "Of fewer than five people there is insufficient data.",
    ),
    source="observed logs; David and Nagaraja 2003 for the interval",
    assumptions=("episodes of one person are taken as independent of each other, so the interval is a little narrow",),
    group="enablement",
    direction="down",
    read=read,
)
