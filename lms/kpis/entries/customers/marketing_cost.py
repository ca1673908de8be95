"""Marketing cost: what was spent on marketing."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import counted, priced
from lms.kpis.spending import is_marketing, of_company, spent


def read(asked: KpiQuestion) -> KpiReading:
    """Return what was spent on marketing in each period, with what sales cost beside."""
    entries, part = spent(asked)
    own = is_marketing(asked, entries)
    marketing, sales = entries.where(own), entries.where(~own)
    found = counted(marketing.sum(part[own]), marketing.count(), details={"sales": sales.sum(part[~own])})
    return of_company(asked, priced(found, marketing))


ENTRY = Definition(
    name="marketing_cost",
    title="Marketing cost",
    question="What does marketing cost?",
    formula="Sum of the spend of the period that isn't for sales; what covers more days counts by its days.",
    unit="money",
    measure="flow",
    timing="leading",
    needs=("spend",),
    least_n=0,
    n_means="entries",
    method="counted, no interval",
    traps=(
        "Whether an entry is for sales is told by what its kind is called.",
        "Less is not better by itself: read it beside what it brought.",
    ),
    source="the entries of spend",
    dimensions=("campaign",),
    assumptions=("spend over several days is spread evenly over them",),
    group="customers",
    direction="neither",
    read=read,
)
