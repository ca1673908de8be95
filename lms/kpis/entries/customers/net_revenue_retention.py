"""Net revenue retention: what customers of the start bring at the end, with what they buy more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.contracts import RETENTION, kept_customers, retained
from lms.kpis.definition import KpiReading


def read(asked: KpiQuestion) -> KpiReading:
    """Return what the customers of the start bring at the end, with gross retention beside it."""
    kept = kept_customers(asked)
    gross = np.minimum(kept.before, kept.after)
    found = retained(kept, kept.after)
    kept_gross = kept.sum(gross)
    with np.errstate(all="ignore"):
        share = np.where(found.details["at_start"] > 0, kept_gross / found.details["at_start"], np.nan)
    return replace(found, details={**found.details, "gross_revenue_retention": share})


ENTRY = RETENTION(
    name="net_revenue_retention",
    title="Net revenue retention",
    question="Do our customers bring more than they did?",
    formula=(
        "Annual value at the period's end of the customers of the day before it, divided by their value then: "
        "(start + expansion - contraction - churn) / start."
    ),
    traps=(
        "Expansion hides losses: gross revenue retention stands beside it.",
        "New customers are not in it.",
        "It is of the period, not of a year, and one large customer can decide it.",
    ),
    read=read,
)
