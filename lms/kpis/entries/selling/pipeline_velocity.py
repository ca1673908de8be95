"""Pipeline velocity: what the pipeline brings a day."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.closed import closed_deals, cycle_days, won_deals
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import counted, priced

METHOD = "no interval: a product of four figures of which none is independent"


def read(asked: KpiQuestion) -> KpiReading:
    """Return open deals x win rate x average deal / cycle, which come to money a day."""
    closed, won = closed_deals(asked), won_deals(asked)
    held = asked.stock("held")
    worth, cycle = won.worth(), cycle_days(won)
    priced_deals, timed = won.count(~np.isnan(worth)), won.count(~np.isnan(cycle))
    with np.errstate(all="ignore"):
        rate = won.count() / closed.count()
        average = won.sum(worth) / priced_deals
        days = won.sum(cycle) / timed
        velocity = np.where(days > 0, held.count() * rate * average / days, np.nan)
    details = {"open_deals": held.count(), "win_rate": rate, "average_deal": average, "cycle_days": days}
    found = counted(velocity, closed.count(), method=METHOD, details=details, faulty=closed.faulty())
    return priced(found, closed)


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
    method=METHOD,
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
