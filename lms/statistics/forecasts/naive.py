"""Naive forecasts: each period as one season ago, or the mean where there isn't a season yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# From a series, the length of its season and how many periods ahead: forecasts of shape (horizons,).
Method = Callable[[Sequence[float], int, int], "NDArray[np.float64]"]


def seasonal_naive(series: Sequence[float], season: int, horizons: int) -> NDArray[np.float64]:
    """Return the value of one season before for each coming period; under one season, the mean of what there is.

    `has_season` tells which of the two. A season of 1 repeats the last value. An empty series raises ValueError.
    """
    import numpy as np

    if not len(series):
        raise ValueError("a forecast needs at least one period")
    if not has_season(series, season):
        return np.full(horizons, float(np.mean(series)))
    last = np.asarray(series, dtype=float)[len(series) - season :]
    return last[np.arange(horizons) % season]


def has_season(series: Sequence[float], season: int) -> bool:
    """Tell whether the series is at least one season long."""
    return len(series) >= season
