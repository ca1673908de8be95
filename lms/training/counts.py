"""Counts of people by state: from the ledger for the whole company, from standings for some of its people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, or_, select, union_all
from sqlalchemy.orm import Session

from lms.base import StepLostError, insert_into
from lms.people.memberships import teams_on
from lms.training.ledger import StandingChange, StandingSum
from lms.training.models import Standing
from lms.training.states import Punctuality, State

STEP = 5000
_KEY = ("course_id", "state", "is_assigned", "punctuality")


@dataclass(frozen=True)
class Count:
    """How many people stand in a course in one way."""

    course_id: str
    state: State
    is_assigned: bool
    punctuality: Punctuality
    people: int


def count_company(session: Session, *, day: date) -> list[Count]:
    """Count everyone as of a day: whole months that are over, the days of its month, and what isn't summed yet."""
    month = day.replace(day=1)
    summed = or_(
        StandingSum.is_month & (StandingSum.day < month),
        ~StandingSum.is_month & (StandingSum.day >= month) & (StandingSum.day <= day),
    )
    parts = union_all(
        select(*_columns(StandingSum), StandingSum.difference).where(summed),
        select(*_columns(StandingChange), StandingChange.difference).where(StandingChange.day <= day),
    ).subquery()
    columns = [parts.c[name] for name in _KEY]
    total = func.sum(parts.c.difference)
    return _counts(session, select(*columns, total).group_by(*columns).having(total != 0))


def count_people(session: Session, *, people: Select[UUID], day: date) -> list[Count]:
    """Count some people as of a day."""
    columns = _columns(Standing)
    query = select(*columns, func.count()).where(
        Standing.person_id.in_(people), Standing.since <= day, Standing.until > day
    )
    return _counts(session, query.group_by(*columns))


def count_teams(
    session: Session, *, people: Select[UUID] | None, course_ids: Collection[str] | None, day: date
) -> dict[UUID, list[Count]]:
    """Count people (everybody for None) by the team they were in on a day; the courses are taken together."""
    teams = teams_on(day).subquery()
    kind = (Standing.state, Standing.is_assigned, Standing.punctuality)
    query = (
        select(teams.c.team_id, *kind, func.count())
        .join(teams, teams.c.person_id == Standing.person_id)
        .where(Standing.since <= day, Standing.until > day, teams.c.team_id.is_not(None))
        .group_by(teams.c.team_id, *kind)
    )
    if people is not None:
        query = query.where(Standing.person_id.in_(people))
    if course_ids is not None:
        query = query.where(Standing.course_id.in_(course_ids))
    found: dict[UUID, list[Count]] = defaultdict(list)
    for team_id, *row in session.execute(query):
        found[team_id].append(_count("", *row))
    return found


def sum_changes(session: Session) -> Iterator[int]:
    """Sum changes into days and months until none is left, at most STEP at once; yields how many each step summed.

    Two who do this at once can't sum a change twice: the second finds it deleted, and raises StepLostError.
    """
    query = (
        select(StandingChange.id, StandingChange.day, *_columns(StandingChange), StandingChange.difference)
        .order_by(StandingChange.id)
        .limit(STEP)
    )
    while rows := session.execute(query).all():
        _sum(session, rows)
        yield len(rows)


def _sum(session: Session, rows: Sequence[Any]) -> None:
    ids: Collection[int] = [row.id for row in rows]
    gone = session.execute(
        delete(StandingChange).where(StandingChange.id.in_(ids)), execution_options={"synchronize_session": False}
    )
    if gone.rowcount != len(rows):  # type: ignore[attr-defined]  # a cursor result has it
        raise StepLostError("somebody else sums the same changes")
    sums: Counter[tuple[Any, ...]] = Counter()
    for _, day, *key, difference in rows:
        sums[False, day, *key] += difference
        sums[True, day.replace(day=1), *key] += difference
    _add(session, sums)


def _add(session: Session, sums: Counter[tuple[Any, ...]]) -> None:
    names = ("is_month", "day", *_KEY)
    values = [
        {**dict(zip(names, key, strict=True)), "difference": count} for key, count in sorted(sums.items()) if count
    ]
    if not values:
        return
    insert = insert_into(session, StandingSum)
    upsert = insert.on_conflict_do_update(
        index_elements=list(names), set_={"difference": StandingSum.difference + insert.excluded.difference}
    )
    session.connection().execute(upsert, values)


def _counts(session: Session, query: Select[Any]) -> list[Count]:
    return [_count(*row) for row in session.execute(query)]


def _count(course_id: str, state: int, is_assigned: bool, punctuality: int, people: int) -> Count:
    return Count(course_id, State(state), bool(is_assigned), Punctuality(punctuality), int(people))


def _columns(table: Any) -> list[Any]:
    return [getattr(table, name) for name in _KEY]
