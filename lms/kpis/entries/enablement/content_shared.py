"""Content shared: pages that went to buyers."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import number
from lms.kpis.recorded import since_recorded


def read(asked: KpiQuestion) -> KpiReading:
    """Return how often a page went to a buyer, with how many of these by a link, and how many of those were read."""
    shares = asked.flow("share")
    by_link = shares["is_link"] == 1
    details = {"by_link": shares.count(by_link), "read": shares.count(by_link & (shares["visits"] > 0))}
    return since_recorded(asked, number(shares.count(), details=details), ("share",), "sharing is")


ENTRY = Definition(
    name="content_shared",
    title="Content shared",
    question="How much of the library reaches buyers?",
    formula=(
        "Pages that were sent as an e-mail, or shared with a buyer by a link, by the day on which that was noted; a "
        "room of three pages counts three."
    ),
    unit="count",
    measure="flow",
    needs=("shares",),
    least_n=0,
    n_means="pages sent or shared",
    method="Garwood's exact Poisson interval: what such a period brings by chance",
    traps=(
        "More is no aim in itself: read beside it whether buyers open what they get.",
        "What was sent without the product, or not noted, isn't in it.",
    ),
    source="common use; Garwood 1936 for the interval",
    assumptions=("pages are shared independently of each other",),
    group="enablement",
    timing="leading",
    direction="neither",
    read=read,
)
