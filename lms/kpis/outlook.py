"""Outlook: where a KPI stands on its way to a target, where it is expected to land, and what can be said of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.definition import Definition
from lms.kpis.forecasting.history import ValueHistory, weekly_history, won_history
from lms.kpis.forecasting.seasonal import expect
from lms.kpis.results import KpiResult, results_of
from lms.statistics.intervals import LEVEL, Interval

Verdict = Literal["reached", "missed", "on course", "behind", "too early to say", "no data", "too little data"]
_SUMMED = {"count", "money"}


@dataclass(frozen=True)
class Landing:
    """What a KPI is expected to be at the end of a period; without an interval where none can be said."""

    value: float
    interval: Interval | None
    method: str


@dataclass(frozen=True)
class Outlook:
    """The KPI so far, which part of the target that is (None where there is no telling), and where it is to land."""

    now: KpiResult
    progress: float | None
    landing: Landing | None
    verdict: Verdict


def outlook_of(asked: KpiQuestion, definition: Definition, period: KpiPeriod, target: float) -> Outlook:
    """Return how a KPI stands in a period against a target; `asked` is of one whole, and its periods don't matter."""
    own = asked.over([period])
    (found,) = results_of(own, [definition])
    now = found.results[0]
    is_over = period.end <= asked.as_of
    landing = None if is_over else _landing(own, definition, period, now, found.method)
    progress = now.value / target if now.value is not None and target > 0 else None
    if is_over:
        return Outlook(now, progress, None, ended_at(now, target, definition))
    return Outlook(now, progress, landing, _verdict(landing, target, definition))


def _landing(
    asked: KpiQuestion, definition: Definition, period: KpiPeriod, now: KpiResult, method: str
) -> Landing | None:
    if asked.as_of < period.start or now.value is None:
        return None
    if definition.measure != "flow" or definition.unit not in _SUMMED:
        has = now.low is not None and now.high is not None
        interval = Interval(now.low or 0.0, now.high or 0.0, LEVEL, method) if has else None
        return Landing(now.value, interval, "as it stands now")
    rest = expect(_history(asked, definition), origin=asked.as_of, days=period.end - asked.as_of)
    expected, half = float(rest.value[0]), float(rest.halves[LEVEL][0])
    low, high = now.value + max(0.0, expected - half), now.value + expected + half
    interval = Interval(low, high, LEVEL, rest.method) if np.isfinite(half) else None
    return Landing(now.value + expected, interval, rest.method)


def _history(asked: KpiQuestion, definition: Definition) -> ValueHistory:
    """Return the history that is carried on: won value day by day, or a target would not land where revenue does."""
    return won_history(asked) if definition.name == "won_value" else weekly_history(asked, definition)


def ended_at(now: KpiResult, target: float, definition: Definition) -> Verdict:
    """Return what became of a target whose period is over."""
    if now.value is None:
        return "too little data" if now.n else "no data"
    is_reached = now.value <= target if definition.direction == "down" else now.value >= target
    return "reached" if is_reached else "missed"


def _verdict(landing: Landing | None, target: float, definition: Definition) -> Verdict:
    """Say what the whole interval agrees on."""
    if landing is None or landing.interval is None:
        return "too early to say"
    low, high = landing.interval.low, landing.interval.high
    if definition.direction == "down":
        low, high, target = -high, -low, -target
    if low >= target:
        return "on course"
    return "behind" if high < target else "too early to say"
