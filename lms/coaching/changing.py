"""Changing a session: accepted, moved, edited, held, missed, cancelled or put right, by whom the table lets."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.coaching.changes import CHANGES, ChangeName, Seat, allowed_changes, refusal_of
from lms.coaching.models import CoachingSession, SessionEvent
from lms.coaching.partners import kinds_of
from lms.coaching.plans import FARTHEST, check_kind, check_minutes, check_time, checked_place, checked_topic
from lms.coaching.points import give_back_points, take_up_points
from lms.coaching.sessions import get_session, light, note_change
from lms.days import Now
from lms.errors import Conflict, NotAllowed
from lms.people.access import Actor
from lms.people.models import Person

_SAID = {
    "accept": "accepted",
    "move": "moved",
    "edit": "changed",
    "hold": "marked as held",
    "miss": "marked as missed",
    "cancel": "cancelled",
    "reopen": "put right",
}


def allowed_for(coaching: CoachingSession, *, actor: Actor, at: datetime) -> list[ChangeName]:
    """Return the changes that one of a session's two people may make now."""
    return allowed_changes(_seat(coaching, actor, at))


def accept_session(session: Session, *, actor: Actor, session_id: UUID, now: Now) -> CoachingSession:
    """Accept what the other of the two proposed."""
    coaching = _take(session, actor, session_id, "accept", now.at)
    apply_change(session, coaching, "accept", by_id=actor.id, at=now.at)
    return coaching


def move_session(
    session: Session,
    *,
    actor: Actor,
    session_id: UUID,
    now: Now,
    scheduled_at: datetime | None = None,
    minutes: int | None = None,
    reason: str | None = None,
) -> CoachingSession:
    """Move a session, or change how long it takes; what is only proposed is the actor's proposal from then on."""
    coaching = _take(session, actor, session_id, "move", now.at)
    when, length = scheduled_at or coaching.scheduled_at, minutes or coaching.minutes
    if (when, length) == (coaching.scheduled_at, coaching.minutes):
        raise Conflict("that is when it is already; give another time or length", field="scheduled_at")
    is_proposal = coaching.status == "proposed"
    check_time(when, at=now.at, is_proposal=is_proposal)
    check_minutes(length)
    coaching.scheduled_at, coaching.minutes = when, length
    if is_proposal:
        coaching.proposed_by_id = actor.id
    apply_change(session, coaching, "move", by_id=actor.id, at=now.at, reason=reason)
    return coaching


def edit_session(
    session: Session, *, actor: Actor, session_id: UUID, now: Now, changes: dict[str, str | None]
) -> CoachingSession:
    """Change topic, kind, place or agenda of a session that wasn't held yet; what is the same changes nothing."""
    coaching = _take(session, actor, session_id, "edit", now.at)
    checked = dict(changes)
    if "topic" in checked:
        checked["topic"] = checked_topic(checked["topic"] or "")
    if "place" in checked:
        checked["place"] = checked_place(checked["place"])
    new = {name: value for name, value in checked.items() if getattr(coaching, name) != value}
    if "kind" in new:
        coach = Actor.of(session.get_one(Person, coaching.coach_id))
        kinds = kinds_of(session, coach=coach, rep_id=coaching.rep_id, day=now.day)
        check_kind(new["kind"] or "", kinds or (coaching.kind,))
    for name, value in new.items():
        setattr(coaching, name, value)
    if new:
        apply_change(session, coaching, "edit", by_id=actor.id, at=now.at)
    return coaching


