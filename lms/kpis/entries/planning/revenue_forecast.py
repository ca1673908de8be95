"""Revenue forecast: what a period will have brought when it is over."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.forecasting.history import parts_with_deals
from lms.kpis.forecasting.revenue import forecasts_of
from lms.kpis.forecasting.seasonal import SEASON


def read(asked: KpiQuestion) -> KpiReading:
    """Return what each period is forecast to bring."""
    found = forecasts_of(asked)
    ends = [one.ends() for one in found]
    details = {
        "won_so_far": np.concatenate([one.so_far for one in found]),
        "expected": np.concatenate([one.expected for one in found]),
        "actual": np.concatenate([one.actual for one in found]),
    }
    weeks = np.concatenate([parts_with_deals(asked) * one.weeks for one in found])
    notes = ("less than a year of history: the mean week is carried on",) if found[-1].weeks < SEASON else ()
    return KpiReading(
        np.concatenate([one.value for one in found]),
        np.concatenate([low for low, _ in ends]),
        np.concatenate([high for _, high in ends]),
        weeks,
        found[-1].method,
        details,
        notes=notes,
    )


ENTRY = Definition(
    name="revenue_forecast",
    title="Revenue forecast",
    question="How much will this period have brought when it is over?",
    formula=(
        "Value won so far in the period, and for each week that is left the value of 52 weeks before (of less than a "
        "year of history, that of the mean week); a period that is over shows the forecast made before its first day."
    ),
    unit="money",
    measure="distribution",
    needs=("deals",),
    least_n=13,
    n_means="weeks of history before the forecast",
    method="conformal interval of past errors of the same method, as many days ahead; from 19 errors on",
    traps=(
        "It knows nothing of the pipeline: compare it with the forecast by open deals.",
        "An interval as wide as past errors says nothing of a year unlike all before.",
        "A team that was founded lately is forecast by the weeks before it, too.",
    ),
    source="seasonal-naive forecast; split conformal prediction, Vovk et al. 2005",
    assumptions=("the errors to come are as those of the past",),
    dimensions=DEAL_DIMENSIONS,
    group="planning",
    timing="leading",
    direction="up",
    is_of_whole_periods=True,
    read=read,
)
