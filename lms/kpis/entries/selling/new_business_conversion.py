"""Conversion to new customers: of deals of this type, how many were won."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.deal_types import is_of_type
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of closed deals of this type that were won."""
    closed = asked.flow("end")
    own = closed.where(is_of_type(asked, closed, "new"))
    return share_of(own, own["is_won"] == 1)


ENTRY = Definition(
    name="new_business_conversion",
    title="Conversion to new customers",
    question="Of the new customer deals that were decided, how many did we win?",
    formula="Deals of the type new customer that were won, divided by those won and lost.",
    unit="share",
    measure="ratio",
    needs=("deals",),
    least_n=20,
    n_means="closed new customer deals",
    method="Wilson's score interval over deals",
    traps=("It needs a type on each deal; those without one are in none of the four conversions.",),
    source="common use",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
)
