"""Sessions: planned or proposed between two people, seen by them alone; every change is a fact that stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from lms.coaching.models import CoachingSession, SessionEvent
from lms.coaching.partners import coach_for, rep_for
from lms.coaching.plans import SessionPlan, checked_plan
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.models import Person


def light() -> Sequence[ORMOption]:
    """Return how sessions are read: of their two people the names alone."""
    two = (joinedload(CoachingSession.coach), joinedload(CoachingSession.rep))
    return [one.load_only(Person.name).lazyload(Person.team) for one in two] + [
        joinedload(CoachingSession.coach).lazyload(Person.roles),
        joinedload(CoachingSession.rep).lazyload(Person.roles),
    ]


def is_of(person_id: UUID) -> ColumnElement[bool]:
    """Return the condition that somebody is one of a session's two people."""
    return (CoachingSession.coach_id == person_id) | (CoachingSession.rep_id == person_id)


def get_session(session: Session, *, actor: Actor, session_id: UUID) -> CoachingSession:
    """Return a session of the actor's; raises NotFound for anybody else's, whatever the actor's role."""
    wanted = select(CoachingSession).where(CoachingSession.id == session_id, is_of(actor.id)).options(*light())
    coaching = session.scalar(wanted)
    if coaching is None:
        raise NotFound("no such coaching session")
    return coaching


def list_events(session: Session, *, coaching: CoachingSession) -> list[SessionEvent]:
    """Return every change of a session, the first one first."""
    wanted = select(SessionEvent).where(SessionEvent.session_id == coaching.id).order_by(SessionEvent.id)
    return list(session.scalars(wanted))


def plan_session(
    session: Session,
    *,
    actor: Actor,
    plan: SessionPlan,
    now: Now,
    rep_id: UUID | None = None,
    coach_id: UUID | None = None,
    asks: bool = False,
) -> CoachingSession:
    """Plan a session with a rep, the actor being the coach, or propose one to a coach, the actor being the rep.

    A coach's is agreed at once unless the coach `asks` the rep; a rep always asks. Raises NotFound for whoever isn't
    the actor's to coach, or isn't their manager or mentor.
    """
    coach_id, rep_id, kinds = two_people(session, actor=actor, rep_id=rep_id, coach_id=coach_id, now=now)
    is_proposal = asks or rep_id == actor.id
    plan = checked_plan(plan, kinds=kinds, at=now.at, is_proposal=is_proposal)
    status = "proposed" if is_proposal else "accepted"
    made = new_session(plan, coach_id=coach_id, rep_id=rep_id, status=status, by_id=actor.id, at=now.at)
    session.add(made)
    session.flush()
    note_change(session, made, status, by_id=actor.id, at=now.at)
    return made


def two_people(
    session: Session, *, actor: Actor, rep_id: UUID | None, coach_id: UUID | None, now: Now
) -> tuple[UUID, UUID, Sequence[str]]:
    """Return who is the coach, who the rep, and which kinds of session these two may have."""
    if rep_id is not None and coach_id is None:
        rep, kinds = rep_for(session, actor=actor, rep_id=rep_id, now=now)
        return actor.id, rep.id, kinds
    if coach_id is not None and rep_id is None:
        coach, kinds = coach_for(session, actor=actor, coach_id=coach_id, now=now)
        return coach.id, actor.id, kinds
    raise Conflict("name either the rep or the coach", field="rep_id" if rep_id is None else "coach_id")


def new_session(
    plan: SessionPlan, *, coach_id: UUID, rep_id: UUID, status: str, by_id: UUID, at: datetime, **more: Any
) -> CoachingSession:
    """Return a session as it is planned, which isn't kept yet."""
    return CoachingSession(
        coach_id=coach_id,
        rep_id=rep_id,
        kind=plan.kind,
        topic=plan.topic,
        place=plan.place,
        agenda_id=plan.agenda_id,
        status=status,
        proposed_by_id=by_id,
        scheduled_at=plan.scheduled_at,
        minutes=plan.minutes,
        sequence=0,
        created_at=at,
        changed_at=at,
        **more,
    )


def note_change(
    session: Session, coaching: CoachingSession, kind: str, *, by_id: UUID, at: datetime, reason: str | None = None
) -> None:
    """Add a change to those of a session."""
    event = SessionEvent(session_id=coaching.id, kind=kind, at=at, by_id=by_id, reason=reason)
    event.scheduled_at, event.minutes = coaching.scheduled_at, coaching.minutes
    session.add(event)
    session.flush()
