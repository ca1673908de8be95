"""Sessions that two of the cast had, and what they agreed in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from lms.coaching.actions.items import agree_item
from lms.coaching.actions.models import ActionItem
from lms.coaching.models import CoachingSession
from lms.days import Now
from support.factories import MONDAY, Player


def on(days: float) -> Now:
    """Return a moment so many days after Monday, with its day in UTC."""
    at = MONDAY + timedelta(days=days)
    return Now(at, at.date())


def met(
    session: Session,
    coach: Player,
    rep: Player,
    *,
    at: datetime = MONDAY,
    status: str = "held",
    topic: str = "Price",
    kind: str = "one-to-one",
) -> CoachingSession:
    """Add a session of two people as it stands now, held as it was planned or not yet; commits."""
    held = {"held_at": at + timedelta(minutes=30), "held_on": at.date()} if status == "held" else {}
    made = CoachingSession(
        coach_id=coach.id,
        rep_id=rep.id,
        kind=kind,
        topic=topic,
        status=status,
        proposed_by_id=coach.id,
        scheduled_at=at,
        minutes=30,
        sequence=0,
        created_at=MONDAY,
        changed_at=MONDAY,
        **held,
    )
    session.add(made)
    session.commit()
    return made


def agreed(
    session: Session,
    of: CoachingSession,
    owner: Player,
    text: str = "Ask for the budget",
    *,
    due_on: date | None = None,
    now: Now | None = None,
) -> ActionItem:
    """Let the owner agree in a session what they will do, when it takes place; commits."""
    now = now or Now(of.scheduled_at, of.scheduled_at.date())
    item = agree_item(
        session, actor=owner.actor, session_id=of.id, owner_id=owner.id, text=text, due_on=due_on, now=now
    )
    session.commit()
    return item
