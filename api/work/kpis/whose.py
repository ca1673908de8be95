"""Whose figures somebody may read: their own, those of teams they manage, or the company's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from lms.errors import NotAllowed, NotFound
from lms.figures.frames import FigureSet
from lms.kpis.asked import PeopleScope
from lms.people.access import (
    Actor,
    find_team,
    list_teams,
    list_visible_teams,
    team_and_below,
    visible_person,
    visible_team,
)
from lms.people.models import Team

# Who reads the figures of the whole company.
LEADERS = frozenset({"admin", "analyst"})
Of = Literal["me", "person", "team", "company"]


@dataclass(frozen=True)
class Whose:
    """Whose figures, by what they are called."""

    of: Of
    id: UUID | None
    name: str
    scope: PeopleScope


def find_whose(
    session: Session,
    figures: FigureSet,
    *,
    who: Actor,
    of: Of | None = None,
    team_id: UUID | None = None,
    person_id: UUID | None = None,
) -> Whose:
    """Return whose figures somebody asks for, by default the widest that they may.

    Raises NotAllowed for a scope above theirs, NotFound for a team or a person that isn't theirs.
    """
    of = of or ("team" if team_id else "person" if person_id else widest(who))
    if of == "company":
        if not who.roles & LEADERS:
            raise NotAllowed("the company's figures are for admins and analysts; ask for your team's or your own")
        return Whose("company", None, "The company", PeopleScope())
    if of == "team":
        return _team(session, figures, who, team_id)
    if of == "person":
        return _person(session, figures, who, person_id or who.id)
    return Whose("me", who.id, who.name, _of_person(figures, who.id))


def widest(who: Actor) -> Of:
    """Return the widest view that somebody has."""
    if who.roles & LEADERS:
        return "company"
    return "team" if "manager" in who.roles and who.team_id else "me"


def teams_read(session: Session, who: Actor) -> list[Team]:
    """Return the teams whose figures somebody may ask for, by name."""
    return list_teams(session) if who.roles & LEADERS else list_visible_teams(session, actor=who)


def numbers_of_teams(session: Session, figures: FigureSet, team_id: UUID) -> frozenset[int]:
    """Return the numbers of a team and of those below it; a team that nothing is known of yet has none."""
    known = {text: number for number, text in enumerate(figures.notes["words"].get("team", []))}
    below = session.scalars(team_and_below(team_id))
    return frozenset(known[str(one)] for one in below if str(one) in known)


def _team(session: Session, figures: FigureSet, who: Actor, team_id: UUID | None) -> Whose:
    wanted = team_id or who.team_id
    if wanted is None:
        raise NotFound("you are in no team; name one with `team_id`")
    if who.roles & LEADERS:
        team = find_team(session, team_id=wanted)
    else:
        team = visible_team(session, actor=who, team_id=wanted)
    return Whose("team", team.id, team.name, PeopleScope(teams=numbers_of_teams(session, figures, team.id)))


def _person(session: Session, figures: FigureSet, who: Actor, person_id: UUID) -> Whose:
    person = visible_person(session, actor=who, person_id=person_id)
    return Whose("person", person.id, person.name, _of_person(figures, person.id))


def _of_person(figures: FigureSet, person_id: UUID) -> PeopleScope:
    ids = figures.notes["who"]["ids"]
    number = ids.index(str(person_id)) if str(person_id) in ids else None
    return PeopleScope(people=frozenset() if number is None else frozenset({number}))
