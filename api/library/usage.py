"""Use of a page by a reader: opening it, and making use of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import READERS, allow
from api.web.context import actor, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Strict
from api.web.sight import visible_entry
from api.web.writes import writes
from lms.base import in_steps
from lms.usage.events import is_recorded, record_open, record_use

blueprint = Blueprint("usage", __name__, url_prefix=PREFIX)


class OpenIn(Strict):
    """A page was opened, from a search or without one."""

    page_id: str = Field(max_length=200)
    search_id: UUID | None = None


class OpenOut(BaseModel):
    """The open as it was recorded."""

    id: UUID
    page_id: str
    search_id: UUID | None
    at: datetime


class UseIn(Strict):
    """What made the page useful: it was read for 30 seconds, copied from, or shared."""

    kind: Literal["read", "copied", "shared"]


class UseOut(BaseModel):
    """The use as it was recorded."""

    open_id: UUID
    kind: str
    at: datetime


@blueprint.post("/opens")
@allow(*READERS)
@writes
@spec.validate(resp=answers(415, 503, HTTP_201=OpenOut), tags=["usage"])
def open_page(json: OpenIn) -> Answer:
    """Record that the asker opened a page."""
    entry = visible_entry(json.page_id)
    if json.search_id is not None:
        _ensure_recorded(json.search_id)
    made = record_open(
        session(), actor=actor(), page_id=entry.id, search_id=json.search_id, at=now(), zone=parts().config.zone
    )
    return OpenOut.model_validate(made, from_attributes=True), 201


@blueprint.post("/opens/<uuid:open_id>/uses")
@allow(*READERS)
@writes
@spec.validate(resp=answers(415, HTTP_201=UseOut), tags=["usage"])
def use_page(open_id: UUID, json: UseIn) -> Answer:
    """Record that an opened page was of use; twice is as good as once."""
    made = record_use(session(), actor=actor(), open_id=open_id, kind=json.kind, at=now(), zone=parts().config.zone)
    return UseOut.model_validate(made, from_attributes=True), 201


def _ensure_recorded(search_id: UUID) -> None:
    """Move searches into the database until this one is there, or all are."""
    if is_recorded(session(), search_id):
        return
    in_steps(session(), _batches_until(search_id))


def _batches_until(search_id: UUID) -> Iterator[int]:
    for new in parts().journal.batches(session()):
        yield new
        if is_recorded(session(), search_id):
            return
