"""Projection: the coming periods and their sum, each with the intervals that past errors allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lms.statistics.forecasts.conformal import LEVELS, conformal_intervals
from lms.statistics.forecasts.naive import Method, has_season, seasonal_naive
from lms.statistics.forecasts.origins import forecast_again
from lms.statistics.intervals import Interval


@dataclass(frozen=True)
class Projected:
    """A forecast with its intervals, the narrowest level first; levels with too few past errors are missing."""

    value: float
    intervals: tuple[Interval, ...]

    @property
    def status(self) -> Literal["measured", "insufficient_data"]:
        """Whether there is an interval at all."""
        return "measured" if self.intervals else "insufficient_data"


@dataclass(frozen=True)
class Projection:
    """The coming periods in order, and their sum with intervals of the sum's own past errors.

    `is_seasonal` is false where the series was shorter than a season, and the season played no part.
    """

    periods: tuple[Projected, ...]
    total: Projected
    is_seasonal: bool
    origins: int


def project(
    series: Sequence[float],
    *,
    season: int,
    horizons: int,
    method: Method = seasonal_naive,
    levels: tuple[float, ...] = LEVELS,
    latest: int | None = None,
) -> Projection:
    """Forecast so many periods ahead; intervals come from the errors of the same method at past origins.

    `latest` looks back at so many origins only, for a method that takes long. An empty series raises ValueError.
    """
    values = method(series, season, horizons)
    past = forecast_again(series, season=season, horizons=horizons, method=method, latest=latest)
    periods = tuple(
        Projected(float(value), conformal_intervals(float(value), past.errors[:, ahead], levels))
        for ahead, value in enumerate(values)
    )
    total = float(values.sum())
    return Projection(
        periods=periods,
        total=Projected(total, conformal_intervals(total, past.sum_errors, levels)),
        is_seasonal=has_season(series, season),
        origins=len(past.origins),
    )
