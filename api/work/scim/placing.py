"""Placing people: the team and roles that a directory says of somebody count as they change, and stand until then.

In between an admin may move people by hand: what the directory said before doesn't undo that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.work.scim.said import department_of, key_of, manager_of, roles_of
from config import Config
from lms.days import Now
from lms.people.access import Actor
from lms.people.directory import ensure_team, find_team
from lms.people.models import Person
from lms.people.scim.models import ScimGroup, ScimMember
from lms.training.following import change_person

# What of a directory makes teams, as DIRECTORY_TEAMS says it.
GROUPS, DEPARTMENTS = "groups", "departments"


@dataclass(frozen=True)
class Settings:
    """What of a directory makes teams, and which of its groups give roles, by their compared names."""

    teams: str
    roles_by_group: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, config: Config) -> Settings:
        """Read them of the product's settings."""
        roles: dict[str, frozenset[str]] = {}
        for group, role in config.roles_of_groups:
            roles[key_of(group)] = roles.get(key_of(group), frozenset()) | {role}
        return cls(config.directory_teams, roles)


@dataclass(frozen=True)
class Placement:
    """The team and roles that a directory says of somebody; no team where it says none."""

    team_id: UUID | None
    roles: frozenset[str]


def place_of(
    session: Session, settings: Settings, person_id: UUID | None, user: Any, *, makes_team: bool = True
) -> Placement:
    """Return where a directory puts a user: by group, else by department, else beside the manager.

    A department gets a team where it has none, unless it is asked how somebody stood: an admin may rename a team.
    """
    groups = _groups_of(session, person_id) if person_id else []
    teams = [group.team_id for group in groups if group.team_id is not None]
    team_id = teams[-1] if teams else None
    department = department_of(user)
    manager = manager_of(user)
    if team_id is None and department and settings.teams != GROUPS:
        team = ensure_team(session, name=department) if makes_team else find_team(session, name=department)
        team_id = team.id if team else None
    elif team_id is None and manager:
        team_id = _team_of(session, manager)
    return Placement(team_id, roles_of(user, [group.name for group in groups], settings.roles_by_group))


def move(session: Session, person: Person, before: Placement, after: Placement, *, now: Now, actor: Actor) -> None:
    """Let a person stand where the directory puts them now, as far as that isn't what it said before."""
    changes: dict[str, Any] = {}
    held = frozenset(role.role for role in person.roles)
    wanted = (held - before.roles) | after.roles
    if before.roles != after.roles and wanted != held:
        changes["roles"] = wanted
    if before.team_id != after.team_id and not person.has_left(now.at):
        is_elsewhere = after.team_id is None and person.team_id != before.team_id
        if not is_elsewhere and person.team_id != after.team_id:
            changes["team_id"] = after.team_id
    if changes:
        change_person(session, actor=actor, person_id=person.id, on=now.day, now=now, **changes)


def _groups_of(session: Session, person_id: UUID) -> list[ScimGroup]:
    """Return the groups of a person, the one that they came into last at the end."""
    wanted = (
        select(ScimGroup)
        .join(ScimMember, ScimMember.group_id == ScimGroup.id)
        .where(ScimMember.person_id == person_id)
        .order_by(ScimMember.id)
    )
    return list(session.scalars(wanted))


def _team_of(session: Session, manager: str) -> UUID | None:
    """Return the team of a manager, where the directory's word for them is an id of ours."""
    try:
        person = session.get(Person, UUID(manager))
    except ValueError:
        return None
    return person.team_id if person else None
