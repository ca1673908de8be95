"""What a database knew of training before 0006 becomes rules, attempts and events, and can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from api.web.database import alembic
from lms.base import in_steps
from lms.training.applying import apply_waiting_rules
from lms.training.models import Assignment, AssignmentRule, QuizAttempt, TrainingEvent
from lms.training.upkeep import refresh_stale_courses
from support.factories import MONDAY, Cast
from support.learning import in_days, on, state

HOUR = timedelta(hours=1)
ATTEMPT, DONE = UUID(int=7), UUID(int=8)
ASSIGNMENT = ("id", "person_id", "assigned_by_id", "course_id", "due_on", "assigned_at")
READ = ("person_id", "course_id", "course_version", "lesson_id", "read_at")
TRIED = ("id", "person_id", "course_id", "course_version", "answers", "score", "has_passed", "submitted_at")
COMPLETED = ("id", "person_id", "course_id", "course_version", "attempt_id", "score", "completed_at", "expires_at")


def test_what_was_known_of_training_before_0006_is_kept_and_counts(session: Session, cast: Cast) -> None:
    """One decision for two people stays one; Ada's certificate expires as before, Sven is overdue."""
    rows = _fill_0005(session, cast)
    _move(session, "head")
    rule = session.scalars(sa.select(AssignmentRule)).one()
    assert (rule.created_by_id, rule.due_on, rule.created_at) == (cast.max.id, in_days(5), MONDAY)
    given = session.scalars(sa.select(Assignment)).all()
    assert {(row.id, row.person_id, row.due_on) for row in given} == {(r[0], r[1], r[4]) for r in rows["assignment"]}
    attempt = session.scalars(sa.select(QuizAttempt)).one()
    assert (attempt.id, attempt.score, attempt.answers, attempt.submitted_at) == (ATTEMPT, 90, [[1]], MONDAY + HOUR)
    events = session.scalars(sa.select(TrainingEvent).order_by(TrainingEvent.at, TrainingEvent.id)).all()
    assert sorted(event.kind for event in events) == ["attempt", "completed", "lesson_read", "started"]
    in_steps(session, refresh_stale_courses(session))
    assert [state(session, cast.ada, day) for day in (0, 100, 101)] == ["complete", "complete", "expired"]
    assert [state(session, cast.sven, day) for day in (5, 6)] == ["not_started", "overdue"]
    assert in_steps(session, apply_waiting_rules(session, now=on(1))) == 0


def test_0006_can_be_taken_back(session: Session, cast: Cast) -> None:
    """With everything that the former tables can hold."""
    before = _fill_0005(session, cast)
    _move(session, "0006")
    _move(session, "0005")
    assert _rows(session, "assignment", ASSIGNMENT) == before["assignment"]
    assert _rows(session, "lesson_read", READ) == before["lesson_read"]
    assert [row[:3] for row in _rows(session, "quiz_attempt", TRIED)] == [row[:3] for row in before["quiz_attempt"]]
    done = _rows(session, "completion", COMPLETED)
    assert [(row[1], row[2], row[5], row[6]) for row in done] == [
        (row[1], row[2], row[5], row[6]) for row in before["completion"]
    ]
    _move(session, "0006")


def _fill_0005(session: Session, cast: Cast) -> dict[str, list[tuple[Any, ...]]]:
    _move(session, "0005")
    ends = MONDAY + timedelta(days=100)
    rows: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
        "assignment": (
            ASSIGNMENT,
            [
                (UUID(int=1), cast.ada.id, cast.max.id, "c", in_days(5), MONDAY),
                (UUID(int=2), cast.sven.id, cast.max.id, "c", in_days(5), MONDAY),
            ],
        ),
        "lesson_read": (READ, [(cast.ada.id, "c", 1, "one", MONDAY)]),
        "quiz_attempt": (TRIED, [(ATTEMPT, cast.ada.id, "c", 1, {"0": [1]}, 90, True, MONDAY + HOUR)]),
        "completion": (COMPLETED, [(DONE, cast.ada.id, "c", 1, ATTEMPT, 90, MONDAY + HOUR, ends)]),
    }
    for name, (columns, values) in rows.items():
        session.execute(_table(name, columns).insert(), [dict(zip(columns, row, strict=True)) for row in values])
    session.commit()
    return {name: values for name, (_, values) in rows.items()}


def _rows(session: Session, name: str, columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    found = session.execute(sa.select(_table(name, columns))).all()
    session.commit()
    return sorted((tuple(map(_aware, row)) for row in found), key=str)


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=MONDAY.tzinfo) if hasattr(value, "tzinfo") and value.tzinfo is None else value


def _table(name: str, columns: tuple[str, ...]) -> sa.TableClause:
    types: dict[str, Any] = {"answers": sa.JSON(), "due_on": sa.Date(), "has_passed": sa.Boolean()}

    def type_of(column: str) -> Any:
        if column.endswith("_at"):
            return sa.DateTime(timezone=True)
        is_id = column == "id" or column in {"person_id", "assigned_by_id", "attempt_id"}
        return sa.Uuid() if is_id else types.get(column)

    return sa.table(name, *[sa.column(column, type_of(column)) for column in columns])


def _move(session: Session, revision: str) -> None:
    """Bring the database to a revision, with no transaction of ours in the way."""
    session.commit()
    session.expunge_all()
    current = max(script.revision for script in alembic.current())
    (alembic.upgrade if revision > current else alembic.downgrade)(revision)
