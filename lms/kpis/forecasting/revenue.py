"""Revenue forecasts of periods: what is won so far and what is expected until the end; of past ones, as made then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.forecasting.history import ValueHistory, won_history
from lms.kpis.forecasting.seasonal import expect
from lms.statistics.intervals import LEVEL

RevenueColumn = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Forecast:
    """Forecasts of one period, by part: `so_far` was won when it was made, `actual` is NaN until the period is over."""

    so_far: RevenueColumn
    expected: RevenueColumn
    halves: dict[float, RevenueColumn]
    actual: RevenueColumn
    weeks: int
    method: str

    @property
    def value(self) -> RevenueColumn:
        """What the period is forecast to come to."""
        return self.so_far + self.expected

    def ends(self, level: float = LEVEL) -> tuple[RevenueColumn, RevenueColumn]:
        """Return both ends of the interval; no less than was won already."""
        half = self.halves[level]
        return np.maximum(self.value - half, self.so_far), self.value + half


def forecast_of(history: ValueHistory, period: KpiPeriod, *, as_of: int) -> Forecast:
    """Forecast a period: of one that is over, by what was known when it began, so that both can be compared."""
    is_over = period.end <= as_of
    origin = period.start - 1 if is_over else as_of
    lead = max(period.start - 1 - origin, 0)
    so_far = history.between(period.start, origin) if origin >= period.start else np.zeros(len(history.sums))
    rest = expect(history, origin=origin, lead=lead, days=period.end - max(origin, period.start - 1))
    came = history.between(period.start, period.end) if is_over else np.full(len(so_far), np.nan)
    return Forecast(so_far, rest.value, dict(rest.halves), came, rest.weeks, rest.method)


def forecasts_of(asked: KpiQuestion) -> list[Forecast]:
    """Return the forecast of each period asked for."""
    history = won_history(asked)
    return [forecast_of(history, period, as_of=asked.as_of) for period in asked.periods]
