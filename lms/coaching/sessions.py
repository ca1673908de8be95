"""Scheduling a coaching session, holding it, and what comes of it; only its two people can."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lms.coaching.models import ActionItem, CoachingNote, CoachingSession
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.access import Actor, visible_person

FARTHEST = timedelta(days=3653)


def schedule_session(
    session: Session, *, actor: Actor, rep_id: UUID, topic: str, scheduled_at: datetime, minutes: int, at: datetime
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
        coach_id=actor.id, rep_id=rep.id, topic=topic, scheduled_at=scheduled_at, minutes=minutes, created_at=at
    )
    session.add(coaching)
    session.flush()
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


def list_open_items(session: Session, *, actor: Actor, limit: int) -> list[tuple[ActionItem, CoachingSession]]:
    """Return what was agreed in the actor's sessions and isn't done, the first due first, each with its session."""
    wanted = (
        select(ActionItem, CoachingSession)
        .join(CoachingSession, CoachingSession.id == ActionItem.session_id)
        .where(_is_of(actor.id), ActionItem.done_at.is_(None))
        .order_by(ActionItem.due_on.nulls_last(), ActionItem.id)
        .limit(limit)
    )
    return [(item, of) for item, of in session.execute(wanted)]


def get_session(session: Session, *, actor: Actor, session_id: UUID) -> CoachingSession:
    """Return a session of the actor's; raises NotFound for anybody else's, whatever the actor's role."""
    coaching = session.scalar(select(CoachingSession).where(CoachingSession.id == session_id, _is_of(actor.id)))
    if coaching is None:
        raise NotFound("no such coaching session")
    return coaching


def hold_session(session: Session, *, actor: Actor, session_id: UUID, at: datetime) -> CoachingSession:
    """Mark a session as held, now; its coach can, once."""
    coaching = get_session(session, actor=actor, session_id=session_id)
    if coaching.coach_id != actor.id:
        raise NotAllowed("only the coach marks a session as held")
    if coaching.held_at is not None:
        raise Conflict("the session was marked as held already")
    coaching.held_at = at
    session.flush()
    return coaching


def add_note(session: Session, *, actor: Actor, session_id: UUID, text: str, at: datetime) -> CoachingNote:
    """Add a note to a session."""
    coaching = get_session(session, actor=actor, session_id=session_id)
    note = CoachingNote(session_id=coaching.id, author_id=actor.id, text=text, written_at=at)
    coaching.notes.append(note)
    session.flush()
    return note


def add_action_item(
    session: Session, *, actor: Actor, session_id: UUID, text: str, due_on: date | None, at: datetime
) -> ActionItem:
    """Add an action item to a session."""
    coaching = get_session(session, actor=actor, session_id=session_id)
    item = ActionItem(session_id=coaching.id, text=text, due_on=due_on, created_at=at)
    coaching.action_items.append(item)
    session.flush()
    return item


def finish_action_item(session: Session, *, actor: Actor, session_id: UUID, item_id: UUID, at: datetime) -> ActionItem:
    """Mark an action item as done; saying it twice keeps the first time."""
    coaching = get_session(session, actor=actor, session_id=session_id)
    item = next((item for item in coaching.action_items if item.id == item_id), None)
    if item is None:
        raise NotFound("no such action item in this session")
    item.done_at = item.done_at or at
    session.flush()
    return item


def _is_of(person_id: UUID) -> ColumnElement[bool]:
    return (CoachingSession.coach_id == person_id) | (CoachingSession.rep_id == person_id)
