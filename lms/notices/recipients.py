"""Recipients of letters: the company's own people, as long as they are here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from lms.people.access import still_here
from lms.people.models import Person, PersonRole


@dataclass(frozen=True)
class Recipient:
    """Someone of the directory who may be written to; `email` is in lower case."""

    id: UUID
    email: str
    name: str


def list_recipients(session: Session, *, at: datetime) -> list[Recipient]:
    """Return all of the company's own people who haven't left, in the order of addresses."""
    rows = session.execute(select(Person.id, Person.email, Person.name).where(is_staff(at)).order_by(Person.email))
    return [Recipient(id_, email, name) for id_, email, name in rows]


def is_staff(at: datetime) -> ColumnElement[bool]:
    """Return the condition that a person hasn't left by a moment and is more than a partner."""
    has_role = exists().where(PersonRole.person_id == Person.id, PersonRole.role != "partner")
    return and_(still_here(at), has_role)
