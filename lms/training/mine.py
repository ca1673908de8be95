"""Tasks of one person, most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.people.models import Person
from lms.training.matrix import Cell, read_cells
from lms.training.models import Assignment, AssignmentRule, TrainingEvent
from lms.training.states import URGENCY, Priority, State


@dataclass(frozen=True)
class Task:
    """A course, how the person stands in it, and who asks for it how firmly (None: nobody)."""

    course_id: str
    cell: Cell
    priority: Priority | None
    assigned_by: str | None
    lessons_read: int


def list_tasks(session: Session, *, person_id: UUID, day: date) -> list[Task]:
    """Return every course that a person was given, began or completed, most urgent first."""
    cells = read_cells(session, person_id=person_id, day=day)
    askers = _askers(session, person_id)
    lessons = _lessons(session, person_id)
    tasks = []
    for course_id, cell in cells.items():
        priority, assigned_by = askers.get(course_id, (None, None))
        tasks.append(Task(course_id, cell, priority, assigned_by, lessons.get(course_id, 0)))
    return sorted(tasks, key=_urgency)


def _urgency(task: Task) -> tuple[int, bool, date, str]:
    cell = task.cell
    counts = cell.valid_until if cell.state in {State.EXPIRED, State.EXPIRING} else cell.due_on
    return URGENCY.index(cell.state), task.priority != "required", counts or date.max, task.course_id


def _askers(session: Session, person_id: UUID) -> dict[str, tuple[Priority, str]]:
    """Return for each course the firmest rule that asks for it, and the name of who made it."""
    query = (
        select(Assignment.course_id, AssignmentRule.priority, Person.name)
        .join(AssignmentRule, AssignmentRule.id == Assignment.rule_id)
        .join(Person, Person.id == AssignmentRule.created_by_id)
        .where(Assignment.person_id == person_id, Assignment.ended_on.is_(None))
        .order_by(AssignmentRule.priority == "required", Assignment.id.desc())
    )
    return {course_id: (priority, name) for course_id, priority, name in session.execute(query)}  # type: ignore[misc]  # written from Priority


def _lessons(session: Session, person_id: UUID) -> dict[str, int]:
    read = func.count(TrainingEvent.lesson_id.distinct())
    query = select(TrainingEvent.course_id, read).where(
        TrainingEvent.person_id == person_id, TrainingEvent.kind == "lesson_read"
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(TrainingEvent.course_id))}
