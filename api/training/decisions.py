"""Decisions of a manager for people in a course: waivers, more attempts, and who took part in an event."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.training.courses import course_of
from api.web.auth import allow
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Day, Strict, Whole, Words
from api.web.writes import writes
from api.work.training.courses import facts_of
from lms.training.imports import record_attendance
from lms.training.waivers import end_waiver, grant_attempts, waive_course

blueprint = Blueprint("decisions", __name__, url_prefix=f"{PREFIX}/training")
Reason = Annotated[Words, Field(max_length=1000)]


class WaiverIn(Strict):
    """Why a course isn't asked of a person, and until which day; without one for good."""

    reason: Reason
    until_on: Day | None = None


class WaiverOut(BaseModel):
    """A waiver that holds from a day on."""

    since: date
    until_on: date | None
    reason: str


class MoreAttemptsIn(Strict):
    """How many more attempts a person gets, and why."""

    more: Whole = Field(ge=1, le=20)
    reason: Reason


class MoreAttemptsOut(BaseModel):
    """The attempts that were given."""

    more: int
    reason: str


class AttendanceIn(Strict):
    """Who took part in an event, on which day, and with what result if there was one."""

    person_ids: list[UUID] = Field(min_length=1, max_length=500)
    on: Day
    result: Reason | None = None


class AttendanceOut(BaseModel):
    """How many were recorded, and of how many it was known already."""

    recorded: int
    already_there: int


@blueprint.post("/people/<uuid:person_id>/courses/<course_id>/waiver")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=WaiverOut), tags=["training"])
def waive(person_id: UUID, course_id: str, json: WaiverIn) -> Answer:
    """Waive a course for a person: it counts in no rate while the waiver holds."""
    made = waive_course(
        session(),
        actor=actor(),
        person_id=person_id,
        course=facts_of(course_of(course_id)),
        reason=json.reason,
        until_on=json.until_on,
        now=clock(),
    )
    return WaiverOut(since=made.day, until_on=made.valid_until, reason=json.reason), 201


@blueprint.delete("/people/<uuid:person_id>/courses/<course_id>/waiver")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 503, HTTP_204=None), tags=["training"])
def stop_waiving(person_id: UUID, course_id: str) -> Answer:
    """End a waiver."""
    end_waiver(session(), actor=actor(), person_id=person_id, course=facts_of(course_of(course_id)), now=clock())
    return "", 204


@blueprint.post("/people/<uuid:person_id>/courses/<course_id>/more-attempts")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=MoreAttemptsOut), tags=["training"])
def more_attempts(person_id: UUID, course_id: str, json: MoreAttemptsIn) -> Answer:
    """Give a person more attempts at a quiz than it allows."""
    grant_attempts(
        session(),
        actor=actor(),
        person_id=person_id,
        course=facts_of(course_of(course_id)),
        more=json.more,
        reason=json.reason,
        now=clock(),
    )
    return MoreAttemptsOut(more=json.more, reason=json.reason), 201


@blueprint.post("/courses/<course_id>/attendance")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=AttendanceOut), tags=["training"])
def attendance(course_id: str, json: AttendanceIn) -> Answer:
    """Record who took part in a webinar, workshop, lunch-and-learn, contest or mentoring."""
    is_new = record_attendance(
        session(),
        actor=actor(),
        course=facts_of(course_of(course_id)),
        person_ids=json.person_ids,
        on=json.on,
        result=json.result,
        now=clock(),
    )
    return AttendanceOut(recorded=sum(is_new), already_there=len(is_new) - sum(is_new)), 201
