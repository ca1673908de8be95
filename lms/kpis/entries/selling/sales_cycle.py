"""Sales cycle: days from first contact to close."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.closed import cycle_days, won_deals
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import median


def read(asked: KpiQuestion) -> KpiReading:
    """Return the median days from first contact to close of deals won, with the mean beside."""
    won = won_deals(asked)
    days = cycle_days(won)
    known = won.where(~np.isnan(days))
    with np.errstate(all="ignore"):
        mean = known.sum(days[~np.isnan(days)]) / known.count()
    return median(won, days, details={"mean": mean, "without_days": won.count(np.isnan(days))})


ENTRY = Definition(
    name="sales_cycle",
    title="Sales cycle length",
    question="How long does it take from the first contact to a signature?",
    formula=(
        "Median of the days from first contact (creation, where no contact is known) to close, of deals won; the "
        "mean beside."
    ),
    unit="days",
    measure="distribution",
    direction="down",
    needs=("deals",),
    least_n=10,
    n_means="deals won with both days",
    method="exact interval from order statistics",
    traps=(
        "Deals that were closed before they were created are left out and counted.",
        "In a young CRM long deals are missing, because they began before it.",
    ),
    source="common use; David and Nagaraja 2003 for the interval",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    timing="lagging",
    read=read,
    rows=won_deals,
)
