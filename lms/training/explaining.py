"""Explanation of how a person stands in a course: every fact, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from lms.errors import NotFound
from lms.people.directory import names_of
from lms.people.models import Person
from lms.training.courses import read_changes
from lms.training.events import list_events
from lms.training.models import Assignment, AssignmentRule, RegisteredCourse


@dataclass(frozen=True)
class Fact:
    """Something that happened on a day; `until` is a due day, or the last day of a completion or waiver."""

    day: date
    at: datetime | None
    kind: str
    version: int | None
    score: int | None
    until: date | None
    source: str
    recorded_at: datetime | None
    recorded_by: str | None
    note: str | None
    lesson_id: str | None


def explain(session: Session, *, person_id: UUID, course_id: str, day: date) -> tuple[RegisteredCourse, list[Fact]]:
    """Return a course, and what happened to a person in it by a day; raises NotFound for a course never heard of."""
    course = session.get(RegisteredCourse, course_id)
    if course is None:
        raise NotFound("no such course")
    facts = [
        *_assignments(session, person_id, course_id),
        *_events(session, person_id, course_id),
        *_changes(session, course_id),
    ]
    return course, sorted((fact for fact in facts if fact.day <= day), key=_time)


def _time(fact: Fact) -> tuple[date, bool, float]:
    return fact.day, fact.at is not None, fact.at.timestamp() if fact.at else 0.0


def _assignments(session: Session, person_id: UUID, course_id: str) -> Iterator[Fact]:
    ender = aliased(Person)
    query = (
        select(Assignment, AssignmentRule, Person.name, ender.name)
        .join(AssignmentRule, AssignmentRule.id == Assignment.rule_id)
        .join(Person, Person.id == AssignmentRule.created_by_id)
        .outerjoin(ender, ender.id == Assignment.ended_by_id)
        .where(Assignment.person_id == person_id, Assignment.course_id == course_id)
    )
    for row, rule, by, ended_by in session.execute(query):
        source = f"path {rule.path_id}" if rule.path_id else "assignment"
        yield _fact(
            row.assigned_on, "assigned", source, at=row.assigned_at, until=row.due_on, by=by, note=rule.priority
        )
        if row.ended_on is not None:
            yield _fact(row.ended_on, "withdrawn", source, at=row.ended_at, by=ended_by, note=row.end_reason)


def _events(session: Session, person_id: UUID, course_id: str) -> Iterator[Fact]:
    events = list_events(session, person_id=person_id, course_ids=[course_id])
    ids = {event.recorded_by_id for event in events if event.recorded_by_id}
    names = names_of(session, person_ids=ids)
    for event in events:
        yield Fact(
            day=event.day,
            at=event.at,
            kind=event.kind,
            version=event.course_version,
            score=event.score,
            until=event.valid_until,
            source=event.source,
            recorded_at=event.recorded_at,
            recorded_by=names.get(event.recorded_by_id) if event.recorded_by_id else None,
            note=event.note,
            lesson_id=event.lesson_id,
        )


def _changes(session: Session, course_id: str) -> Iterator[Fact]:
    for change in read_changes(session, course_ids=[course_id]).get(course_id, ()):
        yield _fact(change.since, "new_version", "course", version=change.version, note=f"asks: {change.asks}")


def _fact(
    day: date,
    kind: str,
    source: str,
    *,
    at: datetime | None = None,
    until: date | None = None,
    version: int | None = None,
    by: str | None = None,
    note: str | None = None,
) -> Fact:
    return Fact(day, at, kind, version, None, until, source, at, by, note, None)
