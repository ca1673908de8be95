"""The teams to choose from where figures are of one: their names, and nothing of who is in them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import allow
from api.web.context import actor, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.work.kpis.whose import teams_read

blueprint = Blueprint("kpi_teams", __name__, url_prefix=PREFIX)


class TeamNamedOut(BaseModel):
    """A team by its name."""

    id: UUID
    name: str


class TeamsReadOut(BaseModel):
    """The teams whose figures the asker may read, by name."""

    items: list[TeamNamedOut]


@blueprint.get("/kpis/teams")
@allow("manager", "analyst", "admin")
@spec.validate(resp=answers(HTTP_200=TeamsReadOut), tags=["kpis"])
def kpi_teams() -> Answer:
    """List the teams whose figures the asker may read: a manager's own and those below, all for analysts and admins."""
    found = teams_read(session(), actor())
    return TeamsReadOut(items=[TeamNamedOut(id=team.id, name=team.name) for team in found])
