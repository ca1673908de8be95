"""Whose figures somebody asks for, and whether they may: their own, those of teams they manage, or the company's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.web.context import actor, session
from api.web.shapes import Strict
from lms.errors import NotAllowed, NotFound
from lms.figures.frames import Generation
from lms.kpis.asked import Scope
from lms.people.access import Actor, find_team, team_and_below, visible_people, visible_person, visible_team

# Who reads the figures of the whole company.
LEADERS = frozenset({"admin", "analyst"})
Of = Literal["me", "person", "team", "company"]


class WhoseQuery(Strict):
    """Whose figures: `me`, a `person` or a `team` by id, or the `company`; if not given, the widest the asker has."""

    of: Of | None = None
    team_id: UUID | None = Field(None, description="with `of=team`; the asker's own team if not given")
    person_id: UUID | None = Field(None, description="with `of=person`")


@dataclass(frozen=True)
class Whose:
    """Whose figures, by what they are called."""

    of: Of
    id: UUID | None
    name: str
    scope: Scope


def whose(query: WhoseQuery, figures: Generation) -> Whose:
    """Return whose figures are asked for; NotAllowed for a scope above the asker's, NotFound for what isn't theirs."""
    who = actor()
    of = query.of or ("team" if query.team_id else "person" if query.person_id else widest(who))
    if of == "company":
        if not who.roles & LEADERS:
            raise NotAllowed("the company's figures are for admins and analysts; ask for your team's or your own")
        return Whose("company", None, "The company", Scope())
    if of == "team":
        return _team(who, query.team_id, figures)
    if of == "person":
        return _person(who, query.person_id or who.id, figures)
    return Whose("me", who.id, who.name, _of_person(figures, who.id))


def widest(who: Actor) -> Of:
    """Return the widest view that somebody has."""
    if who.roles & LEADERS:
        return "company"
    return "team" if "manager" in who.roles and who.team_id else "me"


def shows_people(who: Actor) -> bool:
    """Tell whether somebody manages people, whose figures may be told apart for them by person."""
    return bool(who.roles & {"manager", "admin"})


def people_shown(who: Actor, figures: Generation) -> tuple[int, ...]:
    """Return the numbers of those whose figures somebody may see one by one; an admin also those of the CRM alone."""
    ids = figures.notes["who"]["ids"]
    if "admin" in who.roles:
        return tuple(range(len(ids)))
    numbers = {person_id: number for number, person_id in enumerate(ids) if person_id}
    seen = (numbers.get(str(person_id)) for person_id in session().scalars(visible_people(who)))
    return tuple(sorted(number for number in seen if number is not None))


def _team(who: Actor, team_id: UUID | None, figures: Generation) -> Whose:
    wanted = team_id or who.team_id
    if wanted is None:
        raise NotFound("you are in no team; name one with `team_id`")
    if who.roles & LEADERS:
        team = find_team(session(), team_id=wanted)
    else:
        team = visible_team(session(), actor=who, team_id=wanted)
    return Whose("team", team.id, team.name, Scope(teams=numbers_of_teams(figures, team.id)))


def numbers_of_teams(figures: Generation, team_id: UUID) -> frozenset[int]:
    """Return the numbers of a team and of those below it; a team that nothing is known of yet has none."""
    known = {text: number for number, text in enumerate(figures.notes["words"].get("team", []))}
    below = session().scalars(team_and_below(team_id))
    return frozenset(known[str(one)] for one in below if str(one) in known)


def _person(who: Actor, person_id: UUID, figures: Generation) -> Whose:
    person = visible_person(session(), actor=who, person_id=person_id)
    return Whose("person", person.id, person.name, _of_person(figures, person.id))


def _of_person(figures: Generation, person_id: UUID) -> Scope:
    ids = figures.notes["who"]["ids"]
    number = ids.index(str(person_id)) if str(person_id) in ids else None
    return Scope(people=frozenset() if number is None else frozenset({number}))
