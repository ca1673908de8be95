"""Whose figures a request asks for, and whom the actor may see one by one."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from api.web.context import actor, session
from api.web.shapes import Strict
from api.work.kpis.whose import Of, Whose, find_whose
from lms.figures.frames import FigureSet
from lms.people.access import Actor, list_visible_teams, visible_people


class WhoseQuery(Strict):
    """Whose figures: `me`, a `person` or a `team` by id, or the `company`; if not given, the widest the asker has."""

    of: Of | None = None
    team_id: UUID | None = Field(None, description="with `of=team`; the asker's own team if not given")
    person_id: UUID | None = Field(None, description="with `of=person`")


def whose(query: WhoseQuery, figures: FigureSet) -> Whose:
    """Return whose figures are asked for; NotAllowed for a scope above the asker's, NotFound for what isn't theirs."""
    return find_whose(session(), figures, who=actor(), of=query.of, team_id=query.team_id, person_id=query.person_id)


def shows_people(who: Actor) -> bool:
    """Tell whether somebody manages people, whose figures may be told apart for them by person."""
    return bool(who.roles & {"manager", "admin"})


def may_name(who: Actor, found: Whose) -> bool:
    """Tell whether somebody may see by name whose rows these are: those they manage, or their own."""
    if found.of == "company":
        return "admin" in who.roles
    if found.of == "team":
        return found.id in {team.id for team in list_visible_teams(session(), actor=who)}
    return True


def people_shown(who: Actor, figures: FigureSet) -> tuple[int, ...]:
    """Return the numbers of those whose figures somebody may see one by one; an admin also those of the CRM alone."""
    ids = figures.notes["who"]["ids"]
    if "admin" in who.roles:
        return tuple(range(len(ids)))
    numbers = {person_id: number for number, person_id in enumerate(ids) if person_id}
    seen = (numbers.get(str(person_id)) for person_id in session().scalars(visible_people(who)))
    return tuple(sorted(number for number in seen if number is not None))
