"""The forecast report over HTTP: history, what each method says of the coming periods, and what it was worth before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Blueprint
from pydantic import BaseModel, Field

from api.kpis.asking import AskQuery, PeriodOut, ask, periods_out
from api.kpis.figures import WhoseOut
from api.web.auth import SIGNED_IN, allow
from api.web.context import parts
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import IntervalOut
from api.web.whose import whose
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.forecasting.report import report_of
from lms.kpis.forecasting.said import Backtest, ForecastMethod, ForecastSaid
from lms.kpis.periods import Step

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


class ProjectionOut(BaseModel):
    """What a method says of a coming period: null, and without intervals, where it can say nothing."""

    period: PeriodOut
    value: float | None
    intervals: list[IntervalOut]


class ForecastCoverageOut(BaseModel):
    """Of past intervals of a level, the share that held what came; null where none could be said."""

    level: float
    share: float | None
    intervals: int


class BacktestOut(BaseModel):
    """What a method was worth: accuracy is 1 - WAPE, a bias above 0 says that too much was forecast."""

    periods: int
    accuracy: float | None
    bias: float | None
    coverage: list[ForecastCoverageOut]
    basis: str


class MethodOut(BaseModel):
    """A method, its forecasts, and its back-test."""

    name: str
    title: str
    description: str
    projections: list[ProjectionOut]
    backtest: BacktestOut
    notes: list[str]


class ForecastOut(BaseModel):
    """What was won in past periods and, so far, in the present one, and what each method says of those to come."""

    whose: WhoseOut
    as_of: date
    currency: str
    won_so_far: float
    history: list[PastOut]
    methods: list[MethodOut]


@blueprint.get("/kpis/forecast")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=ForecastOut), tags=["kpis"])
def forecast(query: ForecastQuery) -> Answer:
    """Forecast won value by each method available, with intervals and a back-test of each."""
    figures = parts().figures.current()
    found = whose(query, figures)
    asked = ask(query, found, figures)
    report = report_of(asked, step=query.step, count=query.count, ahead=query.ahead)
    past = _names(asked, [period for period, _ in report.history], query.step)
    coming = _names(asked, report.coming, query.step)
    return ForecastOut(
        whose=WhoseOut(of=found.of, id=str(found.id) if found.id else None, name=found.name),
        as_of=date.fromordinal(asked.as_of),
        currency=asked.rates.currency,
        won_so_far=report.so_far,
        history=[PastOut(period=period, value=value) for period, (_, value) in zip(past, report.history, strict=True)],
        methods=[_method(method, coming) for method in report.methods],
    )


def _names(asked: KpiQuestion, periods: list[KpiPeriod] | tuple[KpiPeriod, ...], step: Step) -> list[PeriodOut]:
    return periods_out(replace(asked, periods=tuple(periods)), step) if periods else []


def _method(method: ForecastMethod, periods: list[PeriodOut]) -> MethodOut:
    return MethodOut(
        name=method.name,
        title=method.title,
        description=method.description,
        projections=[_projection(period, said) for period, said in zip(periods, method.said, strict=True)],
        backtest=_backtest(method.backtest),
        notes=list(method.notes),
    )


def _projection(period: PeriodOut, said: ForecastSaid | None) -> ProjectionOut:
    if said is None:
        return ProjectionOut(period=period, value=None, intervals=[])
    intervals = [IntervalOut.model_validate(one, from_attributes=True) for one in said.intervals]
    return ProjectionOut(period=period, value=said.value, intervals=intervals)


def _backtest(found: Backtest) -> BacktestOut:
    coverage = [
        ForecastCoverageOut(level=level, share=share, intervals=found.intervals[level])
        for level, share in found.coverage.items()
    ]
    return BacktestOut(
        periods=found.periods,
        accuracy=found.accuracy,
        bias=found.bias,
        coverage=coverage,
        basis=found.basis,
    )
