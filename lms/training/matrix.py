"""The matrix: people by courses, as of a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, String, and_, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from lms.people.access import Actor, team_and_below, visible_people, visible_person, visible_team
from lms.people.memberships import is_employed_on, members_on
from lms.people.models import Person, Team
from lms.training.models import Standing
from lms.training.states import State

CHUNK = 100
STATES: dict[int, State] = {int(state): state for state in State}


class Cell(NamedTuple):
    """How a person stands in a course."""

    state: State
    is_assigned: bool
    due_on: date | None
    completed_on: date | None
    valid_until: date | None


@dataclass(frozen=True)
class Line:
    """One person of the matrix; a course without a cell is not assigned to them."""

    id: UUID
    name: str
    email: str
    team_name: str | None
    cells: dict[str, Cell]


def people_on(
    session: Session, *, actor: Actor, day: date, team_id: UUID | None = None, person_id: UUID | None = None
) -> Select[UUID]:
    """Select whom the actor manages today and who was with the company on a day, in a team (or below it) then.

    `person_id` leaves one of them. Raises NotFound for a team or a person that the actor doesn't manage.
    """
    people = visible_people(actor)
    if person_id is not None:
        people = people.where(Person.id == visible_person(session, actor=actor, person_id=person_id).id)
    if team_id is None:
        return people.where(is_employed_on(day))
    team = visible_team(session, actor=actor, team_id=team_id)
    return people.where(Person.id.in_(members_on(day, team_and_below(team.id))))


def people_with_standing(
    session: Session, *, actor: Actor, day: date, team_id: UUID | None = None, person_id: UUID | None = None
) -> Select[UUID] | None:
    """Select the same people for questions of standings, which only those with the company have; None for everybody."""
    if team_id is not None or person_id is not None:
        return people_on(session, actor=actor, day=day, team_id=team_id, person_id=person_id)
    return None if "admin" in actor.roles else visible_people(actor)


def read_matrix(
    session: Session,
    *,
    people: Select[UUID],
    course_ids: Collection[str] | None,
    day: date,
    after: UUID | None = None,
    limit: int,
) -> list[Line]:
    """Return the lines of some people by name, after the person with this id; all courses for None."""
    query = (
        select(Person.id, Person.name, Person.email, Team.name)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(Person.id.in_(people))
        .order_by(Person.name, Person.id)
        .limit(limit)
    )
    if after is not None:
        last = aliased(Person)
        name = select(last.name).where(last.id == after, last.id.in_(people)).scalar_subquery()
        query = query.where(or_(Person.name > name, and_(Person.name == name, Person.id > after)))
    found = session.execute(query).all()
    cells = _cells(session, [row[0] for row in found], course_ids, day)
    return [Line(*row, cells[row[0]]) for row in found]


def each_line(
    session: Session, *, people: Select[UUID], course_ids: Collection[str] | None, day: date
) -> Iterator[Line]:
    """Yield all lines, CHUNK people in memory at a time."""
    for lines in each_chunk(session, people=people, course_ids=course_ids, day=day):
        yield from lines


def each_chunk(
    session: Session, *, people: Select[UUID], course_ids: Collection[str] | None, day: date
) -> Iterator[list[Line]]:
    """Yield all lines, CHUNK people at a time."""
    after = None
    while True:
        lines = read_matrix(session, people=people, course_ids=course_ids, day=day, after=after, limit=CHUNK)
        yield lines
        if len(lines) < CHUNK:
            return
        after = lines[-1].id


def _cells(
    session: Session, person_ids: Collection[UUID], course_ids: Collection[str] | None, day: date
) -> dict[UUID, dict[str, Cell]]:
    """Return the cells of each person.

    Ten thousand rows: plain ones of the connection, and ids as the database gives them, which SQLite does as text.
    """
    query = select(type_coerce(Standing.person_id, String), Standing.course_id, *columns()).where(
        Standing.person_id.in_(person_ids), *as_of(day)
    )
    if course_ids is not None:
        query = query.where(Standing.course_id.in_(course_ids))
    found: dict[UUID, dict[str, Cell]] = {person_id: {} for person_id in person_ids}
    by_id: dict[object, dict[str, Cell]] = {}
    for person_id in person_ids:
        by_id[person_id] = by_id[person_id.hex] = found[person_id]
    session.flush()
    rows = session.connection().execute(query).all()
    for key, course_id, state, is_assigned, due_on, completed_on, valid_until in rows:
        by_id[key][course_id] = Cell(STATES[state], is_assigned, due_on, completed_on, valid_until)
    return found


def read_cell(session: Session, *, person_id: UUID, course_id: str, day: date) -> Cell | None:
    """Return how one person stands in one course; None when it isn't assigned and nothing happened."""
    return _cells(session, [person_id], [course_id], day)[person_id].get(course_id)


def read_cells(session: Session, *, person_id: UUID, day: date) -> dict[str, Cell]:
    """Return how one person stands in each course in which there is something to say."""
    return _cells(session, [person_id], None, day)[person_id]


def is_settled(cell: Cell | None, day: date) -> bool:
    """Tell whether who stands so may go on to what builds on a course: a completion is valid, or nobody asks for it.

    That another completion is asked for, as in a new round, changes nothing here.
    """
    if cell is None:
        return False
    is_valid = cell.completed_on is not None and (cell.valid_until is None or cell.valid_until >= day)
    return is_valid or cell.state is State.WAIVED


def as_of(day: date) -> tuple[Any, Any]:
    """Return the condition that a standing holds on a day."""
    return Standing.since <= day, Standing.until > day


def columns() -> tuple[Any, ...]:
    """Return what a cell is made of."""
    return (Standing.state, Standing.is_assigned, Standing.due_on, Standing.completed_on, Standing.valid_until)
