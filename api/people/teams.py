"""Teams, one above another."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import allow
from api.web.context import actor, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Name, Strict
from api.web.writes import writes
from lms.people.access import list_visible_teams
from lms.people.directory import add_team

blueprint = Blueprint("teams", __name__, url_prefix=PREFIX)


class TeamIn(Strict):
    """A team to add, and the one above it."""

    name: Name
    parent_id: UUID | None = None


class TeamOut(BaseModel):
    """A team and the one above it."""

    id: UUID
    name: str
    parent_id: UUID | None


class TeamsOut(BaseModel):
    """The teams the asker manages."""

    items: list[TeamOut]


@blueprint.get("/teams")
@allow("manager", "admin")
@spec.validate(resp=answers(HTTP_200=TeamsOut), tags=["people"])
def teams() -> Answer:
    """List the teams the asker manages."""
    found = list_visible_teams(session(), actor=actor())
    return TeamsOut(items=[TeamOut.model_validate(team, from_attributes=True) for team in found])


@blueprint.post("/teams")
@allow("admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_201=TeamOut), tags=["people"])
def make_team(json: TeamIn) -> Answer:
    """Add a team, at the top or below another."""
    made = add_team(session(), name=json.name, parent_id=json.parent_id)
    return TeamOut.model_validate(made, from_attributes=True), 201
