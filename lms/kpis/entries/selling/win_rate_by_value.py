"""Win rate by value: the worth of deals won of that of deals closed."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import priced, ratio


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of the value of closed deals that was won."""
    closed = asked.flow("end")
    worth = closed.worth()
    found = ratio(closed, np.where(closed["is_won"] == 1, worth, 0), worth, ceiling=1)
    return priced(found, closed)


ENTRY = Definition(
    name="win_rate_by_value",
    title="Win rate by value",
    question="Of the money that was decided on, how much did we win?",
    formula="Value of deals won divided by value of deals won and lost, by the day they were closed.",
    unit="share",
    measure="ratio",
    needs=("deals",),
    least_n=20,
    n_means="closed deals",
    method="bootstrap over people",
    traps=(
        "A few large deals decide it: read it beside the win rate by number.",
        "CRMs often lose the amount of lost deals: those without one are not in it.",
    ),
    source="common use; Efron 1987 for the interval",
    dimensions=DEAL_DIMENSIONS,
    assumptions=("people are a sample of those who could sell",),
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
)
