"""Agreeing an action item in a session, and what becomes of it; only the session's two people can."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.coaching.actions.models import ActionEvent, ActionItem
from lms.coaching.actions.states import Change, ItemState, after, is_news
from lms.coaching.sessions import get_session
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.directory import get_person, refuse_far_day


def agree_item(
    session: Session,
    *,
    actor: Actor,
    session_id: UUID,
    owner_id: UUID,
    text: str,
    due_on: date | None,
    skill: str | None = None,
    now: Now,
) -> ActionItem:
    """Agree in a session of the actor's what one of its two people will do; raises NotFound for others' sessions."""
    of = get_session(session, actor=actor, session_id=session_id)
    if of.status == "cancelled":
        raise Conflict("this session was cancelled; agree it in another one")
    if owner_id not in {of.coach_id, of.rep_id}:
        raise Conflict("an action item is for one of the session's two people", field="owner_id")
    owner = get_person(session, person_id=owner_id)
    if owner.has_left(now.at):
        raise Conflict(f"{owner.name} has left", field="owner_id")
    _check_due(due_on, now)
    item = ActionItem(session_id=of.id, coach_id=of.coach_id, rep_id=of.rep_id, owner_id=owner_id, text=text)
    item.skill, item.due_on, item.is_done = skill, due_on, False
    item.created_at, item.created_by_id = now.at, actor.id
    session.add(item)
    session.flush()
    _note(session, item, "made", actor, now)
    return item


def change_item(session: Session, *, actor: Actor, item_id: UUID, values: Mapping[str, Any], now: Now) -> ActionItem:
    """Say anew of an open item what is given of `text`, `due_on` and `skill`."""
    item = _held(session, actor, item_id)
    after(state_of(item), "changed")
    changed = {name: value for name, value in values.items() if getattr(item, name) != value}
    if changed:
        _check_due(changed.get("due_on"), now)
        for name, value in changed.items():
            setattr(item, name, value)
        _note(session, item, "changed", actor, now)
    return item


def finish_item(session: Session, *, actor: Actor, item_id: UUID, now: Now) -> ActionItem:
    """Mark an item as done; saying it twice keeps the first time."""
    return _turn(session, actor, item_id, "done", now)


def reopen_item(session: Session, *, actor: Actor, item_id: UUID, now: Now) -> ActionItem:
    """Open again what was done or dropped."""
    return _turn(session, actor, item_id, "reopened", now)


def drop_item(session: Session, *, actor: Actor, item_id: UUID, reason: str, now: Now) -> ActionItem:
    """Give an item up, and say why; saying it twice keeps the first time and reason."""
    return _turn(session, actor, item_id, "dropped", now, reason)


def state_of(item: ActionItem) -> ItemState:
    """Return how an item stands."""
    if item.closed_at is None:
        return "open"
    return "done" if item.is_done else "dropped"


def is_of(person_id: UUID) -> ColumnElement[bool]:
    """Return the condition that somebody is one of an item's two people."""
    return (ActionItem.coach_id == person_id) | (ActionItem.rep_id == person_id)


def list_changes(session: Session, *, actor: Actor, item_id: UUID) -> list[ActionEvent]:
    """Return every change of an item of the actor's, the first one first; raises NotFound for others' items."""
    if session.scalar(select(ActionItem.id).where(ActionItem.id == item_id, is_of(actor.id))) is None:
        raise NotFound("no such action item")
    wanted = select(ActionEvent).where(ActionEvent.item_id == item_id)
    return list(session.scalars(wanted.order_by(ActionEvent.at, ActionEvent.id)))


def _turn(
    session: Session, actor: Actor, item_id: UUID, change: Change, now: Now, reason: str | None = None
) -> ActionItem:
    item = _held(session, actor, item_id)
    state = state_of(item)
    found = after(state, change)
    if is_news(state, change):
        is_closed = found != "open"
        item.is_done = found == "done"
        item.closed_at, item.closed_on = (now.at, now.day) if is_closed else (None, None)
        _note(session, item, change, actor, now, reason)
    return item


def _held(session: Session, actor: Actor, item_id: UUID) -> ActionItem:
    """Return an item of the actor's, which nobody else changes until this transaction ends."""
    mine = (ActionItem.id == item_id, is_of(actor.id))
    hold(session, ActionItem.text, *mine)
    item = session.scalar(select(ActionItem).where(*mine).execution_options(populate_existing=True))
    if item is None:
        raise NotFound("no such action item")
    return item


def _check_due(due_on: date | None, now: Now) -> None:
    if due_on is not None:
        refuse_far_day(due_on, now.day, field="due_on")


def _note(session: Session, item: ActionItem, kind: str, actor: Actor, now: Now, reason: str | None = None) -> None:
    """Add a change to those of an item, with what holds from it on."""
    event = ActionEvent(item_id=item.id, kind=kind, at=now.at, by_id=actor.id, reason=reason)
    event.text, event.skill, event.due_on = item.text, item.skill, item.due_on
    session.add(event)
    session.flush()
