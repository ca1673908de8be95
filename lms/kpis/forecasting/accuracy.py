"""Accuracy of forecasts: each frozen when its period began, as it was kept or else made again, beside what came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.forecasting.history import ValueHistory, parts_with_deals, won_history
from lms.kpis.forecasting.promised import promised
from lms.kpis.forecasting.revenue import forecast_of
from lms.kpis.periods import STEPS, before, period_at

# Of fewer weeks of history nobody would have forecast.
LEAST_WEEKS = 13
# So many past periods tell how predictable revenue is.
MOST_COMPARED = 8


@dataclass(frozen=True, eq=False)
class Compared:
    """Forecast and actual of periods, of shape (periods, parts); NaN where there is none. `kept` counts kept ones."""

    forecast: NDArray[np.float64]
    actual: NDArray[np.float64]
    kept: NDArray[np.int64]

    @property
    def n(self) -> NDArray[np.int64]:
        """How many periods can be compared, of each part."""
        found: NDArray[np.int64] = (~np.isnan(self.forecast) & ~np.isnan(self.actual)).sum(axis=0)
        return found

    @property
    def accuracy(self) -> NDArray[np.float64]:
        """1 - sum |F - A| / sum |A|; NaN where nothing was sold."""
        return 1 - self._by_actual(np.abs(self.forecast - self.actual))

    @property
    def bias(self) -> NDArray[np.float64]:
        """Sum (F - A) / sum A: above 0 too much was forecast."""
        return self._by_actual(self.forecast - self.actual)

    def _by_actual(self, errors: NDArray[np.float64]) -> NDArray[np.float64]:
        whole = np.where(np.isnan(errors), 0.0, np.abs(self.actual)).sum(axis=0)
        with np.errstate(all="ignore"):
            return np.where(whole > 0, np.nansum(errors, axis=0) / whole, np.nan)


def compare(asked: KpiQuestion, *, periods: int) -> list[Compared]:
    """Return for each period asked for the comparison of it and those right before, so many that are over."""
    wanted = [_over(asked, period, periods) for period in asked.periods]
    history = won_history(asked)
    compared = {period for each in wanted for period in each}
    once = {period: asked.once(("compared", period), partial(_pair, asked, history, period)) for period in compared}
    return [_stacked(asked, each, once) for each in wanted]


def _over(asked: KpiQuestion, period: KpiPeriod, count: int) -> list[KpiPeriod]:
    """Return the period, where it is over, and those before, so many in all at most; without it where it isn't."""
    step = next(
        (step for step in STEPS if period_at(step, _day(period), year_starts=asked.year_starts) == period), None
    )
    found = [period] if period.end <= asked.as_of else []
    for _ in range(count - 1):
        period = before(period, as_of=period.end, step=step, year_starts=asked.year_starts)
        found += [period] if period.end <= asked.as_of else []
    return found


def _day(period: KpiPeriod) -> date:
    return date.fromordinal(period.start)


def _pair(asked: KpiQuestion, history: ValueHistory, period: KpiPeriod) -> tuple[NDArray[np.float64], ...]:
    made = forecast_of(history, period, as_of=asked.as_of)
    kept = promised(asked, period, "ours")
    is_told = parts_with_deals(asked) & (made.weeks >= LEAST_WEEKS)
    again = np.where(is_told, made.value, np.nan)
    return np.where(np.isnan(kept), again, kept), made.actual, (~np.isnan(kept)).astype(np.float64)


def _stacked(
    asked: KpiQuestion, periods: list[KpiPeriod], once: Mapping[KpiPeriod, tuple[NDArray[np.float64], ...]]
) -> Compared:
    empty = np.zeros((0, asked.part_count))
    columns = [
        np.array([once[period][place] for period in periods]).reshape(-1, asked.part_count) for place in range(3)
    ]
    forecast, actual, kept = columns if periods else [empty] * 3
    return Compared(forecast, actual, kept.sum(axis=0).astype(np.int64))
