"""Secret addresses of calendars; one a person works at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.notices.models import CalendarFeed
from lms.notices.recipients import Recipient, is_staff
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.people.models import Person
from lms.people.secret import Secret, new_secret


def issue_feed(session: Session, *, actor: Actor, at: datetime) -> str:
    """Make the secret of a new address for the actor's calendar; the one before stops working."""
    revoke_feed(session, actor=actor, at=at)
    secret = new_secret()
    session.add(CalendarFeed(person_id=actor.id, digest=secret.digest, holds=["reviews"], created_at=at))
    session.flush()
    return secret.text


def revoke_feed(session: Session, *, actor: Actor, at: datetime) -> None:
    """Make the address of the actor's calendar stop working, if there is one."""
    take_turn(session, person_id=actor.id)
    live = update(CalendarFeed).where(CalendarFeed.person_id == actor.id, CalendarFeed.revoked_at.is_(None))
    session.execute(live.values(revoked_at=at))


def owner_of_feed(session: Session, *, secret: str, at: datetime) -> Recipient:
    """Return whose calendar this is; raises NotFound for a secret that is no good, and for somebody who left."""
    found = session.execute(
        select(Person.id, Person.email, Person.name)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.digest == Secret(secret).digest, CalendarFeed.revoked_at.is_(None), is_staff(at))
    ).first()
    if found is None:
        raise NotFound("no such calendar; make a new address")
    return Recipient(*found)
