"""The forecast by open deals: each by its stage, its age in it and its amount, as such deals ended before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.forecasting.history import ValueHistory
from lms.kpis.forecasting.said import ForecastAgain, ForecastMethod, ForecastSaid, backtest_of
from lms.kpis.forecasting.spans import Spans
from lms.kpis.forecasting.visits import StageVisits
from lms.statistics.forecasts.pipeline import PipelineForecast, calibrated, forecast_pipeline
from lms.statistics.intervals import Interval

DESCRIPTION = "won so far and what open deals will bring, by how deals of their stage and age ended before"
_NEW_DEALS = "Deals that aren't open yet are in no figure of it: of later periods it says less and less."
_NOTHING_OPEN = "There is no open deal of a stage of which enough is known."
# A simulation of one past day takes as long as its deals are many.
_MOST_SIMULATED = 200_000


@dataclass(frozen=True)
class _Before:
    """What was said of a past period on a day, before past errors widen it; what was won by then, and what in all."""

    period: KpiPeriod
    day: int
    said: ForecastSaid
    so_far: float
    actual: float


def by_open_deals(asked: KpiQuestion, history: ValueHistory, spans: Spans, *, tested: int) -> ForecastMethod:
    """Return the forecast by open deals; its intervals are widened by what past ones missed, as far ahead."""
    visits = StageVisits(asked)
    own = _forecast(visits, asked, spans.coming, spans.as_of)
    so_far = float(history.between(spans.coming[0].start, spans.as_of)[0])
    most = min(tested, _MOST_SIMULATED // max(own.deals, 1))
    earlier = _earlier(visits, asked, history, spans, most)
    backtests = tuple(backtest_of(_tests(found), basis=spans.basis(ahead)) for ahead, found in enumerate(earlier))
    if not own.deals:
        nothing = (None,) * len(spans.coming)
        return ForecastMethod("open_deals", "Open deals", DESCRIPTION, nothing, backtests, (_NOTHING_OPEN,))
    won = [so_far, *(0.0 for _ in spans.coming[1:])]
    said = tuple(
        _widened(_said(found.expected, found.intervals, least), before, least)
        for found, before, least in zip(own.periods, earlier, won, strict=True)
    )
    return ForecastMethod("open_deals", "Open deals", DESCRIPTION, said, backtests, (_NEW_DEALS, *_left_out(own)))


def _forecast(visits: StageVisits, asked: KpiQuestion, periods: Sequence[KpiPeriod], day: int) -> PipelineForecast:
    ends = [period.end - day for period in periods]
    return forecast_pipeline(visits.open_on(asked, day), conversions=visits.conversions(day), ends=ends)


def _earlier(
    visits: StageVisits, asked: KpiQuestion, history: ValueHistory, spans: Spans, most: int
) -> list[list[_Before]]:
    """Return what would have been said of past periods, the latest of them, by how many periods ahead it was."""
    found: list[list[_Before]] = [[] for _ in spans.coming]
    first = max(0, len(spans.past) - most)
    for place in range(first, len(spans.past)):
        periods = spans.past[place : place + len(found)]
        for ahead, before in enumerate(_before(visits, asked, history, periods, spans.same_day(place))):
            found[ahead].append(before)
    return found


def _before(
    visits: StageVisits, asked: KpiQuestion, history: ValueHistory, periods: Sequence[KpiPeriod], day: int
) -> Iterator[_Before]:
    found = _forecast(visits, asked, periods, day)
    for period, made in zip(periods, found.periods, strict=True) if found.deals else ():
        so_far = float(history.between(period.start, day)[0]) if day >= period.start else 0.0
        said = _said(made.expected, made.intervals, so_far)
        yield _Before(period, day, said, so_far, float(history.between(*period)[0]))


def _tests(earlier: Sequence[_Before]) -> list[ForecastAgain]:
    """Return past forecasts with intervals of what was over when each was made."""
    found = []
    for one in earlier:
        known = [before for before in earlier if before.period.end <= one.day]
        found.append(ForecastAgain(one.period, _widened(one.said, known, one.so_far), one.actual))
    return found


def _said(expected: float, intervals: tuple[Interval, ...], so_far: float) -> ForecastSaid:
    moved = (Interval(so_far + one.low, so_far + one.high, one.level, one.method) for one in intervals)
    return ForecastSaid(so_far + expected, tuple(moved))


def _widened(said: ForecastSaid, earlier: Sequence[_Before], least: float) -> ForecastSaid:
    """Return what is said with intervals as wide as past ones should have been; those of too few are left out.

    None reaches below what was won already.
    """
    found = []
    for own in said.intervals:
        past = [(one.low, one.high, before.actual) for before in earlier for one in _at(before, own.level)]
        wide = calibrated(own, past)
        if wide is not None:
            found.append(Interval(max(wide.low, least), max(wide.high, least), wide.level, wide.method))
    return ForecastSaid(said.value, tuple(found))


def _at(before: _Before, level: float) -> list[Interval]:
    return [one for one in before.said.intervals if one.level == level]


def _left_out(found: PipelineForecast) -> tuple[str, ...]:
    if not found.left_out:
        return ()
    return (f"{found.left_out} open deals are in no figure: too little is known of their stage at their age.",)
