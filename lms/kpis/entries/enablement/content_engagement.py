"""Content engagement: links for buyers that a buyer opened."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.picked import Picked
from lms.kpis.readings import share_of
from lms.kpis.recorded import since_recorded

WITHIN_DAYS = 7


def settled(asked: KpiQuestion) -> Picked:
    """Return the links of which it is known whether they were opened in time."""
    links = asked.flow("link")
    return links.where(links["day"] + WITHIN_DAYS <= asked.as_of)


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of links that a buyer opened in time, with how many were ever opened."""
    links = settled(asked)
    ever = links.count(links["opened"] <= asked.as_of)
    found = share_of(links, links["opened"] - links["day"] <= WITHIN_DAYS, details={"ever": ever})
    return since_recorded(asked, found, ("link",), "sharing by links is")


ENTRY = Definition(
    name="content_engagement",
    title="Content engagement",
    question="Do buyers open what we share with them?",
    formula=(
        "Links that a buyer opened within 7 days, divided by links made at least 7 days ago, by the day they were "
        "made. Opened means that something was on a screen: robots, scanners of mail and our own people don't count."
    ),
    unit="share",
    measure="ratio",
    needs=("links",),
    least_n=20,
    n_means="links made at least 7 days ago",
    method="Wilson's score interval over links",
    traps=(
        "Who opens a page may still not buy: it is a step on the way, and no result.",
        "Who uses a program that hides scripts is left out, as robots are.",
    ),
    source="common use; Wilson 1927",
    assumptions=("links are opened independently of each other",),
    group="enablement",
    timing="leading",
    direction="up",
    read=read,
    rows=settled,
)
