"""The forecast report: what periods brought, what each method says of the coming ones, and what it was worth before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.forecasting.accuracy import LEAST_WEEKS, MOST_COMPARED
from lms.kpis.forecasting.choice import ChosenMethod, chosen_of
from lms.kpis.forecasting.history import ValueHistory, won_history
from lms.kpis.forecasting.kept import KeptForecasts, kept_forecasts
from lms.kpis.forecasting.open_deals import by_open_deals
from lms.kpis.forecasting.revenue import Forecast, forecast_of
from lms.kpis.forecasting.said import ForecastAgain, ForecastMethod, ForecastSaid, backtest_of
from lms.kpis.forecasting.smoothed import by_smoothing
from lms.kpis.forecasting.spans import Spans
from lms.kpis.periods import Step, period_at, periods_up_to
from lms.statistics.forecasts.auto_ets import is_available
from lms.statistics.intervals import Interval

# So many past periods are forecast again: a 95 % interval takes 19.
TESTED = 20


@dataclass(frozen=True)
class ForecastReport:
    """Periods that are over with what they brought, and forecasts of the present one and of those after it.

    `chosen` has for each coming period the method that is used, `kept` what was forecast for the last periods before.
    """

    history: tuple[tuple[KpiPeriod, float], ...]
    coming: tuple[KpiPeriod, ...]
    so_far: float
    methods: tuple[ForecastMethod, ...]
    chosen: tuple[ChosenMethod, ...]
    kept: KeptForecasts


def report_of(asked: KpiQuestion, *, step: Step, count: int, ahead: int) -> ForecastReport:
    """Report on `count` periods that are over and `ahead` after the present one; `asked` needs no periods."""
    whole = replace(asked, parts=None, periods=())
    history = won_history(whole)
    spans = _spans(whole, history, step, ahead)
    past = spans.past[-count:]
    methods = tuple(_methods(whole, history, spans, step))
    return ForecastReport(
        tuple((period, float(history.between(*period)[0])) for period in past),
        spans.coming,
        float(history.between(spans.coming[0].start, asked.as_of)[0]),
        methods,
        chosen_of(methods),
        kept_forecasts(whole, spans.past[-MOST_COMPARED:]),
    )


def _spans(asked: KpiQuestion, history: ValueHistory, step: Step, ahead: int) -> Spans:
    # What ends today is over, as everywhere else.
    day = date.fromordinal(asked.as_of + 1)
    coming = [period_at(step, day, year_starts=asked.year_starts)]
    for _ in range(ahead):
        coming.append(period_at(step, date.fromordinal(coming[-1].end + 1), year_starts=asked.year_starts))
    before = periods_up_to(step, day, count=400, year_starts=asked.year_starts)[:-1]
    past = tuple(period for period in before if period.start >= history.first)
    return Spans(past, tuple(coming), asked.as_of)


def _methods(asked: KpiQuestion, history: ValueHistory, spans: Spans, step: Step) -> Sequence[ForecastMethod]:
    found = [_seasonal(history, spans), by_open_deals(asked, history, spans, tested=TESTED)]
    if is_available():
        found.append(by_smoothing(history, spans, step))
    return found


def _seasonal(history: ValueHistory, spans: Spans) -> ForecastMethod:
    made = [forecast_of(history, period, as_of=spans.as_of) for period in spans.coming]
    is_known = made[0].weeks >= LEAST_WEEKS
    notes = () if is_known else (f"It needs {LEAST_WEEKS} weeks of history, and there are {made[0].weeks}.",)
    return ForecastMethod(
        "seasonal_naive",
        "Each week as a year ago",
        made[0].method,
        tuple(_said(one) if is_known else None for one in made),
        tuple(backtest_of(_tests(history, spans, ahead), basis=spans.basis(ahead)) for ahead in range(len(made))),
        notes,
    )


def _tests(history: ValueHistory, spans: Spans, ahead: int) -> list[ForecastAgain]:
    made = [(period, forecast_of(history, period, as_of=day)) for period, day in spans.same_days(TESTED, ahead=ahead)]
    return [
        ForecastAgain(period, _said(again), float(history.between(*period)[0]))
        for period, again in made
        if again.weeks >= LEAST_WEEKS
    ]


def _said(made: Forecast) -> ForecastSaid:
    levels = sorted(made.halves)
    ends = [(level, *made.ends(level)) for level in levels]
    intervals = (
        Interval(float(low[0]), float(high[0]), level, made.method) for level, low, high in ends if high[0] == high[0]
    )
    return ForecastSaid(float(made.value[0]), tuple(intervals))
