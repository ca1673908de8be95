"""Teams, one above another."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import allow
from api.web.context import actor, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Name, Strict
from api.web.writes import writes
from lms.people.access import list_visible_teams
from lms.people.directory import add_team
from lms.people.models import Team
from lms.people.teams import change_team, count_people, remove_team

blueprint = Blueprint("teams", __name__, url_prefix=PREFIX)


class TeamIn(Strict):
    """A team to add, and the one above it."""

    name: Name
    parent_id: UUID | None = None


class TeamChange(Strict):
    """What changes of a team; a field that is left out stays as it is."""

    name: Name | None = Field(None, description="null leaves the name as it is")
    parent_id: UUID | None = Field(None, description="the team above it; null puts it at the top")


class TeamOut(BaseModel):
    """A team, the one above it, and how many people are in the team itself."""

    id: UUID
    name: str
    parent_id: UUID | None
    people: int


class TeamsOut(BaseModel):
    """The teams the asker manages."""

    items: list[TeamOut]


@blueprint.get("/teams")
@allow("manager", "admin")
@spec.validate(resp=answers(HTTP_200=TeamsOut), tags=["people"])
def teams() -> Answer:
    """List the teams the asker manages."""
    counts = count_people(session())
    return TeamsOut(items=[_out(team, counts) for team in list_visible_teams(session(), actor=actor())])


@blueprint.post("/teams")
@allow("admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_201=TeamOut), tags=["people"])
def make_team(json: TeamIn) -> Answer:
    """Add a team, at the top or below another."""
    return _out(add_team(session(), name=json.name, parent_id=json.parent_id), {}), 201


@blueprint.patch("/teams/<uuid:team_id>")
@allow("admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=TeamOut), tags=["people"])
def change(team_id: UUID, json: TeamChange) -> Answer:
    """Rename a team, or put it below another with all that is below it."""
    given = json.model_dump(exclude_unset=True)
    if json.name is None:
        given.pop("name", None)
    return _out(change_team(session(), team_id=team_id, **given), count_people(session()))


@blueprint.delete("/teams/<uuid:team_id>")
@allow("admin")
@writes
@spec.validate(resp=answers(409, HTTP_204=None), tags=["people"])
def remove(team_id: UUID) -> Answer:
    """Take away a team in which nobody ever was."""
    remove_team(session(), team_id=team_id)
    return "", 204


def _out(team: Team, counts: dict[UUID, int]) -> TeamOut:
    return TeamOut(id=team.id, name=team.name, parent_id=team.parent_id, people=counts.get(team.id, 0))
