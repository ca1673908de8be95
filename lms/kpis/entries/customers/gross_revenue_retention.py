"""Gross revenue retention: what customers of the start still bring, without what they buy more."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.contracts import RETENTION, kept_customers, retained
from lms.kpis.definition import KpiReading


def read(asked: KpiQuestion) -> KpiReading:
    """Return what the customers of the start bring at the end, each at most what they brought."""
    kept = kept_customers(asked)
    return retained(kept, np.minimum(kept.before, kept.after), ceiling=1)


ENTRY = RETENTION(
    name="gross_revenue_retention",
    title="Gross revenue retention",
    question="How much of the revenue we had do we keep?",
    formula=(
        "Annual value at the period's end of the customers of the day before it, each counted up to what it was then, "
        "divided by their value then: (start - contraction - churn) / start."
    ),
    traps=(
        "It can't exceed 100 %; what customers buy more is in net revenue retention.",
        "It is of the period, not of a year.",
        "One large customer can decide it.",
    ),
    read=read,
)
