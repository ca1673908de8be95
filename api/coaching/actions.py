"""Action items over HTTP: agreed in a session and carried on; its two people alone see and change them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import created
from api.web.shapes import Day, Id, PersonRef, Strict, Words
from api.web.skills import known_skill, name_of_skill
from api.web.writes import writes
from lms.coaching.actions.items import agree_item, change_item, drop_item, finish_item, list_changes, reopen_item
from lms.coaching.actions.lists import AgreedItem, get_item, items_of_session
from lms.coaching.actions.states import ItemState
from lms.people.directory import names_of

blueprint = Blueprint("action_items", __name__, url_prefix=f"{PREFIX}/coaching")

ItemText = Annotated[Words, Field(max_length=500)]


class ActionItemIn(Strict):
    """What one of the session's two people will do, by a day."""

    text: ItemText
    owner_id: UUID
    due_on: Day | None = None
    skill: Id | None = Field(None, description="a skill of the library that it works on")


class ActionChangeIn(Strict):
    """What changes of an open item; what isn't given stays."""

    text: ItemText | None = None
    due_on: Day | None = None
    skill: Id | None = None


class DropIn(Strict):
    """Why nobody will do it any more."""

    reason: ItemText


class AgreedInOut(BaseModel):
    """The session that an item was agreed in."""

    id: UUID
    topic: str
    scheduled_at: datetime


class ActionItemOut(BaseModel):
    """What was agreed: by whom it is done, and by when.

    `sessions_since` counts the sessions that the two held since the one in which it was agreed; `reason` is why it was
    dropped, and `skill_name` null where the library names the skill no more.
    """

    id: UUID
    text: str
    owner: PersonRef
    coach: PersonRef
    rep: PersonRef
    skill: str | None
    skill_name: str | None
    due_on: date | None
    state: ItemState
    is_overdue: bool
    created_at: datetime
    closed_at: datetime | None
    closed_on: date | None
    session: AgreedInOut
    sessions_since: int
    reason: str | None

    @classmethod
    def of(cls, found: AgreedItem) -> ActionItemOut:
        """Return an item as the API shows it."""
        item = found.item
        coach, rep = PersonRef(id=item.coach_id, name=found.coach), PersonRef(id=item.rep_id, name=found.rep)
        return cls(
            id=item.id,
            text=item.text,
            owner=coach if item.owner_id == item.coach_id else rep,
            coach=coach,
            rep=rep,
            skill=item.skill,
            skill_name=name_of_skill(item.skill) if item.skill else None,
            due_on=item.due_on,
            state=found.state,
            is_overdue=found.is_overdue(clock().day),
            created_at=item.created_at,
            closed_at=item.closed_at,
            closed_on=item.closed_on,
            session=AgreedInOut(id=item.session_id, topic=found.topic, scheduled_at=found.scheduled_at),
            sessions_since=found.sessions_since,
            reason=found.reason,
        )


class ActionChangeOut(BaseModel):
    """One change of an item: what it was, who made it and when, and what holds from it on."""

    id: UUID
    kind: Literal["made", "changed", "done", "reopened", "dropped"]
    at: datetime
    by: PersonRef
    text: str
    skill: str | None
    due_on: date | None
    reason: str | None


class ActionHistoryOut(ActionItemOut):
    """An item with every change of it, the first one first."""

    changes: list[ActionChangeOut]


class SessionActionsOut(BaseModel):
    """What was agreed in a session, and what the two had open from earlier ones when it began."""

    made: list[ActionItemOut]
    carried: list[ActionItemOut]


@blueprint.get("/sessions/<uuid:session_id>/action-items")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=SessionActionsOut), tags=["coaching"])
def of_session(session_id: UUID) -> Answer:
    """Return the action items of one of the asker's sessions: agreed in it, and carried into it."""
    found = items_of_session(session(), actor=actor(), session_id=session_id)
    made, carried = ([ActionItemOut.of(item) for item in items] for items in (found.made, found.carried))
    return SessionActionsOut(made=made, carried=carried)


@blueprint.post("/sessions/<uuid:session_id>/action-items")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=ActionItemOut), tags=["coaching"])
def agree(session_id: UUID, json: ActionItemIn) -> Answer:
    """Agree what one of the session's two people will do; either of them can."""
    values = json.model_dump() | {"text": json.text.strip(), "skill": known_skill(json.skill)}
    made = agree_item(session(), actor=actor(), session_id=session_id, **values, now=clock())
    return created(_shown(made.id), f"{PREFIX}/coaching/action-items/{made.id}")


@blueprint.get("/action-items/<uuid:item_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=ActionHistoryOut), tags=["coaching"])
def show(item_id: UUID) -> Answer:
    """Return one of the asker's action items with all its changes."""
    changes = list_changes(session(), actor=actor(), item_id=item_id)
    names = names_of(session(), person_ids={change.by_id for change in changes})
    shown = [
        ActionChangeOut(
            **{name: getattr(change, name) for name in ("id", "kind", "at", "text", "skill", "due_on", "reason")},
            by=PersonRef(id=change.by_id, name=names[change.by_id]),
        )
        for change in changes
    ]
    return ActionHistoryOut(**_shown(item_id).model_dump(), changes=shown)


@blueprint.patch("/action-items/<uuid:item_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=ActionItemOut), tags=["coaching"])
def change(item_id: UUID, json: ActionChangeIn) -> Answer:
    """Change what is to be done, by when, or which skill it works on, while it is open."""
    values = json.model_dump(exclude_unset=True)
    if json.text is None:
        values.pop("text", None)
    else:
        values["text"] = json.text.strip()
    if "skill" in values:
        values["skill"] = known_skill(json.skill)
    change_item(session(), actor=actor(), item_id=item_id, values=values, now=clock())
    return _shown(item_id)


@blueprint.put("/action-items/<uuid:item_id>/done")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, HTTP_200=ActionItemOut), tags=["coaching"])
def finish(item_id: UUID) -> Answer:
    """Mark an action item as done; saying it twice keeps the first time."""
    finish_item(session(), actor=actor(), item_id=item_id, now=clock())
    return _shown(item_id)


@blueprint.put("/action-items/<uuid:item_id>/dropped")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=ActionItemOut), tags=["coaching"])
def drop(item_id: UUID, json: DropIn) -> Answer:
    """Drop an action item with a reason; saying it twice keeps the first time and reason."""
    drop_item(session(), actor=actor(), item_id=item_id, reason=json.reason.strip(), now=clock())
    return _shown(item_id)


@blueprint.put("/action-items/<uuid:item_id>/open")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, HTTP_200=ActionItemOut), tags=["coaching"])
def reopen(item_id: UUID) -> Answer:
    """Open an action item again that was done or dropped."""
    reopen_item(session(), actor=actor(), item_id=item_id, now=clock())
    return _shown(item_id)


def _shown(item_id: UUID) -> ActionItemOut:
    return ActionItemOut.of(get_item(session(), actor=actor(), item_id=item_id))
