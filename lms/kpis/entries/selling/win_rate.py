"""Win rate: deals won of deals closed."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of closed deals that were won."""
    closed = asked.flow("end")
    return share_of(closed, closed["is_won"] == 1)


ENTRY = Definition(
    name="win_rate",
    title="Win rate",
    question="Of the deals that were decided, how many did we win?",
    formula="Deals won divided by deals won and lost, by the day they were closed.",
    unit="share",
    measure="ratio",
    needs=("deals",),
    least_n=20,
    n_means="closed deals",
    method="Wilson's score interval over deals",
    traps=(
        "It is never divided by all deals created: open ones are not decided yet.",
        "People with few deals differ by chance: read the line that says whether they differ at all.",
    ),
    source="common use; Wilson 1927, Newcombe 1998",
    dimensions=DEAL_DIMENSIONS,
    assumptions=("deals are won or lost independently of each other",),
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
)
