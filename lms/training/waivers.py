"""Waivers: a course that isn't asked of one person, or one more attempt for them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict
from lms.people.access import Actor, visible_person
from lms.people.directory import take_turn
from lms.training.courses import CourseFacts, register_course
from lms.training.events import EventKind, append_event, list_events
from lms.training.models import TrainingEvent
from lms.training.standings import refresh_standings

MANAGER = "manager"


def waive_course(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    course: CourseFacts,
    reason: str,
    until_on: date | None,
    now: Now,
) -> TrainingEvent:
    """Waive a course for a person from today to a last day, or for good; replaces a waiver that still holds.

    Raises NotFound for somebody whom the actor doesn't manage, Conflict for oneself or a last day in the past.
    """
    if until_on is not None and until_on < now.day:
        raise Conflict(f"the last day {until_on} is in the past", field="until_on")
    return _decide(
        session,
        actor=actor,
        person_id=person_id,
        course=course,
        now=now,
        kind="waived",
        note=reason,
        valid_until=until_on,
    )


def end_waiver(session: Session, *, actor: Actor, person_id: UUID, course: CourseFacts, now: Now) -> TrainingEvent:
    """End the waiver of a course; raises Conflict when none holds."""
    visible_person(session, actor=actor, person_id=person_id)
    events = list_events(session, person_id=person_id, course_ids=[course.id])
    last = next((event for event in reversed(events) if event.kind in {"waived", "waiver_ended"}), None)
    if last is None or last.kind != "waived" or (last.valid_until is not None and last.valid_until < now.day):
        raise Conflict("no waiver holds for this person in this course")
    return _decide(session, actor=actor, person_id=person_id, course=course, now=now, kind="waiver_ended")


def grant_attempts(
    session: Session, *, actor: Actor, person_id: UUID, course: CourseFacts, more: int, reason: str, now: Now
) -> TrainingEvent:
    """Let a person try a quiz `more` times than it allows; raises Conflict where any number is allowed."""
    if course.attempts is None:
        raise Conflict("this course allows any number of attempts already")
    return _decide(
        session,
        actor=actor,
        person_id=person_id,
        course=course,
        now=now,
        kind="attempts_granted",
        note=reason,
        score=more,
    )


def _decide(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    course: CourseFacts,
    now: Now,
    kind: EventKind,
    **details: object,
) -> TrainingEvent:
    visible_person(session, actor=actor, person_id=person_id)
    if person_id == actor.id:
        raise Conflict("nobody decides this for themselves; ask your manager")
    take_turn(session, person_id=person_id)
    register_course(session, course=course, day=now.day)
    made = append_event(
        session,
        person_id=person_id,
        course_id=course.id,
        course_version=course.version,
        kind=kind,
        now=now,
        source=MANAGER,
        recorded_by_id=actor.id,
        **details,  # type: ignore[arg-type]  # columns of the event
    )
    refresh_standings(session, person_ids=[person_id], course_ids=[course.id])
    return made
