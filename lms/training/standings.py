"""Keeps how people stand in step with what happened: computed again, in the same transaction, for whom it touches.

Each standing that begins or ends is also appended to a ledger of changes, so that a company can be counted without
reading everybody's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from lms.training.histories import PersonCourse, read_histories
from lms.training.ledger import StandingChange
from lms.training.models import Standing
from lms.training.timeline import Point, Span, spans_of

StandingRow = tuple[date, date, int, bool, int, date | None, date | None, date | None]
_COLUMNS = (
    Standing.since,
    Standing.until,
    Standing.state,
    Standing.is_assigned,
    Standing.punctuality,
    Standing.due_on,
    Standing.completed_on,
    Standing.valid_until,
)
_NAMES = tuple(column.key for column in _COLUMNS)
_DELETE = delete(Standing).where(
    Standing.person_id == bindparam("person"),
    Standing.course_id == bindparam("course"),
    Standing.since == bindparam("day"),
)


def refresh_standings(
    session: Session, *, person_ids: Collection[UUID], course_ids: Collection[str] | None = None
) -> None:
    """Compute anew how people stand in courses (all for None); the caller holds these people's turns."""
    histories = read_histories(session, person_ids=person_ids, course_ids=course_ids)
    known: dict[PersonCourse, set[StandingRow]] = defaultdict(set)
    for person_id, course_id, *row in session.execute(_known(person_ids, course_ids)):
        known[person_id, course_id].add(tuple(row))
    gone: list[tuple[PersonCourse, StandingRow]] = []
    new: list[tuple[PersonCourse, StandingRow]] = []
    for pair in {**histories, **known}:
        wanted = {_row(span) for span in spans_of(histories[pair])} if pair in histories else set()
        gone += [(pair, row) for row in known[pair] - wanted]
        new += [(pair, row) for row in wanted - known[pair]]
    _write(session, gone, new)


def _write(
    session: Session, gone: list[tuple[PersonCourse, StandingRow]], new: list[tuple[PersonCourse, StandingRow]]
) -> None:
    session.flush()
    if gone:
        keys = [{"person": person_id, "course": course_id, "day": row[0]} for (person_id, course_id), row in gone]
        session.connection().execute(_DELETE, keys)
    if new:
        rows = [
            {"person_id": person_id, "course_id": course_id, **dict(zip(_NAMES, row, strict=True))}
            for (person_id, course_id), row in new
        ]
        session.execute(insert(Standing), rows)
    _append_changes(session, gone, new)


def _append_changes(
    session: Session, gone: list[tuple[PersonCourse, StandingRow]], new: list[tuple[PersonCourse, StandingRow]]
) -> None:
    """Append what begins and ends, summed over the people."""
    sums: Counter[tuple[date, str, int, bool, int]] = Counter()
    for rows, sign in ((gone, -1), (new, 1)):
        for (_, course_id), (since, until, state, is_assigned, punctuality, *_) in rows:
            sums[since, course_id, state, is_assigned, punctuality] += sign
            if until != date.max:
                sums[until, course_id, state, is_assigned, punctuality] -= sign
    names = ("day", "course_id", "state", "is_assigned", "punctuality")
    changes = [{**dict(zip(names, key, strict=True)), "difference": count} for key, count in sums.items() if count]
    if changes:
        session.execute(insert(StandingChange), changes)


def _known(person_ids: Collection[UUID], course_ids: Collection[str] | None) -> Select[*tuple[Any, ...]]:
    query = select(Standing.person_id, Standing.course_id, *_COLUMNS).where(Standing.person_id.in_(person_ids))
    return query.where(Standing.course_id.in_(course_ids)) if course_ids is not None else query


def _row(span: Span) -> StandingRow:
    point: Point = span.point
    return (
        span.since,
        span.until,
        int(point.state),
        point.is_assigned,
        int(point.punctuality),
        point.due_on,
        point.completed_on,
        point.valid_until,
    )
