"""Content adoption: pages that anybody uses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.pages import UNKNOWN, published_by_number, shelf_of
from lms.kpis.picked import Picked
from lms.kpis.readings import share
from lms.kpis.recorded import since_recorded

SETTLED_DAYS = 30


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of settled pages that were used in each period, with those that were only opened beside."""
    shelf = shelf_of(asked)
    latest = asked.last_days - SETTLED_DAYS
    settled = np.array([np.count_nonzero(shelf.published <= day) for day in latest.tolist()])
    visits = asked.flow("visit")
    since = published_by_number(asked, shelf)[visits["page"]]
    counting = visits.where(since <= latest[visits.group // asked.part_count])
    found = share(
        _pages(counting.where(counting["was_used"] == 1)),
        np.repeat(settled, asked.part_count),
        details={"opened": _pages(counting)},
        notes=() if len(shelf.published) else (UNKNOWN,),
    )
    return since_recorded(asked, found, ("visit",), "opening is")


def _pages(visits: Picked) -> NDArray[np.int64]:
    """Return how many different pages each group has."""
    asked = visits.asked
    seen = np.zeros((asked.groups, len(asked.words("page")) + 1), dtype=bool)
    seen[visits.group, visits["page"]] = True
    pages: NDArray[np.int64] = np.count_nonzero(seen, axis=1)
    return pages


ENTRY = Definition(
    name="content_adoption",
    title="Content adoption",
    question="How much of the library is used?",
    formula=(
        "Pages used at least once in the period (read for 30 s, copied or shared), divided by the pages that are "
        "published and came into the library at least 30 days before its end; one of which nobody knows when counts as "
        "one of these."
    ),
    unit="share",
    measure="ratio",
    timing="leading",
    needs=("opens",),
    least_n=10,
    n_means="pages of at least 30 days",
    method="Wilson's score interval over pages",
    traps=(
        "Adoption is no effect: a page that is read much may change nothing.",
        "It is of the pages that are published today: those that were taken away are on neither side.",
        "The longer the period, the more pages are used in it: compare periods of one length.",
    ),
    source="common use",
    assumptions=("pages are used independently of each other, and are a sample of such pages",),
    group="enablement",
    direction="up",
    read=read,
    settings=("pages",),
)
