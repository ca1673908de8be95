"""Words of a method on periods, and what such words were worth before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lms.kpis.asked import KpiPeriod
from lms.statistics.forecasts.accuracy import accuracy_of
from lms.statistics.forecasts.conformal import LEVELS
from lms.statistics.intervals import Interval, wilson

HoldVerdict = Literal["as it should", "too narrow", "too wide", "too few to tell"]
# Of fewer past intervals nothing is said of how often they hold.
_LEAST_INTERVALS = 5


@dataclass(frozen=True)
class ForecastSaid:
    """A forecast with its intervals, narrowest first; levels that can't be said are missing."""

    value: float
    intervals: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class ForecastAgain:
    """A forecast made again of a past period, and what the period brought."""

    period: KpiPeriod
    said: ForecastSaid
    actual: float


@dataclass(frozen=True)
class LevelHeld:
    """How many of past intervals of a level there were, the share that held (None of none), and whether that fits it.

    They are too narrow or too wide where the 95 % interval of that share leaves the level out.
    """

    level: float
    intervals: int
    share: float | None
    verdict: HoldVerdict


@dataclass(frozen=True)
class Backtest:
    """What a method was worth of periods so far ahead: accuracy is 1 - WAPE, each None where it can't be said."""

    tests: tuple[ForecastAgain, ...]
    accuracy: float | None
    bias: float | None
    coverage: tuple[LevelHeld, ...]
    basis: str


@dataclass(frozen=True)
class ForecastMethod:
    """A method with a forecast, None where it can say nothing, and a back-test for each coming period."""

    name: str
    title: str
    description: str
    said: tuple[ForecastSaid | None, ...]
    backtests: tuple[Backtest, ...]
    notes: tuple[str, ...] = ()


def backtest_of(tests: Sequence[ForecastAgain], *, basis: str) -> Backtest:
    """Return what past forecasts were worth."""
    found = accuracy_of([test.said.value for test in tests], [test.actual for test in tests])
    coverage = tuple(_held(tests, level) for level in LEVELS)
    return Backtest(tuple(tests), found.accuracy, found.bias, coverage, basis)


def _held(tests: Sequence[ForecastAgain], level: float) -> LevelHeld:
    held = [own.low <= test.actual <= own.high for test in tests for own in test.said.intervals if own.level == level]
    return LevelHeld(level, len(held), sum(held) / len(held) if held else None, _verdict(sum(held), len(held), level))


def _verdict(held: int, intervals: int, level: float) -> HoldVerdict:
    if intervals < _LEAST_INTERVALS:
        return "too few to tell"
    share = wilson(held, intervals)
    if share.high < level:
        return "too narrow"
    return "too wide" if share.low > level else "as it should"
