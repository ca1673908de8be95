"""Teams changed: renamed, moved below another, taken away while nobody is in them."""

from __future__ import annotations

from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.base import hold
from lms.errors import Conflict
from lms.people.access import parents_of
from lms.people.directory import checked_name, get_team
from lms.people.models import Membership, Person, Team


class TeamChanges(TypedDict, total=False):
    """What may be changed of a team; what isn't given stays."""

    name: str
    parent_id: UUID | None


def change_team(session: Session, *, team_id: UUID, **changes: Unpack[TeamChanges]) -> Team:
    """Rename a team, or put it below another one; from then on, who sees whom follows the tree as it is.

    Raises NotFound, and Conflict for a name that is taken or for a place below itself.
    """
    team = get_team(session, team_id=team_id)
    if "name" in changes:
        team.name = checked_name(changes["name"])
    if "parent_id" in changes:
        parent_id = changes["parent_id"]
        hold(session, Team.name)  # two moves at once could make a ring of two teams
        if parent_id is not None:
            get_team(session, team_id=parent_id)
            if team_id in parents_of(session, team_ids=[parent_id]):
                raise Conflict(
                    f"{team.name} can't stand below itself; name a team that isn't below it", field="parent_id"
                )
        team.parent_id = parent_id
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(f"there is a team of the name {changes.get('name')} already", field="name") from error
    return team


def remove_team(session: Session, *, team_id: UUID) -> None:
    """Take away a team in which nobody ever was; raises NotFound, and Conflict for one that anything names."""
    team = get_team(session, team_id=team_id)
    held = select(func.count()).select_from(Membership).where(Membership.team_id == team_id)
    if session.scalar(held):
        raise Conflict(f"people are or were in {team.name}; rename it, or move it below another team")
    name = team.name
    session.delete(team)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(f"{name} has teams below it, or rules and targets of its own") from error


def count_people(session: Session) -> dict[UUID, int]:
    """Return how many people who haven't left for good are in each team itself."""
    wanted = (
        select(Person.team_id, func.count())
        .where(Person.team_id.is_not(None), Person.left_at.is_(None))
        .group_by(Person.team_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted) if row[0] is not None}
