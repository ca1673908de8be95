"""Kept forecasts: what was forecast for past periods when each began, beside what it brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.forecasting.accuracy import Compared, compare
from lms.kpis.forecasting.promised import promised
from lms.statistics.forecasts.accuracy import ForecastAccuracy, accuracy_of


@dataclass(frozen=True)
class KeptForecast:
    """What was forecast for a period and what the CRM's owners committed to, None where nothing was; and what came.

    `was_kept` tells a forecast that was written down then from one made again of what was known then.
    """

    period: KpiPeriod
    forecast: float | None
    commit: float | None
    actual: float
    was_kept: bool


@dataclass(frozen=True)
class KeptForecasts:
    """Past periods, oldest first, and how accurate their forecasts were."""

    periods: tuple[KeptForecast, ...]
    accuracy: ForecastAccuracy


def kept_forecasts(asked: KpiQuestion, periods: Sequence[KpiPeriod]) -> KeptForecasts:
    """Return the forecasts of periods that are over; `asked` is of one whole."""
    own = asked.over(periods)
    rows = tuple(_row(own, *pair) for pair in zip(own.periods, compare(own, periods=1), strict=True))
    known = [(row.forecast, row.actual) for row in rows if row.forecast is not None]
    return KeptForecasts(rows, accuracy_of([made for made, _ in known], [came for _, came in known]))


def _row(asked: KpiQuestion, period: KpiPeriod, found: Compared) -> KeptForecast:
    commit = float(promised(asked, period, "commit")[0])
    forecast, actual = float(found.forecast[0, 0]), float(found.actual[0, 0])
    return KeptForecast(period, _known(forecast), _known(commit), actual, bool(found.kept[0]))


def _known(value: float) -> float | None:
    return None if isnan(value) else value
