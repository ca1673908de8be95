"""Tasks of one person, most urgent first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.models import Person
from lms.training.matrix import Cell, is_settled, read_cells
from lms.training.models import Assignment, AssignmentRule
from lms.training.states import URGENCY, Priority, State

NOTHING = Cell(State.NOT_STARTED, False, None, None, None)


@dataclass(frozen=True)
class Task:
    """A course, how the person stands in it, and who asks for it how firmly (None: nobody).

    `first` are the courses to complete before it, also before those, in the order in which they are to be taken.
    """

    course_id: str
    cell: Cell
    priority: Priority | None
    assigned_by: str | None
    first: tuple[str, ...]


def list_tasks(
    session: Session, *, person_id: UUID, prerequisites: Mapping[str, Sequence[str]], day: date
) -> list[Task]:
    """Return every course that a person was given, began or completed, or that comes first, most urgent first.

    `prerequisites` are those of each course. What comes first stands before what waits for it.
    """
    cells = read_cells(session, person_id=person_id, day=day)
    askers = _askers(session, person_id)
    before = cache(partial(courses_first, prerequisites=prerequisites, cells=cells, day=day))
    tasks: dict[str, Task] = {}
    for asked in sorted(cells, key=lambda id_: _urgency(id_, cells[id_], askers.get(id_, (None, None))[0])):
        for course_id in (*before(asked), asked):
            if course_id not in tasks:
                priority, assigned_by = askers.get(course_id, (None, None))
                cell = cells.get(course_id, NOTHING)
                tasks[course_id] = Task(course_id, cell, priority, assigned_by, before(course_id))
    return list(tasks.values())


def courses_first(
    course_id: str, *, prerequisites: Mapping[str, Sequence[str]], cells: Mapping[str, Cell], day: date
) -> tuple[str, ...]:
    """Return the courses to complete before one, also before those, in the order in which they are to be taken.

    None for a course that is done. Of courses that wait for each other in a circle, none waits for itself.
    """
    found: dict[str, None] = {}

    def visit(waiting: tuple[str, ...]) -> None:
        if cells.get(waiting[-1], NOTHING).state in {State.COMPLETE, State.WAIVED}:
            return
        for one in prerequisites.get(waiting[-1], ()):
            if one not in found and one not in waiting and not is_settled(cells.get(one), day):
                visit((*waiting, one))
                found[one] = None

    visit((course_id,))
    return tuple(found)


def _urgency(course_id: str, cell: Cell, priority: Priority | None) -> tuple[int, bool, date, str]:
    counts = cell.valid_until if cell.state in {State.EXPIRED, State.EXPIRING} else cell.due_on
    return URGENCY.index(cell.state), priority != "required", counts or date.max, course_id


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
