"""Time zones of people: their own as they set it, the company's for those who set none."""

from __future__ import annotations

from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.people.access import Actor
from lms.people.models import Person


def set_zone(session: Session, *, actor: Actor, name: str | None) -> Person:
    """Set the actor's own time zone, or the company's again with None; raises Conflict for a name that none has."""
    if name is not None and name not in zone_names():
        raise Conflict(f"there is no time zone `{name[:100]}`; use a name such as Europe/Berlin", field="time_zone")
    person = session.get_one(Person, actor.id)
    person.time_zone = name
    session.flush()
    return person


def own_zone(session: Session, *, person_id: UUID, company: ZoneInfo) -> ZoneInfo:
    """Return the time zone of a person, which is the company's until they set another."""
    name = session.scalar(select(Person.time_zone).where(Person.id == person_id))
    return ZoneInfo(name) if name in zone_names() else company


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all time zones that mean the same everywhere, as this machine knows them."""
    return frozenset(available_timezones() - {"localtime", "Factory"})
