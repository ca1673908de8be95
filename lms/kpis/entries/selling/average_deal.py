"""Average deal: mean value of deals won."""

from __future__ import annotations

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.closed import won_deals
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import mean, priced


def read(asked: KpiQuestion) -> KpiReading:
    """Return the mean value of deals won."""
    won = won_deals(asked)
    return priced(mean(won, won.worth()), won)


ENTRY = Definition(
    name="average_deal",
    title="Average deal",
    question="What is a deal worth on average?",
    formula="Value of deals won divided by their number.",
    unit="money",
    measure="distribution",
    needs=("deals",),
    least_n=10,
    n_means="deals won with a value",
    method="bootstrap over people",
    traps=("A few large deals pull it up: read the median beside it.",),
    source="common use; Efron 1987 for the interval",
    dimensions=DEAL_DIMENSIONS,
    assumptions=("people are a sample of those who could sell",),
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
    rows=won_deals,
)
