"""Forecast accuracy: how near the forecast made before a period came to what the period brought."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.forecasting.accuracy import compare
from lms.kpis.forecasting.promised import promised
from lms.kpis.readings import counted

METHOD = "no interval: one forecast of one period"


def read(asked: KpiQuestion) -> KpiReading:
    """Return the accuracy of the forecast of each period."""
    found = compare(asked, periods=1)
    empty = np.full(asked.part_count, np.nan)
    commits = [promised(asked, period, "commit") for period in asked.periods]
    details = {
        "bias": np.concatenate([one.bias for one in found]),
        "forecast": np.concatenate([one.forecast[0] if len(one.forecast) else empty for one in found]),
        "actual": np.concatenate([one.actual[0] if len(one.actual) else empty for one in found]),
        "was_kept": np.concatenate([one.kept for one in found]),
        "commit": np.concatenate(commits),
    }
    value = np.concatenate([one.accuracy for one in found])
    return counted(value, np.concatenate([one.n for one in found]), method=METHOD, details=details)


ENTRY = Definition(
    name="forecast_accuracy",
    title="Forecast accuracy",
    question="How near did the forecast come to what the period brought?",
    formula=(
        "One less |forecast - actual| / actual, of the forecast as it stood when the period began: the one that was "
        "written down then, or, where none was, the one that the same method makes of what was known then."
    ),
    unit="share",
    measure="ratio",
    needs=("deals",),
    least_n=1,
    n_means="periods that are over",
    method=METHOD,
    traps=(
        "A forecast made late in its period is always accurate: here each is frozen when its period begins.",
        "One period says little: revenue predictability takes at least four.",
        "Below 0 the forecast was further off than the whole of what came.",
    ),
    source="WAPE; the mean of percentages would be undefined where nothing was sold",
    dimensions=DEAL_DIMENSIONS,
    group="planning",
    timing="lagging",
    direction="up",
    is_of_whole_periods=True,
    read=read,
)
