"""Scheduling a coaching session, holding it, and what comes of it; only its two people can."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lms.coaching.models import CoachingSession, SessionEvent
from lms.coaching.points import take_up_points
from lms.days import Now
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.access import Actor, visible_person

FARTHEST = timedelta(days=3653)


def schedule_session(
    session: Session,
    *,
    actor: Actor,
    rep_id: UUID,
    topic: str,
    scheduled_at: datetime,
    minutes: int,
    at: datetime,
    kind: str = "one-to-one",
) -> CoachingSession:
    """Schedule a session with a rep of the actor's teams, the actor being the coach; raises NotFound for others."""
    rep = visible_person(session, actor=actor, person_id=rep_id)
    if rep.id == actor.id:
        raise Conflict("a session needs two people; name somebody else", field="rep_id")
    if abs(scheduled_at - at) > FARTHEST:
        raise Conflict("a session lies at most ten years away", field="scheduled_at")
    if rep.has_left(at):
        raise Conflict(f"{rep.name} has left", field="rep_id")
    coaching = CoachingSession(
        coach_id=actor.id,
        rep_id=rep.id,
        kind=kind,
        topic=topic,
        status="accepted",
        proposed_by_id=actor.id,
        scheduled_at=scheduled_at,
        minutes=minutes,
        sequence=0,
        created_at=at,
        changed_at=at,
    )
    session.add(coaching)
    session.flush()
    _note(session, coaching, "accepted", actor, at)
    return coaching


def list_sessions(
    session: Session, *, actor: Actor, person_id: UUID | None = None, after: UUID | None, limit: int
) -> list[CoachingSession]:
    """Return the sessions that the actor coaches or is coached in, in the order they were made.

    `person_id` leaves those in which this person is one of the two.
    """
    wanted = select(CoachingSession).where(_is_of(actor.id)).order_by(CoachingSession.id).limit(limit)
    if person_id is not None:
        wanted = wanted.where(_is_of(person_id))
    if after is not None:
        wanted = wanted.where(CoachingSession.id > after)
    return list(session.scalars(wanted))


def list_coming(session: Session, *, actor: Actor, limit: int) -> list[CoachingSession]:
    """Return the actor's sessions that weren't held yet, the next first."""
    wanted = select(CoachingSession).where(_is_of(actor.id), CoachingSession.held_at.is_(None))
    return list(session.scalars(wanted.order_by(CoachingSession.scheduled_at, CoachingSession.id).limit(limit)))


def get_session(session: Session, *, actor: Actor, session_id: UUID) -> CoachingSession:
    """Return a session of the actor's; raises NotFound for anybody else's, whatever the actor's role."""
    coaching = session.scalar(select(CoachingSession).where(CoachingSession.id == session_id, _is_of(actor.id)))
    if coaching is None:
        raise NotFound("no such coaching session")
    return coaching


def hold_session(session: Session, *, actor: Actor, session_id: UUID, now: Now) -> CoachingSession:
    """Mark a session as held, now; its coach can, once."""
    coaching = get_session(session, actor=actor, session_id=session_id)
    if coaching.coach_id != actor.id:
        raise NotAllowed("only the coach marks a session as held")
    if coaching.held_at is not None:
        raise Conflict("the session was marked as held already")
    coaching.status, coaching.held_at, coaching.held_on, coaching.changed_at = "held", now.at, now.day, now.at
    _note(session, coaching, "held", actor, now.at)
    take_up_points(session, coaching=coaching)
    return coaching


def _note(session: Session, coaching: CoachingSession, kind: str, actor: Actor, at: datetime) -> None:
    """Add a change to those of a session."""
    event = SessionEvent(session_id=coaching.id, kind=kind, at=at, by_id=actor.id)
    event.scheduled_at, event.minutes = coaching.scheduled_at, coaching.minutes
    session.add(event)
    session.flush()


def _is_of(person_id: UUID) -> ColumnElement[bool]:
    return (CoachingSession.coach_id == person_id) | (CoachingSession.rep_id == person_id)
