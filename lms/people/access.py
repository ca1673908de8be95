"""Access: the actor, and whose records they may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, false, or_, select
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.people.models import Person, PersonRole, Team


@dataclass(frozen=True)
class Actor:
    """The person behind a request."""

    id: UUID
    email: str
    name: str
    roles: frozenset[str]
    team_id: UUID | None
    team_name: str | None

    @classmethod
    def of(cls, person: Person) -> Actor:
        """Make the actor of a person."""
        roles = frozenset(role.role for role in person.roles)
        team_name = person.team.name if person.team else None
        return cls(person.id, person.email, person.name, roles, person.team_id, team_name)


def still_here(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that a person may sign in at a moment, as far as leaving goes."""
    return Person.left_at.is_(None) | (Person.left_at > at)


def visible_people(actor: Actor) -> Select[UUID]:
    """Select the ids of everyone whose records the actor may see.

    An admin sees everyone, a manager their own team and the teams below it, everybody themselves.
    """
    if "admin" in actor.roles:
        return select(Person.id)
    if "manager" in actor.roles and actor.team_id is not None:
        return select(Person.id).where(Person.team_id.in_(team_and_below(actor.team_id)) | (Person.id == actor.id))
    return select(Person.id).where(Person.id == actor.id)


def everybody() -> Select[UUID]:
    """Select the ids of everyone there ever was."""
    return select(Person.id)


def team_and_below(team_id: UUID) -> Select[UUID]:
    """Select the ids of a team and of every team below it."""
    top = select(Team.id).where(Team.id == team_id).cte(recursive=True)
    tree = top.union(select(Team.id).join(top, Team.parent_id == top.c.id))
    return select(tree.c.id)


def team_and_above(team_id: UUID | None) -> Select[UUID]:
    """Select the ids of a team and of every team above it; of nothing for no team."""
    bottom = select(Team.id, Team.parent_id).where(Team.id == team_id).cte(recursive=True)
    line = bottom.union(select(Team.id, Team.parent_id).join(bottom, Team.id == bottom.c.parent_id))
    return select(line.c.id)


def parents_of(session: Session, *, team_ids: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Return which team each of some teams, and each one above them, belongs to; None at the top."""
    if not team_ids:
        return {}
    bottom = select(Team.id, Team.parent_id).where(Team.id.in_(team_ids)).cte(recursive=True)
    line = bottom.union(select(Team.id, Team.parent_id).join(bottom, Team.id == bottom.c.parent_id))
    return {row[0]: row[1] for row in session.execute(select(line.c.id, line.c.parent_id))}


def visible_person(session: Session, *, actor: Actor, person_id: UUID) -> Person:
    """Return a person whose records the actor may see; raises NotFound for any other, as if they weren't there."""
    person = session.scalar(select(Person).where(Person.id == person_id, Person.id.in_(visible_people(actor))))
    if person is None:
        raise NotFound("no such person")
    return person


def managed_teams(actor: Actor) -> Select[Team]:
    """Select the teams the actor manages: all for an admin, a manager's own and those below, none for others."""
    if "admin" in actor.roles:
        return select(Team)
    if "manager" in actor.roles and actor.team_id is not None:
        return select(Team).where(Team.id.in_(team_and_below(actor.team_id)))
    return select(Team).where(false())


def visible_team(session: Session, *, actor: Actor, team_id: UUID) -> Team:
    """Return a team that the actor manages; raises NotFound for any other."""
    team = session.scalar(managed_teams(actor).where(Team.id == team_id))
    if team is None:
        raise NotFound("no such team")
    return team


def find_team(session: Session, *, team_id: UUID) -> Team:
    """Return a team, whoever asks; raises NotFound."""
    team = session.get(Team, team_id)
    if team is None:
        raise NotFound("no such team")
    return team


def teams_below(session: Session, *, team_id: UUID | None) -> list[Team]:
    """Return the teams right below a team, or at the top for None, by name."""
    return list(session.scalars(select(Team).where(Team.parent_id == team_id).order_by(Team.name)))


def visible_by_email(session: Session, *, actor: Actor, emails: Collection[str]) -> dict[str, UUID]:
    """Return the ids of those with these addresses whose records the actor may see, by address in lower case."""
    wanted = {email.lower() for email in emails}
    query = select(Person.email, Person.id).where(Person.email.in_(wanted), Person.id.in_(visible_people(actor)))
    return {row[0]: row[1] for row in session.execute(query)}


def visible_among(session: Session, *, actor: Actor, person_ids: Collection[UUID]) -> set[UUID]:
    """Return those of some people whose records the actor may see."""
    return set(session.scalars(visible_people(actor).where(Person.id.in_(person_ids))))


@dataclass(frozen=True)
class PeopleSought:
    """Which people are looked for; what is None is left open. `words` stand in the name or address, all of them."""

    words: str | None = None
    team_id: UUID | None = None
    role: str | None = None
    has_left: bool | None = None


def list_visible(
    session: Session, *, actor: Actor, after: UUID | None, limit: int, sought: PeopleSought | None = None, at: datetime
) -> list[Person]:
    """Return the people whose records the actor may see, in the order they were added, of those who are looked for."""
    wanted = select(Person).where(Person.id.in_(visible_people(actor))).order_by(Person.id).limit(limit)
    if after is not None:
        wanted = wanted.where(Person.id > after)
    sought = sought or PeopleSought()
    for word in (sought.words or "").split():
        columns = (Person.name, Person.email)
        wanted = wanted.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    if sought.team_id is not None:
        wanted = wanted.where(Person.team_id.in_(team_and_below(sought.team_id)))
    if sought.role is not None:
        wanted = wanted.where(Person.roles.any(PersonRole.role == sought.role))
    if sought.has_left is not None:
        wanted = wanted.where(~still_here(at) if sought.has_left else still_here(at))
    return list(session.scalars(wanted))


def list_teams(session: Session) -> list[Team]:
    """Return all teams, whoever asks, by name."""
    return list(session.scalars(select(Team).order_by(Team.name)))


def list_visible_teams(session: Session, *, actor: Actor) -> list[Team]:
    """Return the teams the actor manages, by name."""
    return list(session.scalars(managed_teams(actor).order_by(Team.name)))
