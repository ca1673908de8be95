"""The forecast by open deals: each by its stage, its age in it and its amount, as such deals ended before."""

from __future__ import annotations

from dataclasses import dataclass

from lms.kpis.asked import Asked, Period
from lms.kpis.forecasting.history import History
from lms.kpis.forecasting.said import Method, Said, Tested, backtest_of
from lms.kpis.forecasting.spans import Spans
from lms.kpis.forecasting.visits import Visits
from lms.statistics.forecasts.pipeline import PipelineForecast, calibrated, forecast_pipeline
from lms.statistics.intervals import Interval

DESCRIPTION = "won so far and what open deals will bring, by how deals of their stage and age ended before"
_NEW_DEALS = "Deals that aren't open yet are in no figure of it: of later periods it says less and less."
# A simulation of one past day takes as long as its deals are many.
_MOST_SIMULATED = 200_000


@dataclass(frozen=True)
class _Before:
    """What was said of a past period and what came, before past errors widen it."""

    said: Said
    actual: float


def by_open_deals(asked: Asked, history: History, spans: Spans, *, tested: int) -> Method:
    """Return the forecast by open deals; its intervals are widened by what past ones missed."""
    visits = Visits(asked)
    own = _forecast(visits, asked, spans.coming, spans.as_of)
    so_far = float(history.between(spans.coming[0].start, spans.as_of)[0])
    most = min(tested, _MOST_SIMULATED // max(own.deals, 1))
    earlier = [_before(visits, asked, history, period, day) for period, day in spans.same_days(most)]
    tests = [Tested(_widened(one.said, earlier[:place]), one.actual) for place, one in enumerate(earlier)]
    said = [
        _widened(_said(found.expected, found.intervals, so_far if number == 0 else 0.0), earlier if number == 0 else ())
        for number, found in enumerate(own.periods)
    ]
    if not own.deals:
        return Method(
            "open_deals", "Open deals", DESCRIPTION, (None,) * len(said), backtest_of(tests, basis=spans.basis)
        )
    return Method(
        "open_deals",
        "Open deals",
        DESCRIPTION,
        tuple(said),
        backtest_of(tests, basis=spans.basis),
        (_NEW_DEALS, *_left_out(own)),
    )


def _forecast(visits: Visits, asked: Asked, periods: tuple[Period, ...], day: int) -> PipelineForecast:
    ends = [period.end - day for period in periods]
    return forecast_pipeline(visits.open_on(asked, day), conversions=visits.conversions(day), ends=ends)


def _before(visits: Visits, asked: Asked, history: History, period: Period, day: int) -> _Before:
    (found,) = _forecast(visits, asked, (period,), day).periods
    so_far = float(history.between(period.start, day)[0]) if day >= period.start else 0.0
    return _Before(_said(found.expected, found.intervals, so_far), float(history.between(*period)[0]))


def _said(expected: float, intervals: tuple[Interval, ...], so_far: float) -> Said:
    moved = (Interval(so_far + one.low, so_far + one.high, one.level, one.method) for one in intervals)
    return Said(so_far + expected, tuple(moved))


def _widened(said: Said, earlier: list[_Before] | tuple[()]) -> Said:
    """Return what is said with intervals as wide as past ones should have been; those of too few are left out."""
    found = []
    for own in said.intervals:
        past = [(one.low, one.high, before.actual) for before in earlier for one in _at(before, own.level)]
        wide = calibrated(own, past)
        if wide is not None:
            found.append(wide)
    return Said(said.value, tuple(found))


def _at(before: _Before, level: float) -> list[Interval]:
    return [one for one in before.said.intervals if one.level == level]


def _left_out(found: PipelineForecast) -> tuple[str, ...]:
    if not found.left_out:
        return ()
    return (f"{found.left_out} open deals are in no figure: too little is known of their stage at their age.",)
