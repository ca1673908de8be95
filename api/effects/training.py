"""Trained against not yet trained: a course, or coaching, and what went with it in each outcome."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.effects.asking import READERS, EffectsBasisOut, EffectsQuery, basis_out, begin, interval_out
from api.web.auth import allow
from api.web.context import actor, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Id, IntervalOut
from api.web.sight import sight_of
from lms.effects import wording
from lms.effects.outcomes import Basis
from lms.effects.starts import first_coached, first_completed
from lms.effects.training import Look, TrainingReport, training_report
from lms.errors import Conflict, NotFound
from lms.kpis.definition import KpiUnit
from lms.statistics.effects.imputed import SpanEffect
from lms.training.models import RegisteredCourse

blueprint = Blueprint("effects_of_training", __name__, url_prefix=f"{PREFIX}/effects")
EffectOutcome = Literal["win_rate", "won_value", "meetings_per_day", "sales_cycle"]


class TrainingQuery(EffectsQuery):
    """Of which course, or of coaching, and which outcome is shown; all outcomes are looked at in any case."""

    course_id: Id | None = None
    coaching: bool = False
    outcome: EffectOutcome = "win_rate"


class SpanOut(BaseModel):
    """The difference in some months since the start; negative ones are before it, where there should be none."""

    first_month: int
    last_month: int
    difference: float
    interval: IntervalOut
    people: int

    @classmethod
    def of(cls, span: SpanEffect) -> SpanOut:
        """Return a span as the API shows it."""
        interval = IntervalOut.model_validate(span.interval, from_attributes=True)
        return cls(
            first_month=span.first,
            last_month=span.last,
            difference=span.effect,
            interval=interval,
            people=span.units,
        )


class LookOut(BaseModel):
    """One outcome: the difference with its interval, or none of too little; and the sentences that say it.

    There are `spans` of the outcome that is shown alone. `interval` inverts the test whose p-value is `p`;
    `resampled` is that of people drawn with replacement. `adjusted_p` is corrected for all outcomes looked at, and
    `detectable` the smallest difference that would most likely be seen.
    """

    outcome: str
    title: str
    unit: KpiUnit
    status: Literal["measured", "insufficient_data"]
    difference: float | None
    interval: IntervalOut | None
    resampled: IntervalOut | None
    p: float | None
    adjusted_p: float | None
    is_evidence: bool
    detectable: float | None
    before: float | None
    before_p: float | None
    trained: int
    compared: int
    already: int
    deals: int
    spans: list[SpanOut]
    said: str
    said_of_before: str
    said_of_people: str
    said_of_detectable: str

    @classmethod
    def of(cls, look: Look, report: TrainingReport, currency: str) -> LookOut:
        """Return an outcome as the API shows it."""
        found = look.found
        return cls(
            outcome=look.definition.name,
            title=look.definition.title,
            unit=look.definition.unit,
            status="measured" if found else "insufficient_data",
            difference=found.effect if found else None,
            interval=interval_out(found.interval if found else None),
            resampled=interval_out(found.resampled if found else None),
            p=found.p if found else None,
            adjusted_p=look.adjusted_p,
            is_evidence=look.is_evidence,
            detectable=look.detectable,
            before=found.before.effect if found else None,
            before_p=found.before.p if found else None,
            **{name: getattr(look, name) for name in ("trained", "compared", "already", "deals")},
            spans=[SpanOut.of(span) for span in found.spans] if found else [],
            said=wording.say_training(look, currency),
            said_of_before=wording.say_before(look, currency),
            said_of_people=wording.say_people(look, report),
            said_of_detectable=wording.say_detectable(look, currency),
        )


class TrainingOut(EffectsBasisOut):
    """What went with a course, or with coaching: the outcome asked for, and all that were looked at at once."""

    course_id: str | None
    title: str
    first_day: date | None
    last_day: date | None
    people: int
    shown: LookOut
    looks: list[LookOut]
    said_of_looks: str
    caveat: str


@blueprint.get("/training")
@allow(*READERS)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=TrainingOut), tags=["effects"])
def effects_of_training(query: TrainingQuery) -> Answer:
    """Compare those who completed a course, or were coached, with those who hadn't yet, without anybody's name."""
    if (query.course_id is None) != query.coaching:
        raise Conflict("name a course, or ask for coaching", field="course_id")
    basis, found = begin(actor(), query)
    report = training_report(basis, _first(query, basis), shown=query.outcome)
    looks = [LookOut.of(look, report, basis.rates.currency) for look in report.looks]
    return TrainingOut(
        **basis_out(basis, found),
        course_id=query.course_id,
        title=_title(query.course_id),
        first_day=report.first_day,
        last_day=report.last_day,
        people=report.people,
        shown=next(look for look in looks if look.outcome == query.outcome),
        looks=looks,
        said_of_looks=wording.say_corrected(report) if report.first_day else wording.NO_DEALS,
        caveat=wording.NOT_DRAWN,
    )


def _first(query: TrainingQuery, basis: Basis) -> dict[UUID, date]:
    """Return from which day on each person was trained, up to the day asked for."""
    day = date.fromordinal(basis.as_of)
    if query.course_id is not None:
        return first_completed(session(), course_id=query.course_id, as_of=day)
    return first_coached(session(), as_of=day)


def _title(course_id: str | None) -> str:
    """Return what it is called; raises NotFound for a course that no record knows, and the actor doesn't see."""
    if course_id is None:
        return "Coaching"
    known = session().get(RegisteredCourse, course_id)
    if known is not None:
        return known.title
    entry = parts().search.entry(course_id, sight=sight_of(actor()))
    if entry is None or entry.type != "course":
        raise NotFound("no such course")
    return entry.title
