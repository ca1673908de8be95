"""Adding people. Callers go through `lms.training.following`, so that what is asked of them follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NotRequired, TypedDict
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.people.access import Actor
from lms.people.directory import (
    checked_job,
    checked_name,
    checked_region,
    checked_roles,
    free_address,
    get_team,
    refuse_far_day,
)
from lms.people.models import Membership, Person, PersonRole


class NewPerson(TypedDict):
    """What is said of a person who joins."""

    email: str
    name: str
    roles: Iterable[str]
    team_id: UUID | None
    hired_on: NotRequired[date | None]
    region: NotRequired[str | None]
    job: NotRequired[str | None]
    actor: NotRequired[Actor | None]


def add_person(
    session: Session,
    *,
    email: str,
    name: str,
    roles: Iterable[str],
    team_id: UUID | None,
    at: datetime,
    day: date,
    hired_on: date | None = None,
    region: str | None = None,
    job: str | None = None,
    actor: Actor | None = None,
) -> Person:
    """Add a person, who is with the company from `hired_on` on, else from the company's day.

    Raises Invalid for a bad address or role, Conflict for an address that is taken or a day too far ahead.
    """
    email = free_address(session, email)
    person = Person(email=email, name=checked_name(name), team_id=team_id, created_at=at)
    person.roles = [PersonRole(role=role) for role in checked_roles(roles)]
    person.hired_on, person.region, person.job = hired_on, checked_region(region), checked_job(job)
    refuse_far_day(hired_on or day, day, field="hired_on")
    if team_id is not None:
        get_team(session, team_id=team_id)
    session.add(person)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(f"{email} is in the directory already", field="email") from error
    first = Membership(person_id=person.id, since=hired_on or day, team_id=team_id, region=person.region)
    first.job = person.job
    first.is_employed, first.recorded_at, first.recorded_by_id = True, at, actor.id if actor else None
    session.add(first)
    session.flush()
    return person
