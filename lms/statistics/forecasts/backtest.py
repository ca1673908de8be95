"""Backtest: every past forecast beside what came, with the interval that could have been given then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.statistics.forecasts.conformal import conformal_intervals
from lms.statistics.forecasts.naive import Method, seasonal_naive
from lms.statistics.forecasts.origins import PastForecasts, forecast_again

BACKTEST_LEVEL = 0.8


@dataclass(frozen=True)
class BacktestRow:
    """One past forecast: `origin` periods were known, `horizon` is 1 for the next; low and high are None of too few."""

    origin: int
    horizon: int
    forecast: float
    low: float | None
    high: float | None
    actual: float


def backtest(
    series: Sequence[float],
    *,
    season: int,
    horizons: int,
    method: Method = seasonal_naive,
    level: float = BACKTEST_LEVEL,
    latest: int | None = None,
) -> list[BacktestRow]:
    """Return the forecasts from every past origin whose actuals have come; no row knows what came after its origin."""
    past = forecast_again(series, season=season, horizons=horizons, method=method, latest=latest)
    return list(_rows(past, len(series), level))


def _rows(past: PastForecasts, length: int, level: float) -> Iterator[BacktestRow]:
    for place, origin in enumerate(past.origins):
        known = past.known_at(int(origin))
        for ahead in range(min(past.actuals.shape[1], length - int(origin))):
            forecast = float(past.forecasts[place, ahead])
            found = conformal_intervals(forecast, known.errors[:, ahead], (level,))
            low, high = (found[0].low, found[0].high) if found else (None, None)
            yield BacktestRow(int(origin), ahead + 1, forecast, low, high, float(past.actuals[place, ahead]))
