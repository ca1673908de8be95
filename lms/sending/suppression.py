"""Addresses that may not be written to: whoever said so counts at once, and ends what runs for them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.audit.watching import add_once
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.addresses import plain_address
from lms.sending.models import RunEvent, SequenceRun, SuppressedAddress

STOPPED_BECAUSE = "the address may not be written to any more"


def suppress(session: Session, *, email: str, by_id: UUID | None, reason: str, now: Now) -> SuppressedAddress:
    """Let an address not be written to any more, and stop what runs for it; saying it twice keeps the first time."""
    address = plain_address(email)
    values = {"email": address, "at": now.at, "on": now.day, "by_id": by_id, "reason": reason}
    add_once(session, SuppressedAddress(id=uuid7(), **values))
    for run in session.scalars(
        select(SequenceRun).where(SequenceRun.contact_email == address, SequenceRun.ended_at.is_(None))
    ):
        session.add(RunEvent(run_id=run.id, kind="stopped", at=now.at, by_id=by_id, reason=STOPPED_BECAUSE))
        run.ended_at = now.at
    session.flush()
    return session.scalars(select(SuppressedAddress).where(*_holds([address]))).one()


def lift(session: Session, *, actor: Actor, suppressed_id: UUID, now: Now) -> SuppressedAddress:
    """Let an address be written to again; raises NotFound where it may be already."""
    found = session.get(SuppressedAddress, suppressed_id)
    if found is None or found.lifted_at is not None:
        raise NotFound("no such address on the list")
    found.lifted_at, found.lifted_by_id = now.at, actor.id
    session.flush()
    return found


def list_suppressed(session: Session, *, after: UUID | None, limit: int) -> list[SuppressedAddress]:
    """Return the addresses that may not be written to, the last said first."""
    wanted = select(SuppressedAddress).where(SuppressedAddress.lifted_at.is_(None))
    if after is not None:
        wanted = wanted.where(SuppressedAddress.id < after)
    return list(session.scalars(wanted.order_by(SuppressedAddress.id.desc()).limit(limit)))


def suppressed_among(session: Session, emails: Collection[str]) -> set[str]:
    """Return those of some addresses that may not be written to, in lower case."""
    wanted = select(SuppressedAddress.email).where(*_holds([plain_address(email) for email in emails]))
    return set(session.scalars(wanted))


def refuse_suppressed(session: Session, email: str) -> None:
    """Refuse an address that may not be written to; the message says since when."""
    found = session.scalar(select(SuppressedAddress).where(*_holds([plain_address(email)])))
    if found is not None:
        raise Conflict(f"{found.email} may not be written to since {found.on}", field="contact/email")


def _holds(addresses: Collection[str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return SuppressedAddress.email.in_(addresses), SuppressedAddress.lifted_at.is_(None)