def hold_session(
    session: Session,
    *,
    actor: Actor,
    session_id: UUID,
    now: Now,
    on: date | None = None,
    minutes: int | None = None,
) -> CoachingSession:
    """Mark a session as held, today or on a day that has passed, and say how long it really took; its coach can."""
    coaching = _take(session, actor, session_id, "hold", now.at)
    held_on = on or now.day
    if not now.day - FARTHEST <= held_on <= now.day:
        raise Conflict("a session was held today or on a day that has passed", field="on")
    if minutes is not None:
        check_minutes(minutes, least=1)
        coaching.minutes = minutes
    coaching.held_at, coaching.held_on = now.at, held_on
    apply_change(session, coaching, "hold", by_id=actor.id, at=now.at)
    take_up_points(session, coaching=coaching)
    return coaching


def miss_session(
    session: Session, *, actor: Actor, session_id: UUID, now: Now, reason: str | None = None
) -> CoachingSession:
    """Mark a session as missed once it was to begin; either of the two can."""
    coaching = _take(session, actor, session_id, "miss", now.at)
    apply_change(session, coaching, "miss", by_id=actor.id, at=now.at, reason=reason)
    return coaching


def cancel_session(session: Session, *, actor: Actor, session_id: UUID, now: Now, reason: str) -> CoachingSession:
    """Cancel a session, decline it or take a proposal back, with a reason."""
    coaching = _take(session, actor, session_id, "cancel", now.at)
    if not reason.strip():
        raise Conflict("say why, so that the other knows", field="reason")
    apply_change(session, coaching, "cancel", by_id=actor.id, at=now.at, reason=reason)
    return coaching


def reopen_session(
    session: Session, *, actor: Actor, session_id: UUID, now: Now, reason: str | None = None
) -> CoachingSession:
    """Put right what was marked as held or missed by mistake: the session is as agreed before, and its time too."""
    coaching = _take(session, actor, session_id, "reopen", now.at)
    coaching.minutes = _minutes_agreed(session, coaching)
    coaching.held_at = coaching.held_on = None
    apply_change(session, coaching, "reopen", by_id=actor.id, at=now.at, reason=reason)
    give_back_points(session, coaching=coaching)
    return coaching


def _take(session: Session, actor: Actor, session_id: UUID, name: ChangeName, at: datetime) -> CoachingSession:
    """Return a session of the actor's that they may change so, and that nobody else changes until this one ends."""
    get_session(session, actor=actor, session_id=session_id)
    is_it = CoachingSession.id == session_id
    hold(session, CoachingSession.sequence, is_it)
    now_standing = select(CoachingSession).where(is_it).options(*light()).execution_options(populate_existing=True)
    coaching = session.scalars(now_standing).one()
    refusal = refusal_of(name, _seat(coaching, actor, at))
    if refusal == "part":
        raise NotAllowed(
            "only the coach does that" if name != "accept" else "the other of you two is asked to accept it"
        )
    if refusal == "early":
        raise Conflict("it hasn't begun yet; cancel or move it")
    if refusal is not None:
        raise Conflict(f"a session that is {coaching.status} can't be {_SAID[name]}")
    return coaching


def apply_change(
    session: Session,
    coaching: CoachingSession,
    name: ChangeName,
    *,
    by_id: UUID,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Make a change of a session that is allowed, and keep it as a fact."""
    change = CHANGES[name]
    coaching.status = change.to or coaching.status
    coaching.sequence += change.is_heard
    coaching.changed_at = at
    note_change(session, coaching, change.event, by_id=by_id, at=at, reason=(reason or "").strip() or None)


def _minutes_agreed(session: Session, coaching: CoachingSession) -> int:
    """Return how long a session was to take before somebody said how long it took."""
    agreed = select(SessionEvent.minutes).where(SessionEvent.session_id == coaching.id, SessionEvent.kind != "held")
    return session.scalars(agreed.order_by(SessionEvent.id.desc()).limit(1)).one()


def _seat(coaching: CoachingSession, actor: Actor, at: datetime) -> Seat:
    return Seat(
        status=coaching.status,
        part="coach" if coaching.coach_id == actor.id else "rep",
        is_asked=coaching.proposed_by_id != actor.id,
        has_begun=coaching.scheduled_at <= at,
    )
