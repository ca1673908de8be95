"""Pipeline velocity: what the pipeline brings a day."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.closed import closed_deals, won_deals
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import counted, priced


def read(asked: KpiQuestion) -> KpiReading:
    """Return deals worked x win rate x average deal / cycle, which come to money a day."""
    closed, won = closed_deals(asked), won_deals(asked)
    held = asked.stock("held")
    worth, cycle = won.worth(), won["cycle"]
    priced_deals, timed = won.count(~np.isnan(worth)), won.count(cycle >= 0)
    with np.errstate(all="ignore"):
        rate = won.count() / closed.count()
        average = won.sum(worth) / priced_deals
        days = won.sum(np.where(cycle >= 0, cycle, np.nan)) / timed
        velocity = np.where(days > 0, held.count() * rate * average / days, np.nan)
    details = {"open_deals": held.count(), "win_rate": rate, "average_deal": average, "cycle_days": days}
    return priced(counted(velocity, closed.count(), details=details, faulty=closed.faulty()), closed)


ENTRY = Definition(
    name="pipeline_velocity",
    title="Pipeline velocity",
    question="How much money does the pipeline bring a day?",
    formula="Open deals on the last day x win rate x average deal won / mean cycle in days, all of one period.",
    unit="money per day",
    measure="ratio",
    timing="leading",
    needs=("deals",),
    least_n=20,
    n_means="closed deals",
    method="no interval: a product of four figures of which none is independent",
    traps=(
        (
            "The number used is that of open deals on the last day; other reports use all deals worked in the "
            "period, which gives more."
        ),
        "All four are of one period.",
    ),
    source="the common formula of CRM vendors; two variants are published",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    direction="up",
    read=read,
)
