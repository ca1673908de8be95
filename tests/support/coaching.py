"""Coaching in tests: a session of two of the cast, planned in a line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from lms.coaching.models import CoachingSession, MentoringPair
from lms.coaching.plans import SessionPlan
from lms.coaching.sessions import plan_session
from lms.days import Now
from support.acting import in_days
from support.factories import MONDAY, Player
from support.learning import on

NOBODY = "00000000-0000-7000-8000-000000000000"
TUESDAY = MONDAY + timedelta(days=1)


def plan(
    session: Session,
    coach: Player,
    rep: Player,
    *,
    at: datetime = TUESDAY,
    now: Now | None = None,
    asks: bool = False,
    **fields: Any,
) -> CoachingSession:
    """Let a coach plan a session with a rep for Tuesday, on Monday morning."""
    wanted = SessionPlan(**{"topic": "Price", "scheduled_at": at, "minutes": 30, **fields})
    return plan_session(session, actor=coach.actor, rep_id=rep.id, plan=wanted, asks=asks, now=now or on())


def propose(
    session: Session, rep: Player, coach: Player, *, at: datetime = TUESDAY, now: Now | None = None, **fields: Any
) -> CoachingSession:
    """Let a rep propose a session to a coach for Tuesday, on Monday morning."""
    wanted = SessionPlan(**{"topic": "Price", "scheduled_at": at, "minutes": 30, **fields})
    return plan_session(session, actor=rep.actor, coach_id=coach.id, plan=wanted, now=now or on())


def pair(session: Session, mentor: Player, mentee: Player, by: Player, *, since: int = 0) -> MentoringPair:
    """Let two be mentor and mentee from Monday on, or from so many days later."""
    made = MentoringPair(
        mentor_id=mentor.id, mentee_id=mentee.id, since=on(since).day, made_at=on().at, made_by_id=by.id
    )
    session.add(made)
    session.flush()
    return made


def at(days: int) -> str:
    """Return nine in the morning of a day so many days from today, as the API writes it."""
    return f"{in_days(days)}T09:00:00Z"


WHEN = at(30)


def body(rep: Player, **fields: Any) -> dict[str, Any]:
    """Return what a coach sends to plan a session."""
    return {"rep_id": str(rep.id), "topic": "Price", "scheduled_at": WHEN, **fields}


def schedule(coach: Player, rep: Player, *, days: int = 30, **fields: Any) -> dict[str, Any]:
    """Let a coach plan a session with a rep through the API, and return it."""
    answer = coach.post("/coaching/sessions", body(rep, **{"scheduled_at": at(days), **fields}))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    return made
