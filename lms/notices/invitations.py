"""Invitations by e-mail: who isn't told yet of a session or a series, and who is told by whom, once each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, func, select, tuple_, update
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.coaching.models import CoachingSession, SessionEvent, SessionSeries
from lms.notices.appointments import Appointment, sessions_where
from lms.notices.claims import RETRY_AFTER
from lms.notices.models import InvitationsOff, SentInvitation
from lms.notices.recipients import is_staff
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.people.models import Person

# Of a series as a whole, and of a session that is alone.
ALL = ""


@dataclass(frozen=True)
class EventName:
    """What one person's calendar knows an event by; `recurrence` is one of a series, as its rule would have it."""

    person_id: UUID
    uid: str
    recurrence: str = ALL


@dataclass(frozen=True)
class LastSent:
    """What somebody was sent last of an event: its sequence, -1 if it was only tried, and by which method.

    The method is empty where a session was what its series said of it, so that no letter was about itself.
    """

    sequence: int
    method: str


@dataclass(frozen=True)
class UntoldSeries:
    """A series, and when it was changed."""

    changed_at: datetime
    id: UUID


def wants_invitations(session: Session, *, actor: Actor) -> bool:
    """Tell whether the actor is sent invitations, as everybody is who said nothing."""
    return session.get(InvitationsOff, actor.id, populate_existing=True) is None


def choose_invitations(session: Session, *, actor: Actor, are_sent: bool, at: datetime) -> None:
    """Switch the actor's invitations on or off; what happened while they were off isn't sent afterwards."""
    if are_sent:
        session.execute(delete(InvitationsOff).where(InvitationsOff.person_id == actor.id))
    else:
        row = {"person_id": actor.id, "at": at}
        session.execute(insert_into(session, InvitationsOff).values(row).on_conflict_do_nothing())


def invited_among(session: Session, *, person_ids: Collection[UUID], at: datetime) -> set[UUID]:
    """Return who of some people may be sent invitations: who is here, is more than a partner, and wants them."""
    wants = ~exists().where(InvitationsOff.person_id == Person.id)
    return set(session.scalars(select(Person.id).where(Person.id.in_(person_ids), is_staff(at), wants)))


def untold_series(session: Session, *, after: UntoldSeries | None, limit: int) -> list[UntoldSeries]:
    """Return series of which a change wasn't told yet, the oldest change first, after the one given."""
    columns = SessionSeries.changed_at, SessionSeries.id
    wanted = select(*columns).where(SessionSeries.told_sequence < SessionSeries.sequence).order_by(*columns)
    if after is not None:
        wanted = wanted.where(tuple_(*columns) > (after.changed_at, after.id))
    return [UntoldSeries(*row) for row in session.execute(wanted.limit(limit))]


def untold_sessions(session: Session, *, at: datetime, after: Appointment | None, limit: int) -> list[Appointment]:
    """Return sessions to come of which a change wasn't told yet, the next first, after the one given."""
    is_untold = CoachingSession.told_sequence < CoachingSession.sequence
    place = tuple_(CoachingSession.scheduled_at, CoachingSession.id)
    begins = CoachingSession.scheduled_at > at if after is None else place > (after.scheduled_at, after.id)
    return sessions_where(session, is_untold, begins, limit=limit)


def count_untold(session: Session, *, at: datetime) -> int:
    """Return how many series, and sessions to come, have a change that wasn't told yet."""
    of_series = select(func.count()).where(SessionSeries.told_sequence < SessionSeries.sequence)
    is_to_come = CoachingSession.scheduled_at > at
    of_sessions = select(func.count()).where(CoachingSession.told_sequence < CoachingSession.sequence, is_to_come)
    return sum(session.scalar(count) or 0 for count in (of_series, of_sessions))


def last_change(session: Session, *, session_id: UUID) -> str | None:
    """Return what was done last with a session, such as `moved`."""
    wanted = select(SessionEvent.kind).where(SessionEvent.session_id == session_id)
    return session.scalar(wanted.order_by(SessionEvent.id.desc()).limit(1))


def note_told(session: Session, kind: type[CoachingSession | SessionSeries], *, told: Mapping[UUID, int]) -> None:
    """Note the last sequence that the calendars of both have heard of, or needn't hear of, by session or series.

    Those that somebody is changing at this moment are left to the next time, so that nobody waits for anybody.
    """
    free = select(kind.id).where(kind.id.in_(told)).with_for_update(skip_locked=True)
    for id_ in session.scalars(free).all() if told else ():
        behind = update(kind).where(kind.id == id_, kind.told_sequence < told[id_])
        session.execute(behind.values(told_sequence=told[id_]).execution_options(synchronize_session=False))


def last_sent(session: Session, name: EventName) -> LastSent | None:
    """Return what somebody was sent last of an event; None if nobody ever tried."""
    found = _find(session, name)
    return None if found is None else LastSent(found.sequence, found.method)


def claim_invitation(session: Session, name: EventName, *, sequence: int, at: datetime) -> bool:
    """Claim the sending of an invitation; False when it was sent, or somebody else is at it. Commit before sending."""
    take_turn(session, person_id=name.person_id)
    found = _find(session, name)
    if found is None:
        found = SentInvitation(**vars(name), sequence=-1, method="")
        session.add(found)
    elif found.sequence >= sequence or (found.sent_at is None and found.claimed_at > at - RETRY_AFTER):
        return False
    found.claimed_at, found.sent_at = at, None
    session.flush()
    return True


def note_invitation(session: Session, name: EventName, *, sequence: int, method: str, at: datetime) -> None:
    """Write down that the mail server took an invitation, or that another one said the same."""
    found = _find(session, name)
    if found is None:
        found = SentInvitation(**vars(name), claimed_at=at)
        session.add(found)
    found.sequence, found.method, found.sent_at = sequence, method, at
    session.flush()


def _find(session: Session, name: EventName) -> SentInvitation | None:
    return session.get(SentInvitation, (name.person_id, name.uid, name.recurrence), populate_existing=True)
