"""Adding people. Callers go through `lms.training.following`, so that what is asked of them follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Unpack

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.people.directory import (
    checked_job,
    checked_name,
    checked_region,
    checked_roles,
    free_addresses,
    get_team,
    refuse_far_day,
)
from lms.people.models import Membership, Person, PersonRole
from lms.people.wanted import NewPerson


def add_person(session: Session, *, at: datetime, day: date, **given: Unpack[NewPerson]) -> Person:
    """Add a person, who is with the company from `hired_on` on, else from the company's day.

    Raises Invalid for a bad address or role, Conflict for an address that is taken or a day too far ahead.
    """
    return add_people(session, people=[given], at=at, day=day)[0]


def add_people(session: Session, *, people: Sequence[NewPerson], at: datetime, day: date) -> list[Person]:
    """Add several people at once, and return them in this order; raises what `add_person` does for any of them."""
    emails = free_addresses(session, [given["email"] for given in people])
    made = [_person(session, given, email, at, day) for given, email in zip(people, emails, strict=True)]
    session.add_all(made)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("somebody else has just added one of these addresses; try again", field="email") from error
    session.add_all(_first(given, person, at, day) for given, person in zip(people, made, strict=True))
    session.flush()
    return made


def _person(session: Session, given: NewPerson, email: str, at: datetime, day: date) -> Person:
    person = Person(email=email, name=checked_name(given["name"]), team_id=given["team_id"], created_at=at)
    person.roles = [PersonRole(role=role) for role in checked_roles(given["roles"])]
    person.hired_on, person.region = given.get("hired_on"), checked_region(given.get("region"))
    person.job = checked_job(given.get("job"))
    refuse_far_day(person.hired_on or day, day, field="hired_on")
    if person.team_id is not None:
        get_team(session, team_id=person.team_id)
    return person


def _first(given: NewPerson, person: Person, at: datetime, day: date) -> Membership:
    """Return where a person stands from their first day on."""
    actor = given.get("actor")
    return Membership(
        person_id=person.id,
        since=person.hired_on or day,
        team_id=person.team_id,
        region=person.region,
        job=person.job,
        is_employed=True,
        recorded_at=at,
        recorded_by_id=actor.id if actor else None,
    )
