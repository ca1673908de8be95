"""The forecast report over HTTP: history, what each method says of the coming periods, and what it was worth before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint
from pydantic import BaseModel, Field

from api.kpis.asking import AskQuery, PeriodOut, ask, periods_out
from api.kpis.figures import WhoseOut
from api.web.auth import SIGNED_IN, allow
from api.web.context import clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import IntervalOut
from api.web.whose import whose
from lms.figures.building import is_pending
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.forecasting.kept import KeptForecasts
from lms.kpis.forecasting.report import report_of
from lms.kpis.forecasting.said import Backtest, ForecastAgain, ForecastMethod, ForecastSaid, HoldVerdict
from lms.kpis.periods import Step
from lms.statistics.forecasts.backtest import BACKTEST_LEVEL

blueprint = Blueprint("kpi_forecast", __name__, url_prefix=PREFIX)


class ForecastQuery(AskQuery):
    """Of which periods: `count` that are over and, after the present one, so many more."""

    step: Step = "quarter"
    count: int = Field(8, ge=1, le=60)
    ahead: int = Field(2, ge=0, le=12)


class PastOut(BaseModel):
    """A period that is over, and what was won in it."""

    period: PeriodOut
    value: float


class ForecastCoverageOut(BaseModel):
    """Of past intervals of a level, the share that held what came; null where none could be said.

    `verdict` tells whether that is what the level promises, as far as so few can tell.
    """

    level: float
    share: float | None
    intervals: int
    verdict: HoldVerdict


class ForecastAgainOut(BaseModel):
    """A past period, what would have been forecast for it, with the 80 % interval, and what it brought."""

    period: PeriodOut
    value: float
    low: float | None
    high: float | None
    actual: float


class BacktestOut(BaseModel):
    """What a method was worth: accuracy is 1 - WAPE, a bias above 0 says that too much was forecast."""

    periods: int
    accuracy: float | None
    bias: float | None
    coverage: list[ForecastCoverageOut]
    basis: str
    tests: list[ForecastAgainOut]


class ProjectionOut(BaseModel):
    """What a method says of a coming period: null, and without intervals, where it can say nothing.

    The back-test is of past periods as far ahead as this one is.
    """

    period: PeriodOut
    value: float | None
    intervals: list[IntervalOut]
    backtest: BacktestOut


class MethodOut(BaseModel):
    """A method, and its forecasts with their back-tests."""

    name: str
    title: str
    description: str
    projections: list[ProjectionOut]
    notes: list[str]


class ChosenMethodOut(BaseModel):
    """The method that is used for a coming period, null where none has a word on it, and why."""

    method: str | None
    because: str


class KeptForecastOut(BaseModel):
    """What was forecast when a past period began, what sellers committed to, null where nothing was; and what came.

    `was_kept` tells a forecast that was written down then from one made again of what was known then.
    """

    period: PeriodOut
    forecast: float | None
    commit: float | None
    actual: float
    was_kept: bool


class KeptForecastsOut(BaseModel):
    """The last past periods, and 1 - WAPE and bias over the `compared` that had a forecast; `is_enough` from 4 on."""

    periods: list[KeptForecastOut]
    compared: int
    accuracy: float | None
    bias: float | None
    is_enough: bool


class ForecastOut(BaseModel):
    """What was won in past periods and, so far, in the present one, and what each method says of those to come.

    `chosen` is in the order of the coming periods.
    """

    whose: WhoseOut
    as_of: date
    currency: str
    counted_at: datetime
    is_pending: bool
    won_so_far: float
    history: list[PastOut]
    methods: list[MethodOut]
    chosen: list[ChosenMethodOut]
    kept: KeptForecastsOut


@blueprint.get("/kpis/forecast")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=ForecastOut), tags=["kpis"])
def forecast(query: ForecastQuery) -> Answer:
    """Forecast won value by each method available, with intervals and a back-test of each."""
    figures = parts().figures.current()
    found = whose(query, figures)
    asked = ask(query, found, figures)
    report = report_of(asked, step=query.step, count=query.count, ahead=query.ahead)
    naming = _Naming(asked, query.step)
    past = naming.of([period for period, _ in report.history])
    coming = naming.of(report.coming)
    return ForecastOut(
        whose=WhoseOut.naming(found),
        as_of=date.fromordinal(asked.as_of),
        currency=asked.rates.currency,
        counted_at=datetime.fromisoformat(figures.notes["counted_at"]),
        is_pending=is_pending(session(), figures, clock()),
        won_so_far=report.so_far,
        history=[PastOut(period=period, value=value) for period, (_, value) in zip(past, report.history, strict=True)],
        methods=[_method(method, coming, naming) for method in report.methods],
        chosen=[ChosenMethodOut.model_validate(one, from_attributes=True) for one in report.chosen],
        kept=_kept(report.kept, naming),
    )


@dataclass(frozen=True)
class _Naming:
    """What periods are called."""

    asked: KpiQuestion
    step: Step

    def of(self, periods: Sequence[KpiPeriod]) -> list[PeriodOut]:
        return periods_out(self.asked.over(periods), self.step) if periods else []


def _method(method: ForecastMethod, periods: list[PeriodOut], naming: _Naming) -> MethodOut:
    own = zip(periods, method.said, method.backtests, strict=True)
    return MethodOut(
        name=method.name,
        title=method.title,
        description=method.description,
        projections=[_projection(period, said, _backtest(backtest, naming)) for period, said, backtest in own],
        notes=list(method.notes),
    )


def _projection(period: PeriodOut, said: ForecastSaid | None, backtest: BacktestOut) -> ProjectionOut:
    if said is None:
        return ProjectionOut(period=period, value=None, intervals=[], backtest=backtest)
    intervals = [IntervalOut.model_validate(one, from_attributes=True) for one in said.intervals]
    return ProjectionOut(period=period, value=said.value, intervals=intervals, backtest=backtest)


def _backtest(found: Backtest, naming: _Naming) -> BacktestOut:
    names = naming.of([test.period for test in found.tests])
    return BacktestOut(
        periods=len(found.tests),
        accuracy=found.accuracy,
        bias=found.bias,
        coverage=[ForecastCoverageOut.model_validate(one, from_attributes=True) for one in found.coverage],
        basis=found.basis,
        tests=[_tested(test, period) for test, period in zip(found.tests, names, strict=True)],
    )


def _tested(test: ForecastAgain, period: PeriodOut) -> ForecastAgainOut:
    held = next((one for one in test.said.intervals if one.level == BACKTEST_LEVEL), None)
    low, high = (held.low, held.high) if held else (None, None)
    return ForecastAgainOut(period=period, value=test.said.value, low=low, high=high, actual=test.actual)


def _kept(found: KeptForecasts, naming: _Naming) -> KeptForecastsOut:
    names = naming.of([row.period for row in found.periods])
    rows = [
        KeptForecastOut(
            period=period, forecast=row.forecast, commit=row.commit, actual=row.actual, was_kept=row.was_kept
        )
        for row, period in zip(found.periods, names, strict=True)
    ]
    own = found.accuracy
    return KeptForecastsOut(
        periods=rows, compared=own.periods, accuracy=own.accuracy, bias=own.bias, is_enough=own.is_enough
    )
