"""Nodes: the machines of the installation, which of them are there, and what each holds and answers from."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import allow
from api.web.context import session
from api.web.documentation import PREFIX, Answer, answers, spec
from lms.nodes.leases import NodeSeen, list_nodes

blueprint = Blueprint("nodes", __name__, url_prefix=PREFIX)


class NodeOut(BaseModel):
    """A machine of the installation, by the moments of the database's clock."""

    name: str
    is_there: bool = Field(description="whether its worker was seen within the last seconds")
    version: str
    commit: str | None = Field(description="that of the library that it answers from; null where git knows none")
    begun_at: datetime
    seen_at: datetime
    jobs: list[str] = Field(description="what it does for all, as health names it")


class NodesOut(BaseModel):
    """All machines that were there in the last month, by name."""

    items: list[NodeOut]


@blueprint.get("/nodes")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=NodesOut), tags=["health"])
def nodes() -> Answer:
    """Return the machines of the installation, when each was seen last, and which commit of the library it has."""
    return NodesOut(items=[_shown(node) for node in list_nodes(session())])


def _shown(node: NodeSeen) -> NodeOut:
    return NodeOut(
        name=node.name,
        is_there=node.is_there,
        version=node.version,
        commit=node.library,
        begun_at=node.begun_at,
        seen_at=node.seen_at,
        jobs=list(node.jobs),
    )
