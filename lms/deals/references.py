"""Customers who speak for us: kept by managers, authors and admins, and retired when they speak no more."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.deals.models import CustomerReference
from lms.errors import Conflict, NotFound
from lms.people.access import Actor


@dataclass(frozen=True)
class ReferenceSaid:
    """What is said of a reference; topics are values of the taxonomy."""

    account: str
    contact_name: str
    products: tuple[str, ...]
    industries: tuple[str, ...]
    personas: tuple[str, ...]
    language: str | None
    most_a_year: int
    note: str | None


def add_reference(session: Session, *, actor: Actor, said: ReferenceSaid, now: Now) -> CustomerReference:
    """Add a reference."""
    made = CustomerReference(added_at=now.at, added_by_id=actor.id)
    _say(made, said)
    session.add(made)
    session.flush()
    return made


def change_reference(session: Session, *, reference_id: UUID, said: ReferenceSaid) -> CustomerReference:
    """Say all of a reference anew; raises NotFound, and Conflict for one that was retired."""
    found = get_reference(session, reference_id=reference_id)
    if found.retired_at is not None:
        raise Conflict("this reference was retired; take that back first")
    _say(found, said)
    session.flush()
    return found


def retire_reference(session: Session, *, actor: Actor, reference_id: UUID, now: Now) -> CustomerReference:
    """Let a reference be asked no more; doing it twice keeps the first time."""
    found = get_reference(session, reference_id=reference_id)
    if found.retired_at is None:
        found.retired_at, found.retired_by_id = now.at, actor.id
        session.flush()
    return found


def restore_reference(session: Session, *, reference_id: UUID) -> CustomerReference:
    """Let a reference be asked again."""
    found = get_reference(session, reference_id=reference_id)
    found.retired_at = found.retired_by_id = None
    session.flush()
    return found


def get_reference(session: Session, *, reference_id: UUID) -> CustomerReference:
    """Return a reference; raises NotFound."""
    found = session.get(CustomerReference, reference_id)
    if found is None:
        raise NotFound("no such reference")
    return found


def list_references(session: Session, *, after: UUID | None, limit: int) -> list[CustomerReference]:
    """Return references, retired ones too, the last added first."""
    wanted = select(CustomerReference)
    if after is not None:
        wanted = wanted.where(CustomerReference.id < after)
    return list(session.scalars(wanted.order_by(CustomerReference.id.desc()).limit(limit)))


def active_references(session: Session) -> list[CustomerReference]:
    """Return all references that may be asked; a company has some dozens."""
    return list(session.scalars(select(CustomerReference).where(CustomerReference.retired_at.is_(None))))


def _say(reference: CustomerReference, said: ReferenceSaid) -> None:
    for name, value in vars(said).items():
        setattr(reference, name, list(value) if isinstance(value, tuple) else value)
