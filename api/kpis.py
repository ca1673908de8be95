"""The KPI report: each figure with its interval, its data and its assumptions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from flask import Blueprint
from pydantic import BaseModel, Field

from api.auth import allow
from api.context import actor, now, parts, session
from api.documentation import PREFIX, answers, spec
from api.schemas import Day, Strict
from lms.errors import Conflict
from lms.kpis.episodes import Baseline
from lms.kpis.report import read_kpis
from lms.people.access import visible_people

blueprint = Blueprint("kpis", __name__, url_prefix=PREFIX)
DEFAULT_DAYS = 90


class PeriodQuery(Strict):
    """The period, whole days in UTC, both included; by default the last 90 days."""

    start: Day | None = Field(None, alias="from")
    end: Day | None = Field(None, alias="to")


class IntervalOut(BaseModel):
    """The range that holds the true value at this level, and how it was computed."""

    low: float
    high: float
    level: float
    method: str


class KpiOut(BaseModel):
    """One indicator; value and interval are null unless it is measured."""

    name: str
    status: Literal["measured", "insufficient_data", "no_baseline"]
    unit: str
    value: float | None
    interval: IntervalOut | None
    n: int
    n_means: str
    definition: str
    assumptions: list[str]
    details: dict[str, float | str | None]


class KpisOut(BaseModel):
    """The report of the people the asker manages."""

    start: date
    end: date
    items: list[KpiOut]


@blueprint.get("/kpis")
@allow("manager", "admin")
@spec.validate(resp=answers(409, HTTP_200=KpisOut), tags=["kpis"])
def kpis(query: PeriodQuery) -> Any:
    """Report training completion, search success and seller time saved."""
    config = parts().config
    end = query.end or now().date()
    start = query.start or _days_before(end)
    if start > end:
        raise Conflict(f"the period starts on {start}, after its end on {end}", field="from")
    parts().journal.move(session())
    found = read_kpis(
        session(),
        people=visible_people(actor()),
        start=_midnight(start),
        end=min(now(), _midnight(end) + timedelta(days=1)) if end < date.max else now(),
        baseline=Baseline(config.baseline_seconds, config.baseline_source) if config.baseline_seconds else None,
        minimum=config.min_episodes,
    )
    return KpisOut(start=start, end=end, items=[KpiOut.model_validate(kpi, from_attributes=True) for kpi in found])


def _days_before(end: date) -> date:
    return date.min if end < date(1, 12, 31) else end - timedelta(days=DEFAULT_DAYS)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
