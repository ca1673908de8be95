"""Gross revenue retention: what customers of the start still bring, without what they buy more."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.contracts import RENEWED, WITHOUT_PERIOD, kept_customers, retained
from lms.kpis.definition import Definition, KpiReading


def read(asked: KpiQuestion) -> KpiReading:
    """Return what the customers of the start bring at the end, each at most what they brought."""
    kept = kept_customers(asked)
    return retained(asked, kept, np.minimum(kept.before, kept.after), ceiling=1)


ENTRY = Definition(
    name="gross_revenue_retention",
    title="Gross revenue retention",
    question="How much of the revenue we had do we keep?",
    formula=(
        "Annual value at the period's end of the customers of the day before it, each counted up to what it was then, "
        "divided by their value then: (start - contraction - churn) / start."
    ),
    unit="share",
    measure="ratio",
    timing="lagging",
    needs=("contracts",),
    least_n=10,
    n_means="customers on the day before the period",
    method="bootstrap over customers, of more than 2,000 the linear interval of a ratio",
    traps=(
        "It can't exceed 100 %; what customers buy more is in net revenue retention.",
        "It is of the period, not of a year.",
        "One large customer can decide it.",
    ),
    source="common use",
    dimensions=("person", "team", "region", "segment", "industry"),
    assumptions=(RENEWED, WITHOUT_PERIOD),
    group="customers",
    direction="up",
    read=read,
)
