"""Digests that were sent: claimed before they leave, so that two senders never send one twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from lms.notices.models import Digest
from lms.people.access import still_here
from lms.people.directory import take_turn
from lms.people.models import Person, PersonRole

RETRY_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Recipient:
    """Someone of the directory who may be written to; `email` is in lower case."""

    id: UUID
    email: str
    name: str


def find_recipients(session: Session, *, emails: Collection[str], at: datetime) -> list[Recipient]:
    """Return who of these addresses is one of the company's own people and hasn't left, in the order of addresses."""
    wanted = {email.strip().casefold() for email in emails}
    rows = session.execute(select(Person.id, Person.email, Person.name).where(is_staff(at)).order_by(Person.email))
    return [Recipient(id_, email, name) for id_, email, name in rows if email.casefold() in wanted]


def is_staff(at: datetime) -> ColumnElement[bool]:
    """Return the condition that a person hasn't left by a moment and is more than a partner."""
    has_role = exists().where(PersonRole.person_id == Person.id, PersonRole.role != "partner")
    return and_(still_here(at), has_role)


def is_open(session: Session, *, person_id: UUID, week: date, at: datetime) -> bool:
    """Tell whether a digest may be sent: it wasn't, and nobody tried within the last hour."""
    digest = _find(session, person_id, week)
    return digest is None or (digest.sent_at is None and digest.claimed_at <= at - RETRY_AFTER)


def is_tried(session: Session, *, person_id: UUID, week: date) -> bool:
    """Tell whether somebody tried to send this digest, whatever came of it."""
    return _find(session, person_id, week) is not None


def claim_digest(session: Session, *, person_id: UUID, week: date, at: datetime) -> bool:
    """Claim the sending of a digest; False when it was sent, or somebody else is at it. Commit before sending."""
    take_turn(session, person_id=person_id)
    if not is_open(session, person_id=person_id, week=week, at=at):
        return False
    digest = _find(session, person_id, week)
    if digest is None:
        session.add(Digest(person_id=person_id, week=week, claimed_at=at))
    else:
        digest.claimed_at = at
    session.flush()
    return True


def note_sent(session: Session, *, person_id: UUID, week: date, at: datetime) -> None:
    """Write down that the mail server took a digest that was claimed."""
    digest = _find(session, person_id, week)
    if digest is None:
        raise LookupError("a digest was sent that nobody claimed")
    digest.sent_at = at
    session.flush()


def _find(session: Session, person_id: UUID, week: date) -> Digest | None:
    wanted = select(Digest).where(Digest.person_id == person_id, Digest.week == week)
    return session.scalar(wanted.execution_options(populate_existing=True))
