"""The forecast by open deals: each by its stage, its age in it and its amount, as such deals ended before."""

from __future__ import annotations

from dataclasses import dataclass

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.forecasting.history import ValueHistory
from lms.kpis.forecasting.said import ForecastMethod, ForecastSaid, Tested, backtest_of
from lms.kpis.forecasting.spans import Spans
from lms.kpis.forecasting.visits import StageVisits
from lms.statistics.forecasts.pipeline import PipelineForecast, calibrated, forecast_pipeline
from lms.statistics.intervals import Interval

DESCRIPTION = "won so far and what open deals will bring, by how deals of their stage and age ended before"
_NEW_DEALS = "Deals that aren't open yet are in no figure of it: of later periods it says less and less."
# A simulation of one past day takes as long as its deals are many.
_MOST_SIMULATED = 200_000


@dataclass(frozen=True)
class _Before:
    """What was said of a past period and what came, before past errors widen it."""

    said: ForecastSaid
    actual: float


def by_open_deals(asked: KpiQuestion, history: ValueHistory, spans: Spans, *, tested: int) -> ForecastMethod:
    """Return the forecast by open deals; its intervals are widened by what past ones missed."""
    visits = StageVisits(asked)
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
        return ForecastMethod(
            "open_deals", "Open deals", DESCRIPTION, (None,) * len(said), backtest_of(tests, basis=spans.basis)
        )
    return ForecastMethod(
        "open_deals",
        "Open deals",
        DESCRIPTION,
        tuple(said),
        backtest_of(tests, basis=spans.basis),
        (_NEW_DEALS, *_left_out(own)),
    )


def _forecast(visits: StageVisits, asked: KpiQuestion, periods: tuple[KpiPeriod, ...], day: int) -> PipelineForecast:
    ends = [period.end - day for period in periods]
    return forecast_pipeline(visits.open_on(asked, day), conversions=visits.conversions(day), ends=ends)


def _before(visits: StageVisits, asked: KpiQuestion, history: ValueHistory, period: KpiPeriod, day: int) -> _Before:
    (found,) = _forecast(visits, asked, (period,), day).periods
    so_far = float(history.between(period.start, day)[0]) if day >= period.start else 0.0
    return _Before(_said(found.expected, found.intervals, so_far), float(history.between(*period)[0]))


def _said(expected: float, intervals: tuple[Interval, ...], so_far: float) -> ForecastSaid:
    moved = (Interval(so_far + one.low, so_far + one.high, one.level, one.method) for one in intervals)
    return ForecastSaid(so_far + expected, tuple(moved))


def _widened(said: ForecastSaid, earlier: list[_Before] | tuple[()]) -> ForecastSaid:
    """Return what is said with intervals as wide as past ones should have been; those of too few are left out."""
    found = []
    for own in said.intervals:
        past = [(one.low, one.high, before.actual) for before in earlier for one in _at(before, own.level)]
        wide = calibrated(own, past)
        if wide is not None:
            found.append(wide)
    return ForecastSaid(said.value, tuple(found))


def _at(before: _Before, level: float) -> list[Interval]:
    return [one for one in before.said.intervals if one.level == level]


def _left_out(found: PipelineForecast) -> tuple[str, ...]:
    if not found.left_out:
        return ()
    return (f"{found.left_out} open deals are in no figure: too little is known of their stage at their age.",)
