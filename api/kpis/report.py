"""The KPI report: each figure with its interval, its data and its assumptions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.periods import PeriodQuery, moments_of, period_of
from api.web.shapes import IntervalOut
from lms.kpis.episodes import Baseline
from lms.kpis.report import read_kpis
from lms.people.access import visible_people

blueprint = Blueprint("kpis", __name__, url_prefix=PREFIX)


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
def kpis(query: PeriodQuery) -> Answer:
    """Report training completion, search success and seller time saved."""
    config = parts().config
    period = period_of(query)
    start, end = moments_of(period)
    parts().journal.move(session())
    found = read_kpis(
        session(),
        people=visible_people(actor()),
        start=start,
        end=end,
        day=min(period.end, clock().day),
        baseline=Baseline(config.baseline_seconds, config.baseline_source) if config.baseline_seconds else None,
        minimum=config.min_episodes,
    )
    items = [KpiOut.model_validate(kpi, from_attributes=True) for kpi in found]
    return KpisOut(start=period.start, end=period.end, items=items)
