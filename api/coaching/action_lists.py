"""Action items of the person who asks, across sessions: their own, those they wait for, and how much is open by rep."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.coaching.actions import ActionItemOut
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Limited, Listed, listed, next_address
from api.web.shapes import Strict
from api.web.tables import csv_response
from lms.coaching.actions.lists import (
    AgreedItem,
    Key,
    WhichItems,
    WhoseItems,
    count_by_rep,
    key_of,
    list_all,
    list_items,
)
from lms.days import day_of
from lms.errors import Invalid

blueprint = Blueprint("action_lists", __name__, url_prefix=f"{PREFIX}/coaching")
_AFTER = r"^\d{4}-\d\d-\d\d~[0-9a-f-]{36}$"
_COLUMNS = (
    *("agreed_on", "session", "text", "owner", "coach", "rep", "skill", "due_on", "state", "closed_on"),
    *("sessions_since", "reason"),
)


class ItemsQuery(Limited):
    """Whose items, and which of them; page by page.

    `mine` are the asker's to do, `waiting` those that the other one of a session is to do.
    """

    whose: WhoseItems = "both"
    state: WhichItems = "open"
    person_id: UUID | None = Field(None, description="only what was agreed with this person")
    after: str | None = Field(None, pattern=_AFTER, description="where the page before ended")


class OwnItemsQuery(Strict):
    """Whose items: the asker's to do, those of others that they wait for, or both."""

    whose: WhoseItems = "mine"


class OpenOfRepOut(BaseModel):
    """How much is open between the asker, as the coach, and a rep; `due_on` is the first day that is due."""

    id: UUID
    name: str
    open: int
    overdue: int
    due_on: date | None


@blueprint.get("/action-items")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[ActionItemOut]), tags=["coaching"])
def items(query: ItemsQuery) -> Answer:
    """List the asker's action items across sessions: the first due first, or the last closed first."""
    after = _key_in(query.after) if query.after else None
    found = list_items(
        session(),
        actor=actor(),
        whose=query.whose,
        kept=query.state,
        today=clock().day,
        person_id=query.person_id,
        after=after,
        limit=query.limit + 1,
    )
    shown = found[: query.limit]
    last = "~".join(map(str, key_of(shown[-1]))) if shown else ""
    return Listed[ActionItemOut](
        items=[ActionItemOut.of(item) for item in shown], next=next_address(found, query.limit, last)
    )


@blueprint.get("/action-items.csv")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=None), tags=["coaching"])
def items_csv(query: OwnItemsQuery) -> Answer:
    """Return all of the asker's action items as CSV, open ones and closed ones, the last agreed first."""
    found = list_all(session(), actor=actor(), whose=query.whose)
    return csv_response(_COLUMNS, map(_csv_row, found), name=f"action-items-{clock().day}.csv")


@blueprint.get("/action-items/reps")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[OpenOfRepOut]), tags=["coaching"])
def by_rep(query: After) -> Answer:
    """List the reps with whom the asker, as their coach, has something open."""
    found = count_by_rep(session(), actor=actor(), today=clock().day, after=query.after, limit=query.limit + 1)
    rows = [
        OpenOfRepOut(id=row.rep_id, name=row.name, open=row.open, overdue=row.overdue, due_on=row.due_on)
        for row in found
    ]
    return listed(Listed[OpenOfRepOut], rows, query.limit)


def _key_in(text: str) -> Key:
    """Read where the page before ended."""
    day, _, item_id = text.partition("~")
    try:
        return date.fromisoformat(day), UUID(item_id)
    except ValueError as error:
        raise Invalid("`after` is no end of a page; take it from `next`", field="after") from error


def _csv_row(found: AgreedItem) -> list[object]:
    item = found.item
    return [
        *(
            day_of(parts().config.zone, item.created_at),
            found.topic,
            item.text,
            found.owner,
            found.coach,
            found.rep,
            item.skill,
        ),
        *(item.due_on, found.state, item.closed_on, found.sessions_since, found.reason),
    ]
