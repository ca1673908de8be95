"""Training as columns: how people stood in courses from day to day, and their goes at quizzes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Integer, String, func, select, type_coerce
from sqlalchemy.orm import Session

from lms.figures.frames import Frame
from lms.figures.people import Who
from lms.figures.reading import Codes, days, people, read_columns
from lms.figures.rows import taken
from lms.figures.words import WordLists
from lms.training.ledger import StandingChange, StandingSum
from lms.training.models import (
    Assignment,
    QuizAttempt,
    RegisteredCourse,
    Standing,
    TrainingEvent,
)

_PEOPLE_AT_ONCE = 1_000
FRAMES = ("standing", "attempt", "course")


def training_stamp(session: Session) -> list[Any]:
    """Return what changes when training does: every standing that begins or ends is in the ledger of changes."""
    changes = session.execute(select(func.count(), func.max(StandingChange.id)).select_from(StandingChange)).one()
    months = select(func.count(), func.sum(func.abs(StandingSum.difference))).where(StandingSum.is_month)
    sums = session.execute(months).one()
    last = [
        session.scalar(select(table.id).order_by(table.id.desc()).limit(1)) for table in (TrainingEvent, Assignment)
    ]
    kinds = session.execute(select(RegisteredCourse.kind, func.count()).group_by(RegisteredCourse.kind))
    return [str(value) for value in (*changes, *sums, *last, sorted((kind, count) for kind, count in kinds))]


def read_training(session: Session, who: Who, vocabulary: WordLists, zone: ZoneInfo) -> dict[str, Frame]:
    """Return `standing` in the order of `since`, `attempt` in the order of its days, and `course` by number.

    `standing`: who, course, since, until, state, is_assigned, punctuality, due, completed, valid_until, as the kept
    standings say; a day that there isn't is 0. `attempt`: who, course, day, score, number (from 1, of one person in
    one course), first (the score of number 1). `course`: kind.
    """
    courses = Codes(vocabulary["course"].number)
    standing, attempt = _standings(session, who, courses), _attempts(session, who, courses)
    kinds = dict(session.execute(select(RegisteredCourse.id, RegisteredCourse.kind)).all())
    numbers = [vocabulary["course_kind"].number(kinds.get(course)) for course in vocabulary["course"].texts]
    return {"standing": standing, "attempt": attempt, "course": {"kind": np.array(numbers, dtype=np.int32)}}


def _standings(session: Session, who: Who, courses: Codes) -> Frame:
    day = days()
    columns = {
        "who": (np.int32, people(who)),
        "course": (np.int32, courses),
        "since": (np.int32, day),
        "until": (np.int32, day),
        "state": (np.int8, None),
        "is_assigned": (np.bool_, None),
        "punctuality": (np.int8, None),
        "due": (np.int32, day),
        "completed": (np.int32, day),
        "valid_until": (np.int32, day),
    }
    query = select(
        type_coerce(Standing.person_id, String),
        Standing.course_id,
        type_coerce(Standing.since, String),
        type_coerce(Standing.until, String),
        Standing.state,
        type_coerce(Standing.is_assigned, Integer),
        Standing.punctuality,
        type_coerce(Standing.due_on, String),
        type_coerce(Standing.completed_on, String),
        type_coerce(Standing.valid_until, String),
    )
    own = (Standing.person_id.between(first, last) for first, last in _ranges(who))
    return _in_order(read_columns(session, (query.where(some) for some in own), columns), "since")


def _ranges(who: Who) -> Iterator[tuple[UUID, UUID]]:
    """Return people in the order of their ids as first and last, so that no answer holds everybody's."""
    ids = sorted(UUID(person_id) for person_id in who.numbers)
    for start in range(0, len(ids), _PEOPLE_AT_ONCE):
        some = ids[start : start + _PEOPLE_AT_ONCE]
        yield some[0], some[-1]


def _attempts(session: Session, who: Who, courses: Codes) -> Frame:
    columns = {
        "who": (np.int32, people(who)),
        "course": (np.int32, courses),
        "day": (np.int32, days()),
        "score": (np.int16, None),
    }
    query = (
        select(
            type_coerce(QuizAttempt.person_id, String),
            QuizAttempt.course_id,
            type_coerce(QuizAttempt.submitted_on, String),
            QuizAttempt.score,
        )
        .where(QuizAttempt.submitted_on.is_not(None), QuizAttempt.score.is_not(None))
        .order_by(QuizAttempt.submitted_at, QuizAttempt.id)
    )
    return numbered(_in_order(read_columns(session, [query], columns), "day"))


def numbered(attempt: Frame) -> Frame:
    """Return attempts, which are in their order, with their number among those of a person in a course."""
    order = np.lexsort((attempt["course"], attempt["who"]))
    own = taken(attempt, order)
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = (own["who"][1:] != own["who"][:-1]) | (own["course"][1:] != own["course"][:-1])
    start = np.maximum.accumulate(np.where(begins, np.arange(len(order)), 0))
    number, first = np.zeros(len(order), dtype=np.int32), np.zeros(len(order), dtype=np.int16)
    number[order] = np.arange(len(order)) - start + 1
    first[order] = own["score"][start]
    return {**attempt, "number": number, "first": first}


def _in_order(frame: Frame, column: str) -> Frame:
    known = taken(frame, frame["who"] >= 0)
    return taken(known, np.argsort(known[column], kind="stable"))
