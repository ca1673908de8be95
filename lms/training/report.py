"""The completion report: who was assigned what, and how it stood at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from lms.people.models import Person, Team
from lms.training.models import Assignment, Completion, LessonRead, QuizAttempt

State = Literal["complete", "in_progress", "not_started", "overdue"]


@dataclass(frozen=True)
class ReportRow:
    """One assignment as it stood: state, and the newest completion that was valid then."""

    assignment_id: UUID
    person_id: UUID
    person_name: str
    person_email: str
    team_name: str | None
    course_id: str
    due_on: date
    assigned_at: datetime
    state: State
    completed_at: datetime | None
    completed_version: int | None
    score: int | None
    lessons_read: int


def report_query(
    people: Select[UUID], *, as_of: datetime, course_id: str | None = None
) -> Select[Assignment, Person, str | None, Completion | None, int, int]:
    """Select the assignments, made by as_of, of the selected people who hadn't left, with what happened by then."""
    newest = (
        select(Completion.id)
        .where(Completion.person_id == Assignment.person_id, Completion.course_id == Assignment.course_id)
        .where(Completion.completed_at <= as_of)
        .where(Completion.expires_at.is_(None) | (Completion.expires_at > as_of))
        .order_by(Completion.completed_at.desc(), Completion.id.desc())
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )
    lessons = (
        select(func.count(LessonRead.lesson_id.distinct()))
        .where(LessonRead.person_id == Assignment.person_id, LessonRead.course_id == Assignment.course_id)
        .where(LessonRead.read_at <= as_of)
        .scalar_subquery()
    )
    attempts = (
        select(func.count(QuizAttempt.id))
        .where(QuizAttempt.person_id == Assignment.person_id, QuizAttempt.course_id == Assignment.course_id)
        .where(QuizAttempt.submitted_at <= as_of)
        .scalar_subquery()
    )
    query = (
        select(Assignment, Person, Team.name, Completion, lessons, attempts)
        .join(Person, Person.id == Assignment.person_id)
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(Completion, Completion.id == newest)
        .where(Assignment.person_id.in_(people), Assignment.assigned_at <= as_of)
        .where(Person.left_at.is_(None) | (Person.left_at > as_of))
        .order_by(Assignment.id)
    )
    return query.where(Assignment.course_id == course_id) if course_id else query


def read_report(
    session: Session,
    *,
    people: Select[UUID],
    as_of: datetime,
    course_id: str | None = None,
    after: UUID | None = None,
    limit: int | None = None,
) -> list[ReportRow]:
    """Return the report of the selected people in the order of assignment; `after` is the last assignment seen."""
    query = report_query(people, as_of=as_of, course_id=course_id)
    if after is not None:
        query = query.where(Assignment.id > after)
    if limit is not None:
        query = query.limit(limit)
    return [_row(*found, as_of=as_of) for found in session.execute(query)]


def _row(
    assignment: Assignment,
    person: Person,
    team_name: str | None,
    completion: Completion | None,
    lessons_read: int,
    attempts: int,
    *,
    as_of: datetime,
) -> ReportRow:
    return ReportRow(
        assignment_id=assignment.id,
        person_id=person.id,
        person_name=person.name,
        person_email=person.email,
        team_name=team_name,
        course_id=assignment.course_id,
        due_on=assignment.due_on,
        assigned_at=assignment.assigned_at,
        state=_state(completion is not None, lessons_read + attempts > 0, assignment.due_on < as_of.date()),
        completed_at=completion.completed_at if completion else None,
        completed_version=completion.course_version if completion else None,
        score=completion.score if completion else None,
        lessons_read=lessons_read,
    )


def _state(is_complete: bool, was_started: bool, is_overdue: bool) -> State:
    if is_complete:
        return "complete"
    if is_overdue:
        return "overdue"
    return "in_progress" if was_started else "not_started"
