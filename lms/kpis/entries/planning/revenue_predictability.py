"""Revenue predictability: how near forecasts came to what was sold, over several periods."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.forecasting.accuracy import MOST_COMPARED, compare
from lms.kpis.readings import counted
from lms.statistics.forecasts.accuracy import MIN_PERIODS

METHOD = "no interval: four to eight forecasts of one method"


def read(asked: KpiQuestion) -> KpiReading:
    """Return the accuracy over each period and those before it."""
    found = compare(asked, periods=MOST_COMPARED)
    details = {
        "bias": np.concatenate([one.bias for one in found]),
        "kept": np.concatenate([one.kept for one in found]),
    }
    value = np.concatenate([one.accuracy for one in found])
    return counted(value, np.concatenate([one.n for one in found]), method=METHOD, details=details)


ENTRY = Definition(
    name="revenue_predictability",
    title="Revenue predictability",
    question="Can what we will sell be told before?",
    formula=(
        "One less sum |forecast - actual| / sum actual (WAPE) over the period and those right before it that are over, "
        "eight at most, each forecast frozen when its period began."
    ),
    unit="share",
    measure="ratio",
    needs=("deals",),
    least_n=MIN_PERIODS,
    n_means="periods that are over",
    method=METHOD,
    traps=(
        "Weeks are harder to foretell than quarters: compare periods of one length only.",
        "Read the bias beside it: errors in both directions cancel there and not here.",
    ),
    source="1 - WAPE over at least four periods",
    dimensions=DEAL_DIMENSIONS,
    group="planning",
    timing="lagging",
    direction="up",
    is_of_whole_periods=True,
    read=read,
)
