"""Adding people and teams, and finding them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.errors import Conflict, Invalid, NotFound
from lms.people.models import ROLES, Person, PersonRole, Team

_EMAIL = re.compile(r"^[^@\s<>\"]{1,64}@[^@\s<>\"]{1,255}$")


def add_person(
    session: Session, *, email: str, name: str, roles: Iterable[str], team_id: UUID | None, at: datetime
) -> Person:
    """Add a person; raises Invalid for a bad address or role, Conflict for an address that is taken."""
    email = email.strip().lower()
    wanted = sorted(set(roles))
    unknown = [role for role in wanted if role not in ROLES]
    if not _EMAIL.match(email):
        raise Invalid(f"`{email[:100]}` is not an e-mail address", field="email")
    if not name.strip():
        raise Invalid("the name is empty", field="name")
    if unknown or not wanted:
        raise Invalid(f"a role is one of {', '.join(ROLES)}", field="roles")
    if find_person(session, email=email) is not None:
        raise Conflict(f"{email} is in the directory already", field="email")
    if team_id is not None:
        get_team(session, team_id=team_id)
    person = Person(email=email, name=name.strip(), team_id=team_id, created_at=at)
    person.roles = [PersonRole(role=role) for role in wanted]
    session.add(person)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(f"{email} is in the directory already", field="email") from error
    return person


def find_person(session: Session, *, email: str) -> Person | None:
    """Return the person with this e-mail address, or None."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def addresses(session: Session) -> set[str]:
    """Return the e-mail addresses, in lower case, of everyone who hasn't left."""
    return set(session.scalars(select(Person.email).where(Person.left_at.is_(None))))


def get_person(session: Session, *, person_id: UUID) -> Person:
    """Return a person; raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("no such person")
    return person


def take_turn(session: Session, *, person_id: UUID) -> None:
    """Let one transaction at a time go on for a person: what it then reads of them can't change until it ends."""
    session.execute(update(Person).where(Person.id == person_id).values(name=Person.name))


def has_people(session: Session) -> bool:
    """Tell whether anybody is in the directory."""
    return session.scalar(select(Person.id).limit(1)) is not None


def ensure_team(session: Session, *, name: str, parent_id: UUID | None = None) -> Team:
    """Return the team of this name, made if there is none."""
    name = name.strip()
    if not name:
        raise Invalid("the team's name is empty", field="team")
    team = session.scalar(select(Team).where(Team.name == name))
    if team is None:
        team = Team(name=name, parent_id=parent_id)
        session.add(team)
        session.flush()
    return team


def get_team(session: Session, *, team_id: UUID) -> Team:
    """Return a team; raises NotFound."""
    team = session.get(Team, team_id)
    if team is None:
        raise NotFound("no such team")
    return team
