"""Revenue growth: against as many days a year before."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.closed import won_deals
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.earlier import a_year_before
from lms.kpis.readings import growth


def read(asked: KpiQuestion) -> KpiReading:
    """Return how much more was sold than in the same days a year before."""
    won, was = won_deals(asked), won_deals(a_year_before(asked))
    return growth(won, won.worth(), was, was.worth())


ENTRY = Definition(
    name="revenue_growth",
    title="Revenue growth",
    question="Do we sell more than a year ago?",
    formula="Won value divided by that of the same days a year before, less one.",
    unit="share",
    measure="ratio",
    needs=("deals",),
    least_n=30,
    n_means="deals won with a value, of the two years the one with fewer",
    method="delta method on the logarithm of two compound Poisson sums, from 30 deals in each on",
    traps=(
        "A part of a period is compared with as many days.",
        "Growth of few large deals is chance: read the interval.",
    ),
    source="common use",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
)
