"""The records behind the matrix, one person and course at a time, those first that need somebody."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from lms.people.models import Person, Team
from lms.training.events import COMPLETING
from lms.training.matrix import STATES, Cell, as_of, columns, each_chunk
from lms.training.models import Standing, TrainingEvent
from lms.training.states import URGENCY, State


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


def read_records(
    session: Session,
    *,
    people: Select[UUID] | None,
    course_ids: Collection[str] | None,
    states: Collection[State],
    day: date,
    page: int,
    limit: int,
) -> tuple[list[Record], bool]:
    """Return a page of cells of some people, of everybody for None; those first that need somebody.

    The second value tells whether there are more. States are gone through one by one, each in the order of an index.
    """
    skip = (page - 1) * limit
    found: list[tuple[UUID, str, Cell]] = []
    for state in URGENCY:
        if states and state not in states:
            continue
        query = _of_state(state, people=people, course_ids=course_ids, day=day)
        rows = session.execute(_in_order(query, state).offset(skip).limit(limit + 1 - len(found))).all()
        found += [(row[0], row[1], Cell(STATES[row[2]], *row[3:])) for row in rows]
        if len(found) > limit:
            break
        if rows:
            skip = 0
        elif skip:
            skip -= session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return _with_people(session, found[:limit], day), len(found) > limit


def each_record(
    session: Session, *, people: Select[UUID], course_ids: Collection[str] | None, states: Collection[State], day: date
) -> Iterator[Record]:
    """Yield all cells by person, CHUNK people in memory at a time."""
    for lines in each_chunk(session, people=people, course_ids=course_ids, day=day):
        found = [
            (line.id, course_id, cell)
            for line in lines
            for course_id, cell in sorted(line.cells.items())
            if not states or cell.state in states
        ]
        yield from _with_people(session, found, day)


def _of_state(
    state: State, *, people: Select[UUID] | None, course_ids: Collection[str] | None, day: date
) -> Select[*tuple[Any, ...]]:
    """Select the cells in one state; the state stands in the statement, as the indexes of states ask for it."""
    query = select(Standing.person_id, Standing.course_id, *columns()).where(
        Standing.state == bindparam(None, int(state), literal_execute=True), *as_of(day)
    )
    if people is not None:
        query = query.where(Standing.person_id.in_(people))
    return query.where(Standing.course_id.in_(course_ids)) if course_ids is not None else query


def _in_order(query: Select[*tuple[Any, ...]], state: State) -> Select[*tuple[Any, ...]]:
    """Put the cells of a state in order: by the end of what is valid, or by the due day."""
    by = Standing.valid_until if state in {State.EXPIRED, State.EXPIRING} else Standing.due_on
    has_index = state in {State.OVERDUE, State.EXPIRED, State.EXPIRING}  # and never lacks the day
    return query.order_by(by if has_index else by.nulls_last(), Standing.person_id, Standing.course_id)


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
