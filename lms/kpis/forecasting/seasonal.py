"""Carrying a history on: each week as 52 weeks before, with intervals as wide as past errors of as many days."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.kpis.forecasting.history import WEEK, ValueHistory
from lms.statistics.forecasts.conformal import CLOSE, LEVELS

SEASON = 52
METHOD = "each week as 52 weeks before; conformal on past errors of as many days ahead"
MEAN = "the mean week, of less than a year; conformal on past errors of as many days ahead"


@dataclass(frozen=True, eq=False)
class Expected:
    """What is expected of each part, and by level how far past actuals lay from it; NaN of too few past errors.

    `weeks` were known, and `errors` forecasts could be compared.
    """

    value: NDArray[np.float64]
    halves: Mapping[float, NDArray[np.float64]]
    weeks: int
    errors: int

    @property
    def is_seasonal(self) -> bool:
        """Whether there was a year to repeat."""
        return self.weeks >= SEASON

    @property
    def method(self) -> str:
        """How it was forecast."""
        return METHOD if self.is_seasonal else MEAN


def expect(history: ValueHistory, *, origin: int, days: int, lead: int = 0) -> Expected:
    """Forecast the sum of so many days that begin `lead` days after the origin, by what was known on that day.

    As `project` does with weeks, for all parts at once, and for days that aren't whole weeks.
    """
    weeks = max((origin - history.first + 1) // WEEK, 0)
    first = origin - weeks * WEEK
    value = _carried(history, np.array([origin]), first, weeks, (lead, days))[:, 0]
    least = math.ceil((lead + days) / WEEK)
    back = np.arange(least, weeks - (SEASON if weeks >= SEASON else 1) + 1)
    origins = origin - WEEK * back
    came = history.until(origins + lead + days) - history.until(origins + lead)
    errors = np.sort(np.abs(came - _carried(history, origins, first, weeks, (lead, days))), axis=1)
    return Expected(value, {level: _bound(errors, level) for level in LEVELS}, weeks, len(back))


def _carried(
    history: ValueHistory, origins: NDArray[np.int64], first: int, weeks: int, ahead: tuple[int, int]
) -> NDArray[np.float64]:
    """Return forecasts of shape (parts, origins)."""
    lead, days = ahead
    if weeks >= SEASON:
        whole = _repeated(history, origins, lead + days)
        return whole - _repeated(history, origins, lead) if lead else whole
    known = np.maximum(origins - first, 1)
    return (history.until(origins) - history.until(np.array(first))[:, None]) / known * days


def _repeated(history: ValueHistory, origins: NDArray[np.int64], days: int) -> NDArray[np.float64]:
    """Return the sum of so many days after each origin where each is as the one a season before."""
    seasons, rest = divmod(days, SEASON * WEEK)
    before = history.until(origins - SEASON * WEEK)
    own = history.until(origins - SEASON * WEEK + rest) - before
    return own + seasons * (history.until(origins) - before) if seasons else own


def _bound(errors: NDArray[np.float64], level: float) -> NDArray[np.float64]:
    """Return for each part the error that holds so large a share of what comes; errors are in order."""
    place = math.ceil((errors.shape[1] + 1) * level - CLOSE)
    found: NDArray[np.float64] = errors[:, place - 1] if place <= errors.shape[1] else np.full(len(errors), np.nan)
    return found
