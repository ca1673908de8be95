"""Health: whether the product is ready, and what it is still doing; open to everyone."""

from __future__ import annotations

import platform
from typing import Any, Literal

from flask import Blueprint
from pydantic import BaseModel
from spectree import Response as Answers
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.web.auth import ANYONE, allow
from api.web.context import parts, session
from api.web.documentation import PREFIX, VERSION, spec
from api.work.status import read_status
from content.search import IndexMissingError

blueprint = Blueprint("health", __name__, url_prefix=PREFIX)


class WorkOut(BaseModel):
    """A piece of background work: how much of it is done."""

    state: Literal["waiting", "working", "ready", "failed"]
    done: int
    total: int
    detail: str | None


class HealthOut(BaseModel):
    """`ready` when searches and records work; the site may still be building."""

    status: Literal["ready", "starting", "broken"]
    versions: dict[str, str]
    database: Literal["ready", "broken"]
    pages: int
    index: WorkOut
    site: WorkOut


@blueprint.get("/health")
@allow(ANYONE)
@spec.validate(resp=Answers(HTTP_200=HealthOut), tags=["health"])
def health() -> Any:
    """Say whether the product is ready, with versions."""
    database = _database()
    try:
        pages = len(parts().search.catalogue().entries)
        is_indexed = True
    except IndexMissingError:
        pages, is_indexed = 0, False
    work = read_status(parts().config.data_dir)
    status = "broken" if database == "broken" else "ready" if is_indexed else "starting"
    return HealthOut(
        status=status,
        versions={"repertoire": VERSION, "api": "v1", "python": platform.python_version()},
        database=database,
        pages=pages,
        index=WorkOut(**work["index"]),
        site=WorkOut(**work["site"]),
    )


def _database() -> Literal["ready", "broken"]:
    try:
        session().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "broken"
    return "ready"
