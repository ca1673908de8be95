"""The facts of training: appended, each with its source, version and time, and never changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.training.facts import Done
from lms.training.models import QuizAttempt, TrainingEvent

EventKind = Literal[
    "started",
    "lesson_read",
    "attempt",
    "completed",
    "attended",
    "imported",
    "waived",
    "waiver_ended",
    "attempts_granted",
    "practical_shown",
    "practical",
    "practical_failed",
    "practical_void",
]
COMPLETING = ("completed", "attended", "imported")
# What decides how a person stands; lessons and attempts only lead there.
DECISIVE = (*COMPLETING, "started", "waived", "waiver_ended")


def append_event(
    session: Session,
    *,
    person_id: UUID,
    course_id: str,
    course_version: int,
    kind: EventKind,
    now: Now,
    source: str,
    recorded_by_id: UUID | None,
    day: date | None = None,
    at: datetime | None = None,
    **details: Any,
) -> TrainingEvent:
    """Append what happened, now or earlier; `details` are columns of TrainingEvent."""
    event = TrainingEvent(
        person_id=person_id,
        course_id=course_id,
        course_version=course_version,
        kind=kind,
        day=day or now.day,
        at=at or now.at,
        recorded_at=now.at,
        recorded_by_id=recorded_by_id,
        source=source,
        **details,
    )
    session.add(event)
    session.flush()
    return event


def list_events(session: Session, *, person_id: UUID, course_ids: Collection[str]) -> list[TrainingEvent]:
    """Return all events of one person in some courses in the order of their days."""
    return list(session.scalars(_events_of(person_id, course_ids)))


def list_results(session: Session, *, person_id: UUID, course_ids: Collection[str]) -> list[tuple[TrainingEvent, bool]]:
    """Return the same events, and of each whether it is an attempt that reached the pass mark it was begun with."""
    query = _events_of(person_id, course_ids).add_columns(QuizAttempt.has_passed)
    query = query.outerjoin(QuizAttempt, QuizAttempt.id == TrainingEvent.attempt_id)
    return [(event, bool(has_passed)) for event, has_passed in session.execute(query)]


def done_of(event: TrainingEvent) -> Done:
    """Return a completion as it was recorded."""
    return Done(event.day, event.course_version, event.valid_until, event.renewable_from)


def _events_of(person_id: UUID, course_ids: Collection[str]) -> Select[TrainingEvent]:
    own = (TrainingEvent.person_id == person_id, TrainingEvent.course_id.in_(course_ids))
    return select(TrainingEvent).where(*own).order_by(TrainingEvent.day, TrainingEvent.at, TrainingEvent.id)
