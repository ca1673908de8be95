"""Upkeep after changes of courses: everybody's standing in a course that asks something else now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from lms.people.directory import take_turns
from lms.training.courses import read_changes
from lms.training.models import Assignment, RegisteredCourse, Standing, TrainingEvent
from lms.training.standings import refresh_standings

CHUNK = 500


def refresh_stale_courses(session: Session) -> Iterator[int]:
    """Compute anew how everybody stands in courses that changed; yields how many people each step went through.

    A course that changes again meanwhile stays stale.
    """
    for course in list(session.scalars(select(RegisteredCourse).where(RegisteredCourse.is_stale))):
        before = read_changes(session, course_ids=[course.id])
        people = _people_of(session, course.id)
        for start in range(0, len(people), CHUNK):
            some = people[start : start + CHUNK]
            take_turns(session, person_ids=some)
            refresh_standings(session, person_ids=some, course_ids=[course.id])
            yield len(some)
        if read_changes(session, course_ids=[course.id]) == before:
            course.is_stale = False
            session.flush()
        yield 0


def _people_of(session: Session, course_id: str) -> Sequence[UUID]:
    """Return everybody who has something to do with a course; who has no standing yet is looked for where it began."""
    known = session.scalars(select(Standing.person_id).where(Standing.course_id == course_id).distinct())
    found = sorted(known)
    if found:
        return found
    assigned = select(Assignment.person_id).where(Assignment.course_id == course_id)
    acted = select(TrainingEvent.person_id).where(TrainingEvent.course_id == course_id)
    return sorted(row[0] for row in session.execute(union(assigned, acted)))
