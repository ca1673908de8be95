"""Aliases: which person of the directory an owner of the CRM is, as an admin says it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.audit.noting import note
from lms.base import hold, insert_into
from lms.crm.models import OwnerAlias
from lms.errors import NotFound
from lms.people.models import Person

# Begins the name of an alias of somebody who was erased; `lms.crm.hidden` makes them.
HIDDEN = "hidden:"


def set_alias(session: Session, *, name: str, person_id: UUID, by_id: UUID | None, at: datetime) -> None:
    """Say who an owner is, by their name, address or id in the CRM; raises NotFound for nobody of the directory."""
    if session.get(Person, person_id) is None:
        raise NotFound("no such person", field="person_id")
    own = plain_owner(name)
    known_id = _held(session, own)
    said = {"person_id": person_id, "recorded_at": at, "recorded_by_id": by_id}
    row = insert_into(session, OwnerAlias).values(name=own, **said)
    session.execute(row.on_conflict_do_update(index_elements=["name"], set_=said))
    if known_id != person_id:
        before = {"person_id": known_id} if known_id else None
        became = "changed" if known_id else "added"
        # The name in what is erased with the person alone: it may be theirs.
        after = {"name": own, "person_id": person_id}
        note(session, f"crm-owner.{became}", subject=person_id, person_id=person_id, before=before, after=after)


def forget_alias(session: Session, *, name: str) -> None:
    """Take back who an owner is; raises NotFound where nobody said."""
    own = plain_owner(name)
    known_id = _held(session, own)
    if known_id is None:
        raise NotFound("nobody said who this owner is")
    session.execute(delete(OwnerAlias).where(OwnerAlias.name == own))
    before = {"name": own, "person_id": known_id}
    note(session, "crm-owner.removed", subject=known_id, person_id=known_id, before=before)


def list_aliases(session: Session) -> list[tuple[str, UUID, str]]:
    """Return the aliases by name, with the person's id and name; those of who was erased are nobody's to read."""
    wanted = select(OwnerAlias.name, Person.id, Person.name).join(Person, Person.id == OwnerAlias.person_id)
    wanted = wanted.where(OwnerAlias.name.not_like(f"{HIDDEN}%"))
    return [(row[0], row[1], row[2]) for row in session.execute(wanted.order_by(OwnerAlias.name))]


def plain_owner(name: str) -> str:
    """Return an owner's name as aliases know it, whatever its case."""
    return name.strip().casefold()


def _held(session: Session, own: str) -> UUID | None:
    """Return whose an owner's name is, which nobody else changes until this transaction ends."""
    hold(session, OwnerAlias.recorded_at, OwnerAlias.name == own)
    return session.scalar(select(OwnerAlias.person_id).where(OwnerAlias.name == own))
