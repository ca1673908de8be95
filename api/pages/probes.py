"""Two short questions for whatever starts and balances processes: does this one answer, and may it be sent requests."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint
from pydantic import BaseModel
from spectree import Response as Answers

from api.web.auth import ANYONE, allow
from api.web.database import database_state
from api.web.documentation import PREFIX, Answer, spec
from api.web.errors import Problem, problem
from api.web.searching import known_catalogue

blueprint = Blueprint("probes", __name__, url_prefix=f"{PREFIX}/health")


class LiveOut(BaseModel):
    """The process answers."""

    status: Literal["alive"]


class ReadyOut(BaseModel):
    """The process answers, and so do the database and the index."""

    status: Literal["ready"]


@blueprint.get("/live")
@allow(ANYONE)
@spec.validate(resp=Answers(HTTP_200=LiveOut), tags=["health"])
def live() -> Answer:
    """Say that the process answers; neither the database nor the index is asked."""
    return LiveOut(status="alive")


@blueprint.get("/ready")
@allow(ANYONE)
@spec.validate(resp=Answers(HTTP_200=ReadyOut, HTTP_503=Problem), tags=["health"])
def ready() -> Answer:
    """Say that requests can be answered; 503 says what lacks, the database or the index, and when to ask again."""
    lacks = [] if database_state() != "broken" else ["the database doesn't answer"]
    if known_catalogue() is None:
        lacks.append("there is no index yet")
    return problem(503, f"{' and '.join(lacks)}; ask again") if lacks else ReadyOut(status="ready")
