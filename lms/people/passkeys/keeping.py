"""Keeping passkeys: making one with what a device answered, listing one's own, and deleting one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.people.passkeys.ceremony import creation_options, read_creation
from lms.people.passkeys.models import Passkey
from lms.people.passkeys.party import RelyingParty

MOST_PASSKEYS = 20


def list_passkeys(session: Session, *, actor: Actor) -> list[Passkey]:
    """Return the actor's passkeys, the newest first."""
    return list(session.scalars(select(Passkey).where(Passkey.person_id == actor.id).order_by(Passkey.id.desc())))


def options_for(session: Session, *, actor: Actor, party: RelyingParty, challenge: bytes) -> dict[str, Any]:
    """Return what a browser is to ask a device for, as WebAuthn's JSON; devices with one of the actor's offer none."""
    known = [passkey.credential for passkey in list_passkeys(session, actor=actor)]
    return creation_options(party, challenge, person=(actor.id, actor.email, actor.name), known=known)


def make_passkey(
    session: Session, *, actor: Actor, party: RelyingParty, challenge: bytes, answer: str, name: str, at: datetime
) -> Passkey:
    """Keep the passkey that a device made; raises Conflict for an answer to anything else, and for one too many."""
    made = read_creation(party, challenge, answer)
    take_turn(session, person_id=actor.id)
    if len(list_passkeys(session, actor=actor)) >= MOST_PASSKEYS:
        raise Conflict(f"you have {MOST_PASSKEYS} passkeys, which is the most; delete one that you don't use")
    passkey = Passkey(
        person_id=actor.id,
        name=name,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        created_at=at,
    )
    session.add(passkey)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("this passkey is known here already") from error
    return passkey


def delete_passkey(session: Session, *, actor: Actor, passkey_id: UUID) -> None:
    """Delete one of the actor's passkeys: it signs nobody in any more; raises NotFound for anybody else's."""
    found = session.get(Passkey, passkey_id)
    if found is None or found.person_id != actor.id:
        raise NotFound("no such passkey")
    session.delete(found)
    session.flush()
