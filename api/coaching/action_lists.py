"""Action items of the person who asks, across sessions: their own, those they wait for, and how much is open by rep."""

from __future__ import annotations

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint
from pydantic import BaseModel, Field

from api.coaching.actions import ActionItemOut
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, AfterMoment, Listed, listed, next_address, place_after
from api.web.shapes import Strict
from api.web.tables import csv_response
from lms.coaching.actions.lists import (
    AgreedItem,
    WhichItems,
    WhoseItems,
    count_by_rep,
    key_of,
    list_all,
    list_items,
)
from lms.days import day_of, start_of

blueprint = Blueprint("action_lists", __name__, url_prefix=f"{PREFIX}/coaching")
_UTC = ZoneInfo("UTC")
_COLUMNS = (
    *("agreed_on", "session", "text", "owner", "coach", "rep", "skill", "due_on", "state", "closed_on"),
    *("sessions_since", "reason"),
)


class ItemsQuery(AfterMoment):
    """Whose items, and which of them; page by page.

    `mine` are the asker's to do, `waiting` those that the other one of a session is to do.
    """

    whose: WhoseItems = "both"
    state: WhichItems = "open"
    person_id: UUID | None = Field(None, description="only what was agreed with this person")


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
    found = list_items(
        session(),
        actor=actor(),
        whose=query.whose,
        kept=query.state,
        today=clock().day,
        person_id=query.person_id,
        after=(day_of(_UTC, query.place[0]), query.place[1]) if query.place else None,
        limit=query.limit + 1,
    )
    shown = found[: query.limit]
    last = _place_of(shown[-1]) if shown else ""
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


def _place_of(found: AgreedItem) -> str:
    day, item_id = key_of(found)
    return place_after(start_of(_UTC, day), item_id)


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
