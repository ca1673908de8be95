"""The matrix: people by courses as of a day, and the records behind it, one person and course at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, String, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from lms.people.access import Actor, team_and_below, visible_people, visible_team
from lms.people.memberships import employed_on, members_on
from lms.people.models import Person, Team
from lms.training.events import COMPLETING
from lms.training.models import Standing, TrainingEvent
from lms.training.states import URGENCY, State

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


@dataclass(frozen=True)
class Record:
    """One cell with its person, its course and the score of the completion it speaks of."""

    person_id: UUID
    person_name: str
    person_email: str
    team_name: str | None
    course_id: str
    cell: Cell
    score: int | None
    completed_version: int | None


def people_on(session: Session, *, actor: Actor, day: date, team_id: UUID | None = None) -> Select[UUID]:
    """Select whom the actor manages today and who was with the company on a day, in a team (or below it) then.

    Raises NotFound for a team that the actor doesn't manage.
    """
    if team_id is None:
        return visible_people(actor).where(Person.id.in_(employed_on(day)))
    team = visible_team(session, actor=actor, team_id=team_id)
    return visible_people(actor).where(Person.id.in_(members_on(day, team_and_below(team.id))))


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
        name = select(last.name).where(last.id == after).scalar_subquery()
        query = query.where(or_(Person.name > name, and_(Person.name == name, Person.id > after)))
    found = session.execute(query).all()
    cells = _cells(session, [row[0] for row in found], course_ids, day)
    return [Line(*row, cells[row[0]]) for row in found]


def each_line(
    session: Session, *, people: Select[UUID], course_ids: Collection[str] | None, day: date
) -> Iterator[Line]:
    """Yield all lines, CHUNK people in memory at a time."""
    after = None
    while True:
        lines = read_matrix(session, people=people, course_ids=course_ids, day=day, after=after, limit=CHUNK)
        yield from lines
        if len(lines) < CHUNK:
            return
        after = lines[-1].id


def read_records(
    session: Session,
    *,
    people: Select[UUID],
    course_ids: Collection[str] | None,
    states: Sequence[State],
    day: date,
    page: int,
    page_size: int,
) -> tuple[list[Record], bool]:
    """Return a page of cells, those first that need somebody; the second value tells whether there are more."""
    rank = case(*[(Standing.state == state, number) for number, state in enumerate(URGENCY)])
    key_day = func.coalesce(
        case((Standing.state.in_([State.EXPIRED, State.EXPIRING]), Standing.valid_until)), Standing.due_on, date.max
    )
    query = (
        select(Standing.person_id, Standing.course_id, *_columns())
        .where(*_as_of(day), Standing.person_id.in_(people))
        .order_by(rank, key_day, Standing.person_id, Standing.course_id)
        .offset((page - 1) * page_size)
        .limit(page_size + 1)
    )
    if course_ids is not None:
        query = query.where(Standing.course_id.in_(course_ids))
    if states:
        query = query.where(Standing.state.in_(states))
    found = [(person_id, course_id, _cell(row)) for person_id, course_id, *row in session.execute(query)]
    return _with_people(session, found[:page_size], day), len(found) > page_size


def each_record(
    session: Session, *, people: Select[UUID], course_ids: Collection[str] | None, states: Collection[State], day: date
) -> Iterator[Record]:
    """Yield all cells by person, CHUNK people in memory at a time."""
    for lines in _chunks_of_lines(session, people, course_ids, day):
        found = [
            (line.id, course_id, cell)
            for line in lines
            for course_id, cell in sorted(line.cells.items())
            if not states or cell.state in states
        ]
        yield from _with_people(session, found, day)


def _chunks_of_lines(
    session: Session, people: Select[UUID], course_ids: Collection[str] | None, day: date
) -> Iterator[list[Line]]:
    after = None
    while True:
        lines = read_matrix(session, people=people, course_ids=course_ids, day=day, after=after, limit=CHUNK)
        yield lines
        if len(lines) < CHUNK:
            return
        after = lines[-1].id


def _with_people(session: Session, cells: Sequence[tuple[UUID, str, Cell]], day: date) -> list[Record]:
    ids = {person_id for person_id, _, _ in cells}
    query = select(Person.id, Person.name, Person.email, Team.name).outerjoin(Team, Team.id == Person.team_id)
    people = {row[0]: row for row in session.execute(query.where(Person.id.in_(ids)))}
    scores = _scores(session, ids, {course_id for _, course_id, _ in cells}, day)
    return [
        Record(
            *people[person_id], course_id, cell, *scores.get((person_id, course_id, cell.completed_on), (None, None))
        )
        for person_id, course_id, cell in cells
    ]


def _scores(
    session: Session, person_ids: Collection[UUID], course_ids: Collection[str], day: date
) -> dict[tuple[UUID, str, date | None], tuple[int | None, int]]:
    """Return score and version of each completion, by the day on which it was made."""
    query = (
        select(
            TrainingEvent.person_id,
            TrainingEvent.course_id,
            TrainingEvent.day,
            TrainingEvent.score,
            TrainingEvent.course_version,
        )
        .where(TrainingEvent.person_id.in_(person_ids), TrainingEvent.course_id.in_(course_ids))
        .where(TrainingEvent.kind.in_(COMPLETING), TrainingEvent.day <= day)
        .order_by(TrainingEvent.id)
    )
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in session.execute(query)}


def _cells(
    session: Session, person_ids: Collection[UUID], course_ids: Collection[str] | None, day: date
) -> dict[UUID, dict[str, Cell]]:
    """Return the cells of each person.

    Ten thousand rows: plain ones of the connection, and ids as the database gives them, which SQLite does as text.
    """
    query = select(type_coerce(Standing.person_id, String), Standing.course_id, *_columns()).where(
        Standing.person_id.in_(person_ids), *_as_of(day)
    )
    if course_ids is not None:
        query = query.where(Standing.course_id.in_(course_ids))
    found: dict[UUID, dict[str, Cell]] = {person_id: {} for person_id in person_ids}
    by_id: dict[object, dict[str, Cell]] = {**found, **{person_id.hex: cells for person_id, cells in found.items()}}
    session.flush()
    for person_id, course_id, state, *rest in session.connection().execute(query).all():
        by_id[person_id][course_id] = Cell(STATES[state], *rest)
    return found


def read_cell(session: Session, *, person_id: UUID, course_id: str, day: date) -> Cell | None:
    """Return how one person stands in one course; None when it isn't assigned and nothing happened."""
    return _cells(session, [person_id], [course_id], day)[person_id].get(course_id)


def read_cells(session: Session, *, person_id: UUID, day: date) -> dict[str, Cell]:
    """Return how one person stands in each course in which there is something to say."""
    return _cells(session, [person_id], None, day)[person_id]


def _as_of(day: date) -> tuple[Any, Any]:
    return Standing.since <= day, Standing.until > day


def _columns() -> tuple[Any, ...]:
    return (Standing.state, Standing.is_assigned, Standing.due_on, Standing.completed_on, Standing.valid_until)


def _cell(row: Sequence[Any]) -> Cell:
    return Cell(STATES[row[0]], *row[1:])
