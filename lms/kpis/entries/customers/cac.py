"""CAC: what winning a customer costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.earlier import days_before
from lms.kpis.new_customers import first_wins
from lms.kpis.readings import priced
from lms.kpis.spending import of_company, spent
from lms.statistics.many import garwood_many
from lms.statistics.quantiles import quantile_by_group

METHOD = "Garwood's exact Poisson interval of the number of new customers alone"


def read(asked: KpiQuestion) -> KpiReading:
    """Return spend / new customers, the spend being that of the days a median sales cycle earlier."""
    lag = _lag(asked)
    entries, part = spent(days_before(asked, np.nan_to_num(lag).astype(np.int64).tolist()))
    cost, won = entries.sum(part), first_wins(asked).count()
    cost = np.where((cost > 0) & np.repeat(~np.isnan(lag), asked.part_count), cost, np.nan)
    bounds = garwood_many(won, np.ones(len(won)))
    with np.errstate(all="ignore"):
        value, low, high = (np.where(by > 0, cost / by, np.nan) for by in (won, bounds.high, bounds.low))
    details = {"spend": cost, "lag_days": np.repeat(lag, asked.part_count)}
    return of_company(asked, priced(KpiReading(value, low, high, won, METHOD, details), entries))


def _lag(asked: KpiQuestion) -> NDArray[np.float64]:
    """Return the median cycle of the company's deals won in each period, in days; NaN where none is known."""
    closed = asked.of_all().flow("end")
    won = closed.where((closed["is_won"] == 1) & (closed["cycle"] >= 0))
    return np.round(quantile_by_group(won["cycle"], won.group, len(asked.periods)).value)


ENTRY = Definition(
    name="cac",
    title="Customer acquisition cost",
    question="What does a new customer cost us?",
    formula=(
        "Sales and marketing spend of the period moved back by the median sales cycle of the deals won in it, divided "
        "by the new customers of the period."
    ),
    unit="money",
    measure="ratio",
    timing="lagging",
    needs=("spend", "deals"),
    least_n=5,
    n_means="new customers",
    method=METHOD,
    traps=(
        "Spend works a sales cycle later; with that of the same days a growing company looks dear.",
        "By how many days the spend was moved stands beside it.",
        "What isn't in the entries, as salaries, isn't in it.",
        "Spend that served customers who were there already is in it.",
        "Spend belongs to no person and no team: it is of the company, or of campaigns.",
    ),
    source="common use, with the lag that cohorts need",
    dimensions=("campaign",),
    assumptions=("spend over several days is spread evenly over them",),
    group="customers",
    direction="down",
    read=read,
)
