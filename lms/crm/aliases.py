"""Aliases: which person of the directory an owner of the CRM is, as an admin says it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.crm.models import OwnerAlias
from lms.errors import NotFound
from lms.people.models import Person


def set_alias(session: Session, *, name: str, person_id: UUID, by_id: UUID | None, at: datetime) -> None:
    """Say who an owner is, by their name, address or id in the CRM; raises NotFound for nobody of the directory."""
    if session.get(Person, person_id) is None:
        raise NotFound("no such person", field="person_id")
    said = {"person_id": person_id, "recorded_at": at, "recorded_by_id": by_id}
    row = insert_into(session, OwnerAlias).values(name=plain_owner(name), **said)
    session.execute(row.on_conflict_do_update(index_elements=["name"], set_=said))


def forget_alias(session: Session, *, name: str) -> None:
    """Take back who an owner is; raises NotFound where nobody said."""
    done = session.execute(delete(OwnerAlias).where(OwnerAlias.name == plain_owner(name)))
    if not done.rowcount:  # type: ignore[attr-defined]  # a delete has it
        raise NotFound("nobody said who this owner is")


def list_aliases(session: Session) -> list[tuple[str, UUID, str]]:
    """Return the aliases by name, with the person's id and name."""
    wanted = select(OwnerAlias.name, Person.id, Person.name).join(Person, Person.id == OwnerAlias.person_id)
    return [(row[0], row[1], row[2]) for row in session.execute(wanted.order_by(OwnerAlias.name))]


def plain_owner(name: str) -> str:
    """Return an owner's name as aliases know it, whatever its case."""
    return name.strip().casefold()
