"""Forecasts of simulated seasonal series: intervals hold what comes as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lms.statistics.forecasts.projection import Projected, project

pytestmark = pytest.mark.slow
SEASON, KNOWN, HORIZONS = 12, 96, 3


def _series(rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw what is known and what comes: a season, heavy-tailed noise, a slow wave."""
    time = np.arange(KNOWN + HORIZONS)
    season = rng.normal(0, 10, SEASON)[time % SEASON]
    noise = rng.standard_t(5, len(time))
    return np.asarray(100 + season + 3 * noise + 2 * np.sin(time / 7))


def _holds(projected: Projected, actual: float) -> list[bool]:
    return [interval.low <= actual <= interval.high for interval in projected.intervals]


def test_conformal_intervals_hold_what_comes() -> None:
    """80 and 95 % within four points, for each horizon and for the sum, on 600 series."""
    rng = np.random.default_rng(21)
    held = []
    for _ in range(600):
        series = _series(rng)
        found = project(series[:KNOWN].tolist(), season=SEASON, horizons=HORIZONS)
        coming = series[KNOWN:].tolist()
        periods = [_holds(period, actual) for period, actual in zip(found.periods, coming, strict=True)]
        held.append([*periods, _holds(found.total, sum(coming))])
    shares = np.mean(held, axis=0)
    assert np.abs(shares - [0.8, 0.95]).max() <= 0.04
