"""Notes of a dry run of the directory: who would join, change and leave, and which requests would be refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import allow
from api.web.context import session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, listed
from api.web.writes import writes
from lms.people.scim.previews import count_previews, forget_previews, list_previews

blueprint = Blueprint("directory_preview", __name__, url_prefix=f"{PREFIX}/people/directory/preview")


class WouldChange(BaseModel):
    """An entry that the audit would get: what would be done, with what was there before and what after."""

    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class PreviewOut(BaseModel):
    """What would become of a user or group: `outcome` is new, changed, same, gone, or refused with why."""

    id: UUID
    at: datetime
    kind: str
    name: str
    outcome: str
    refusal: str | None
    changes: list[WouldChange]


class PreviewsOut(Listed[PreviewOut]):
    """What would become of all that a directory sent, in the order in which it came, and how many of each."""

    counts: dict[str, int]


class ForgottenOut(BaseModel):
    """How many users and groups were noted, and aren't any more."""

    forgotten: int


@blueprint.get("")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=PreviewsOut), tags=["people"])
def previews(query: After) -> Answer:
    """List what a dry run of the directory would have changed."""
    rows = list_previews(session(), after=query.after, limit=query.limit + 1)
    page = listed(
        Listed[PreviewOut], [PreviewOut.model_validate(row, from_attributes=True) for row in rows], query.limit
    )
    return PreviewsOut(items=page.items, next=page.next, counts=count_previews(session()))


@blueprint.delete("")
@allow("admin")
@writes
@spec.validate(resp=answers(HTTP_200=ForgottenOut), tags=["people"])
def forget() -> Answer:
    """Forget what dry runs noted, so that the next begins anew."""
    return ForgottenOut(forgotten=forget_previews(session()))
