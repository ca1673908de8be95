"""Completions that came about elsewhere: attendance, and lists from other systems; each counts once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.audit.noting import note
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, visible_people
from lms.people.directory import take_turns
from lms.people.models import Person
from lms.training.courses import CourseFacts, read_changes, register_course, version_on
from lms.training.models import TrainingEvent
from lms.training.progress import renewable_before, validity_from
from lms.training.standings import refresh_standings

CHUNK = 500


@dataclass(frozen=True)
class MadeElsewhere:
    """One completion to record; what is None follows from the course and the day. `reference` tells it from others."""

    person_id: UUID
    course: CourseFacts
    day: date
    kind: Literal["imported", "attended"] = "imported"
    version: int | None = None
    score: int | None = None
    valid_until: date | None = None
    source: str = "import"
    reference: str | None = None
    note: str | None = None


def record_attendance(
    session: Session,
    *,
    actor: Actor,
    course: CourseFacts,
    person_ids: Sequence[UUID],
    on: date,
    result: str | None,
    now: Now,
) -> list[bool]:
    """Record who took part in an event, and with what result; tells for each person whether that was new.

    Raises NotFound for somebody whom the actor doesn't manage, Conflict for a course that is no event or a day to come.
    """
    if not course.is_event:
        raise Conflict(f"`{course.id}` is no event; it is completed by its lessons and quiz")
    if on > now.day:
        raise Conflict(f"{on} is still to come", field="on")
    wanted = list(dict.fromkeys(person_ids))
    seen = select(func.count()).where(Person.id.in_(wanted), Person.id.in_(visible_people(actor)))
    if session.scalar(seen) != len(wanted):
        raise NotFound("no such person")
    rows = [
        MadeElsewhere(person_id, course, on, kind="attended", source="attendance", note=result) for person_id in wanted
    ]
    is_new = record_elsewhere(session, actor=actor, rows=rows, now=now)
    recorded = [row.person_id for row, new in zip(rows, is_new, strict=True) if new]
    if recorded:
        counts = {"rows": len(rows), "created": len(recorded)}
        said = {"on": on, **counts, "person_ids": [str(person_id) for person_id in recorded]}
        note(session, "attendance.recorded", subject=course.id, after=said)
    return is_new


def record_elsewhere(session: Session, *, actor: Actor, rows: Sequence[MadeElsewhere], now: Now) -> list[bool]:
    """Record completions of people whom the actor manages; tells for each row whether it was new.

    The same person, course and reference (the day, without one) is recorded once, however often it is sent.
    """
    take_turns(session, person_ids={row.person_id for row in rows})
    courses = {row.course.id: row.course for row in rows}
    for course in courses.values():
        register_course(session, course=course, day=now.day)
    changes = read_changes(session, course_ids=courses)
    known = _known(session, rows)
    made: list[dict[str, Any]] = []
    is_new = []
    for row in rows:
        key = (row.person_id, row.course.id, row.kind, _reference(row))
        is_new.append(key not in known)
        if key not in known:
            known.add(key)
            made.append(_event(row, actor, now, version_on(changes.get(row.course.id, ()), row.day)))
    if made:
        session.execute(insert(TrainingEvent), made)
        refresh_standings(session, person_ids={row["person_id"] for row in made}, course_ids=courses)
    return is_new


def _known(session: Session, rows: Iterable[MadeElsewhere]) -> set[tuple[UUID, str, str, str | None]]:
    people: Collection[UUID] = {row.person_id for row in rows}
    query = select(TrainingEvent.person_id, TrainingEvent.course_id, TrainingEvent.kind, TrainingEvent.reference).where(
        TrainingEvent.person_id.in_(people), TrainingEvent.reference.is_not(None)
    )
    return {(row[0], row[1], row[2], row[3]) for row in session.execute(query)}


def _event(row: MadeElsewhere, actor: Actor, now: Now, version: int) -> dict[str, Any]:
    valid_until, renewable_from = validity_from(row.course, row.day)
    if row.valid_until is not None:
        valid_until, renewable_from = row.valid_until, renewable_before(row.course, row.day, row.valid_until)
    return {
        "id": uuid7(),
        "person_id": row.person_id,
        "course_id": row.course.id,
        "course_version": row.version or version,
        "kind": row.kind,
        "day": row.day,
        "at": now.at,
        "recorded_at": now.at,
        "recorded_by_id": actor.id,
        "source": row.source,
        "score": row.score,
        "valid_until": valid_until,
        "renewable_from": renewable_from,
        "reference": _reference(row),
        "note": row.note,
    }


def _reference(row: MadeElsewhere) -> str:
    return row.reference or f"on {row.day}"
