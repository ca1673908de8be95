"""Letters of one person and one span of days: claimed before they leave, so that two senders never send one twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.notices.models import Digest, KpiDigest
from lms.people.directory import take_turn

RETRY_AFTER = timedelta(hours=1)
# Both have a person, the first day of what they are about, when they were claimed, and when they were sent.
Kind = type[Digest] | type[KpiDigest]


def is_open(session: Session, kind: Kind, *, person_id: UUID, begins: date, at: datetime) -> bool:
    """Tell whether a letter may be sent: it wasn't, and nobody tried within the last hour."""
    letter = _find(session, kind, person_id, begins)
    return letter is None or (letter.sent_at is None and letter.claimed_at <= at - RETRY_AFTER)


def is_tried(session: Session, kind: Kind, *, person_id: UUID, begins: date) -> bool:
    """Tell whether somebody tried to send this letter, whatever came of it."""
    return _find(session, kind, person_id, begins) is not None


def has_unsent(session: Session, kind: Kind, *, begins: date) -> bool:
    """Tell whether there is a letter of these days that was claimed, and that no mail server took."""
    return session.scalar(select(kind.id).where(kind.begins == begins, kind.sent_at.is_(None)).limit(1)) is not None


def list_sent(session: Session, kind: Kind, *, begins: date) -> set[UUID]:
    """Return who was sent a letter of these days."""
    wanted = select(kind.person_id).where(kind.begins == begins, kind.sent_at.is_not(None))
    return set(session.scalars(wanted))


def claim(session: Session, kind: Kind, *, person_id: UUID, begins: date, at: datetime) -> bool:
    """Claim the sending of a letter; False when it was sent, or somebody else is at it. Commit before sending."""
    take_turn(session, person_id=person_id)
    if not is_open(session, kind, person_id=person_id, begins=begins, at=at):
        return False
    letter = _find(session, kind, person_id, begins)
    if letter is None:
        session.add(kind(person_id=person_id, begins=begins, claimed_at=at))
    else:
        letter.claimed_at = at
    session.flush()
    return True


def note_sent(session: Session, kind: Kind, *, person_id: UUID, begins: date, at: datetime) -> None:
    """Write down that the mail server took a letter that was claimed."""
    letter = _find(session, kind, person_id, begins)
    if letter is None:
        raise LookupError("a letter was sent that nobody claimed")
    letter.sent_at = at
    session.flush()


def _find(session: Session, kind: Kind, person_id: UUID, begins: date) -> Digest | KpiDigest | None:
    wanted = select(kind).where(kind.person_id == person_id, kind.begins == begins)
    # Of a union of tables `select` is taken for one of what they have in common.
    return cast(Digest | KpiDigest | None, session.scalar(wanted.execution_options(populate_existing=True)))
