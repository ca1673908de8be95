"""The forecast by exponential smoothing of whole periods, where the extra `forecast` is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lms.kpis.forecasting.history import ValueHistory
from lms.kpis.forecasting.said import ForecastAgain, ForecastMethod, ForecastSaid, backtest_of
from lms.kpis.forecasting.spans import Spans
from lms.kpis.periods import Step
from lms.statistics.forecasts.auto_ets import auto_ets
from lms.statistics.forecasts.backtest import backtest
from lms.statistics.forecasts.conformal import LEVELS
from lms.statistics.forecasts.projection import project
from lms.statistics.intervals import Interval

DESCRIPTION = "AutoETS, exponential smoothing of whole periods that chooses its own form"
_WHOLE = "What was won so far in the present period isn't in it."
# Weeks have no season here: the models know none longer than 24 periods.
SEASONS: dict[Step, int] = {"week": 1, "month": 12, "quarter": 4, "year": 1}
LEAST_PERIODS = 8
# Each fit takes a fraction of a second, so no more past periods are forecast again than a 95 % interval takes.
_LATEST = 20
_FITS_KEPT = 2048


def by_smoothing(history: ValueHistory, spans: Spans, step: Step) -> ForecastMethod:
    """Return the forecast by AutoETS of periods that are over; what is won in the present one isn't in it."""
    series = [float(history.between(*period)[0]) for period in spans.past]
    season = SEASONS[step] if len(series) >= 2 * SEASONS[step] else 1
    latest = min(_LATEST, len(series) - LEAST_PERIODS)
    coming = range(len(spans.coming))
    if latest < 1:
        empty = tuple(backtest_of([], basis=_basis(ahead)) for ahead in coming)
        note = (f"It needs more than {LEAST_PERIODS} whole periods, and there are {len(series)}.",)
        return ForecastMethod("auto_ets", "AutoETS", DESCRIPTION, (None,) * len(coming), empty, note)
    made = project(series, season=season, horizons=len(coming), method=_smoothed, latest=latest)
    said = tuple(ForecastSaid(one.value, tuple(_above_zero(own) for own in one.intervals)) for one in made.periods)
    tests = _tests(series, spans, season, latest)
    backtests = tuple(backtest_of(tests[ahead], basis=_basis(ahead)) for ahead in coming)
    return ForecastMethod("auto_ets", "AutoETS", DESCRIPTION, said, backtests, (_WHOLE,))


def _basis(ahead: int) -> str:
    known = "the periods known when it began" if not ahead else f"those known {ahead} before it began"
    return f"past periods forecast again, each by {known}"


def _smoothed(series: Sequence[float], season: int, horizons: int) -> NDArray[np.float64]:
    return np.array(_fitted(tuple(series), season, horizons))


@lru_cache(maxsize=_FITS_KEPT)
def _fitted(series: tuple[float, ...], season: int, horizons: int) -> tuple[float, ...]:
    """Fit once what the projection and each level of the back-test ask for, and the next request too."""
    with np.errstate(all="ignore"):  # of a few periods some of its forms can't be fitted, and it says so aloud
        return tuple(auto_ets(series, season, horizons).tolist())


def _above_zero(interval: Interval) -> Interval:
    return replace(interval, low=max(0.0, interval.low))


def _tests(series: list[float], spans: Spans, season: int, latest: int) -> list[list[ForecastAgain]]:
    """Return past forecasts by how many periods ahead they were."""
    horizons = len(spans.coming)
    by_level = [
        backtest(series, season=season, horizons=horizons, method=_smoothed, level=level, latest=latest)
        for level in LEVELS
    ]
    found: list[list[ForecastAgain]] = [[] for _ in spans.coming]
    for rows in zip(*by_level, strict=True):
        held = zip(LEVELS, rows, strict=True)
        intervals = (
            Interval(max(0.0, row.low), row.high, level, DESCRIPTION)
            for level, row in held
            if row.low is not None and row.high is not None
        )
        period = spans.past[rows[0].origin + rows[0].horizon - 1]
        test = ForecastAgain(period, ForecastSaid(rows[0].forecast, tuple(intervals)), rows[0].actual)
        found[rows[0].horizon - 1].append(test)
    return found
