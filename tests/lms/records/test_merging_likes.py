"""Rows of two records that are alike: what a database bears twice goes over, and only what it doesn't bear stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import Base
from lms.records.merging import foresee, merge, undo_merge
from lms.schema import metadata
from lms.training.models import Assignment, AssignmentRule, QuizAttempt, TrainingEvent
from support.factories import MONDAY, UTC_ZONE, Cast, Player
from support.learning import on
from support.noting import cipher_of

NOW = on()


def _event(player: Player, kind: str, *, reference: str | None = None) -> TrainingEvent:
    said: dict[str, Any] = {"course_id": "c", "course_version": 1, "day": NOW.day, "at": MONDAY, "recorded_at": MONDAY}
    return TrainingEvent(person_id=player.id, kind=kind, source="site", reference=reference, **said)


def _attempt(player: Player, **ended: Any) -> QuizAttempt:
    said: dict[str, Any] = {"course_id": "c", "course_version": 1, "seed": "1", "pass_mark": 80, "begun_at": MONDAY}
    return QuizAttempt(person_id=player.id, **said, **ended)


def _given(player: Player, rule: AssignmentRule, **ended: Any) -> Assignment:
    said: dict[str, Any] = {
        "course_id": "c",
        "round": 0,
        "first_on": NOW.day,
        "assigned_on": NOW.day,
        "due_on": NOW.day,
    }
    return Assignment(rule_id=rule.id, person_id=player.id, assigned_at=MONDAY, **said, **ended)


def _rule(session: Session, cast: Cast) -> AssignmentRule:
    rule = AssignmentRule(with_below=False, priority="required", starts_on=NOW.day, created_at=MONDAY)
    rule.created_by_id, rule.ended_at, rule.applied_on = cast.nadia.id, MONDAY, NOW.day
    session.add(rule)
    session.flush()
    return rule


def _add_both(session: Session, cast: Cast, kind: str) -> None:
    """Add a row of each kind to both records, as the name of the case says."""
    closed: dict[str, Any] = {"ended_on": NOW.day, "ended_at": MONDAY, "end_reason": "done"}
    handed_in: dict[str, Any] = {"submitted_at": MONDAY, "submitted_on": NOW.day, "score": 90, "has_passed": True}
    rule = _rule(session, cast)
    made: dict[str, Callable[[Player], Base]] = {
        "two completions": lambda player: _event(player, "completed"),
        "one reference": lambda player: _event(player, "completed", reference="r"),
        "two attempts": lambda player: _attempt(player, **handed_in),
        "two open attempts": _attempt,
        "two closed assignments": lambda player: _given(player, rule, **closed),
    }
    session.add_all([made[kind](player) for player in (cast.ada, cast.sven)])
    session.commit()


@pytest.mark.parametrize(
    ("kind", "table", "told"),
    [
        ("two completions", "training_event", (1, 0)),
        ("one reference", "training_event", (0, 1)),
        ("two attempts", "quiz_attempt", (1, 0)),
        ("two open attempts", "quiz_attempt", (0, 1)),
        ("two closed assignments", "assignment", (1, 0)),
    ],
)
def test_only_what_there_may_be_once_stays(
    session: Session, cast: Cast, kind: str, table: str, told: tuple[int, int]
) -> None:
    """Foretold, done so, and undone wholly."""
    _add_both(session, cast, kind)
    owned = metadata.tables[table].c.person_id
    before = _owners(session, owned)
    found = {one.table: (one.moves, one.stays) for one in foresee(session, kept_id=cast.ada.id, gone_id=cast.sven.id)}
    assert found[table] == told
    ids: dict[str, Any] = {"kept_id": cast.ada.id, "gone_id": cast.sven.id}
    made = merge(
        session, actor=cast.nadia.actor, takes_address=False, now=NOW, zone=UTC_ZONE, cipher=cipher_of(), **ids
    )
    session.commit()
    assert _owners(session, owned).count(cast.ada.id) == 1 + told[0]
    undo_merge(session, actor=None, merge_id=made.id, now=on(0.5), zone=UTC_ZONE, cipher=cipher_of())
    session.commit()
    assert _owners(session, owned) == before


def _owners(session: Session, owned: Any) -> Sequence[Any]:
    return session.scalars(select(owned).order_by(owned)).all()


def test_an_open_row_and_a_closed_one_are_not_alike(session: Session, cast: Cast) -> None:
    """Ada is at a quiz that Sven handed in."""
    session.add_all([_attempt(cast.ada), _attempt(cast.sven, abandoned_at=MONDAY - timedelta(hours=1))])
    session.commit()
    told = {one.table: (one.moves, one.stays) for one in foresee(session, kept_id=cast.ada.id, gone_id=cast.sven.id)}
    assert told["quiz_attempt"] == (1, 0)
