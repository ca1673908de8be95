"""Trends: how a rep's scores move, criterion by criterion, on the same levels alone."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.scoring.seeing import sight_over
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.periods import as_of_day
from api.web.shapes import Day, IntervalOut, Strict
from lms.people.access import visible_person
from lms.scoring.lines import ScoredLine, lines_of
from lms.scoring.scores import SeenScore
from lms.scoring.trends import LEAST_SCORES

blueprint = Blueprint("score_trends", __name__, url_prefix=f"{PREFIX}/scoring")


class TrendsQuery(Strict):
    """As of which day."""

    as_of: Day | None = None


class ScorePoint(BaseModel):
    """What one card gave on a day, as a share of the levels: 0 the lowest, 1 the highest."""

    day: date
    share: float
    assessment_id: UUID


class ScoreLineOut(BaseModel):
    """A criterion with the same levels throughout: what others gave, and the rep themselves.

    `slope` is by how much others' scores rise in a month, as a share of the levels; null of fewer than `least_n`.
    `direction` is up or down where the whole interval says so. One that `is_new` began when its levels were changed.
    """

    line: str
    rubric_id: str
    rubric_title: str | None
    criterion: str
    name: str
    skill: str | None
    is_new: bool
    scores: int
    mean: float
    last: float
    slope: float | None
    interval: IntervalOut | None
    direction: Literal["up", "down", "level", "unknown"]
    by_others: list[ScorePoint]
    own: list[ScorePoint]


class TrendsOut(BaseModel):
    """The lines of a rep, by rubric."""

    items: list[ScoreLineOut]
    least_n: int


@blueprint.get("/people/<uuid:person_id>/trends")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(409, HTTP_200=TrendsOut), tags=["scoring"])
def trends(person_id: UUID, query: TrendsQuery) -> Answer:
    """Return how a rep's scores move, of the published cards that the asker sees."""
    person = visible_person(session(), actor=actor(), person_id=person_id)
    until = as_of_day(query.as_of)
    found = lines_of(session(), sight=sight_over([person.id]), rep_id=person.id, until=until)
    return TrendsOut(items=[_out(line) for line in found], least_n=LEAST_SCORES)


def _out(found: ScoredLine) -> ScoreLineOut:
    entry = parts().search.catalogue().by_id.get(found.rubric_id)
    trend = found.trend
    return ScoreLineOut(
        **{name: getattr(found, name) for name in ("line", "rubric_id", "criterion", "name", "skill", "is_new")},
        rubric_title=entry.title if entry else None,
        **{name: getattr(trend, name) for name in ("scores", "mean", "last", "slope", "direction")},
        interval=IntervalOut.model_validate(trend.interval, from_attributes=True) if trend.interval else None,
        by_others=[_point(score) for score in found.by_others],
        own=[_point(score) for score in found.own],
    )


def _point(score: SeenScore) -> ScorePoint:
    return ScorePoint(day=score.day, share=score.share, assessment_id=score.assessment_id)
