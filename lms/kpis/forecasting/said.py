"""Words of a method on a period, and what such words were worth before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.statistics.forecasts.accuracy import accuracy_of, coverage_of
from lms.statistics.forecasts.conformal import LEVELS
from lms.statistics.intervals import Interval


@dataclass(frozen=True)
class ForecastSaid:
    """A forecast with its intervals, narrowest first; levels that can't be said are missing."""

    value: float
    intervals: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Tested:
    """A forecast made again of a past period, and what the period brought."""

    said: ForecastSaid
    actual: float


@dataclass(frozen=True)
class Backtest:
    """What a method was worth: accuracy is 1 - WAPE; `coverage` is by level, None where no interval could be said."""

    periods: int
    accuracy: float | None
    bias: float | None
    coverage: dict[float, float | None]
    intervals: dict[float, int]
    basis: str


@dataclass(frozen=True)
class ForecastMethod:
    """A method with a forecast for each coming period, None where it can say nothing."""

    name: str
    title: str
    description: str
    said: tuple[ForecastSaid | None, ...]
    backtest: Backtest
    notes: tuple[str, ...] = ()


def backtest_of(tests: Sequence[Tested], *, basis: str) -> Backtest:
    """Return what past forecasts were worth."""
    found = accuracy_of([test.said.value for test in tests], [test.actual for test in tests])
    by_level = {
        level: [(own, test.actual) for test in tests for own in test.said.intervals if own.level == level]
        for level in LEVELS
    }
    coverage = {
        level: coverage_of([own.low for own, _ in held], [own.high for own, _ in held], [came for _, came in held])
        for level, held in by_level.items()
    }
    counts = {level: len(held) for level, held in by_level.items()}
    return Backtest(len(tests), found.accuracy, found.bias, coverage, counts, basis)
