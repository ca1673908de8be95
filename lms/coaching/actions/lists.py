"""Lists of action items: those of a session with what is carried into it, and a person's across sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from lms.coaching.actions.items import is_of, state_of
from lms.coaching.actions.models import ActionEvent, ActionItem
from lms.coaching.actions.states import OPENING, ItemState
from lms.coaching.models import CoachingSession
from lms.coaching.sessions import get_session
from lms.errors import NotFound
from lms.people.access import Actor
from lms.people.directory import names_of

WhoseItems = Literal["mine", "waiting", "both"]
WhichItems = Literal["open", "overdue", "closed"]
Key = tuple[date, UUID]


@dataclass(frozen=True, slots=True)
class AgreedItem:
    """An action item with the session it was agreed in.

    `sessions_since` counts the sessions that the two held since; `reason` is why it was dropped.
    """

    item: ActionItem
    state: ItemState
    topic: str
    scheduled_at: datetime
    coach: str
    rep: str
    sessions_since: int
    reason: str | None

    @property
    def owner(self) -> str:
        """Return the name of who is to do it."""
        return self.coach if self.item.owner_id == self.item.coach_id else self.rep

    def is_overdue(self, today: date) -> bool:
        """Tell whether it is open after its day."""
        return self.state == "open" and self.item.due_on is not None and self.item.due_on < today


@dataclass(frozen=True, slots=True)
class SessionItems:
    """The items that were agreed in a session, and those of earlier ones that were open when it began."""

    made: list[AgreedItem]
    carried: list[AgreedItem]


@dataclass(frozen=True, slots=True)
class ItemCounts:
    """How many items are open between a coach and a rep, and of those overdue; `due_on` is the first day due."""

    rep_id: UUID
    name: str
    open: int
    overdue: int
    due_on: date | None


def items_of_session(session: Session, *, actor: Actor, session_id: UUID) -> SessionItems:
    """Return the items of a session of the actor's; raises NotFound for others' sessions."""
    of = get_session(session, actor=actor, session_id=session_id)
    made = _read(session, _wanted(of.scheduled_at).where(ActionItem.session_id == of.id).order_by(ActionItem.id))
    begins = min(of.scheduled_at, of.held_at or of.scheduled_at)
    carried = _wanted(of.scheduled_at).where(
        _are(of.coach_id, of.rep_id),
        tuple_(CoachingSession.scheduled_at, CoachingSession.id) < tuple_(of.scheduled_at, of.id),
        _was_open(begins),
    )
    return SessionItems(made, _read(session, carried.order_by(_due(), ActionItem.id)))


def get_item(session: Session, *, actor: Actor, item_id: UUID) -> AgreedItem:
    """Return an item of the actor's; raises NotFound for anybody else's, whatever the actor's role."""
    found = _read(session, _wanted().where(ActionItem.id == item_id, is_of(actor.id)))
    if not found:
        raise NotFound("no such action item")
    return found[0]


def list_items(
    session: Session,
    *,
    actor: Actor,
    whose: WhoseItems,
    kept: WhichItems,
    today: date,
    person_id: UUID | None = None,
    after: Key | None = None,
    limit: int,
) -> list[AgreedItem]:
    """Return the actor's items across sessions: their own, those that they wait for, or both.

    Open ones come the first due first, closed ones the last closed first. With `person_id` those agreed with this
    person; `after` is the key (`key_of`) of the last item known.
    """
    day, is_newest_first = (ActionItem.closed_on, True) if kept == "closed" else (_due(), False)
    wanted = _wanted().where(_mine(actor.id, whose), _are_kept(kept, today))
    if person_id is not None:
        wanted = wanted.where(is_of(person_id))
    if after is not None:
        here, there = tuple_(day, ActionItem.id), tuple_(literal(after[0]), literal(after[1]))
        wanted = wanted.where(here < there if is_newest_first else here > there)
    order = [day.desc(), ActionItem.id.desc()] if is_newest_first else [day, ActionItem.id]
    return _read(session, wanted.order_by(*order).limit(limit))


def list_all(session: Session, *, actor: Actor, whose: WhoseItems) -> list[AgreedItem]:
    """Return all of the actor's items, the last agreed first."""
    return _read(session, _wanted().where(_mine(actor.id, whose)).order_by(ActionItem.id.desc()))


def key_of(found: AgreedItem) -> Key:
    """Return where an item stands in a list."""
    item = found.item
    return (item.due_on or date.max) if item.closed_on is None else item.closed_on, item.id


def count_by_rep(session: Session, *, actor: Actor, today: date, after: UUID | None, limit: int) -> list[ItemCounts]:
    """Return the reps with whom the actor, as their coach, has open items; in the order of the reps' ids."""
    is_late = case((ActionItem.due_on < today, 1), else_=0)
    wanted = (
        select(ActionItem.rep_id, func.count(), func.sum(is_late), func.min(ActionItem.due_on))
        .where(ActionItem.coach_id == actor.id, ActionItem.closed_at.is_(None))
        .group_by(ActionItem.rep_id)
        .order_by(ActionItem.rep_id)
        .limit(limit)
    )
    if after is not None:
        wanted = wanted.where(ActionItem.rep_id > after)
    rows = session.execute(wanted).all()
    names = names_of(session, person_ids=[row[0] for row in rows])
    return [ItemCounts(rep_id, names[rep_id], count, late, first) for rep_id, count, late, first in rows]


def _wanted(before: datetime | None = None) -> Select[Any]:
    """Select items with their sessions, how many were held since (but before a moment), and why one was dropped."""
    later = aliased(CoachingSession)
    since = select(func.count()).where(
        or_(
            and_(later.coach_id == ActionItem.coach_id, later.rep_id == ActionItem.rep_id),
            and_(later.coach_id == ActionItem.rep_id, later.rep_id == ActionItem.coach_id),
        ),
        later.status == "held",
        later.scheduled_at > CoachingSession.scheduled_at,
    )
    if before is not None:
        since = since.where(later.scheduled_at < before)
    reason = (
        select(ActionEvent.reason)
        .where(ActionEvent.item_id == ActionItem.id, ActionEvent.kind == "dropped")
        .order_by(ActionEvent.at.desc(), ActionEvent.id.desc())
        .limit(1)
    )
    return select(
        ActionItem,
        CoachingSession.topic,
        CoachingSession.scheduled_at,
        since.scalar_subquery(),
        reason.scalar_subquery(),
    ).join(CoachingSession, CoachingSession.id == ActionItem.session_id)


def _read(session: Session, wanted: Select[Any]) -> list[AgreedItem]:
    rows = session.execute(wanted).all()
    names = names_of(session, person_ids=_people(row[0] for row in rows)) if rows else {}
    found = []
    for item, topic, scheduled_at, since, reason in rows:
        state = state_of(item)
        why = reason if state == "dropped" else None
        coach, rep = names[item.coach_id], names[item.rep_id]
        found.append(AgreedItem(item, state, topic, scheduled_at, coach, rep, since, why))
    return found


def _people(items: Iterable[ActionItem]) -> set[UUID]:
    return {person_id for item in items for person_id in (item.coach_id, item.rep_id)}


def _mine(person_id: UUID, whose: WhoseItems) -> ColumnElement[bool]:
    if whose == "mine":
        return ActionItem.owner_id == person_id
    if whose == "waiting":
        return and_(is_of(person_id), ActionItem.owner_id != person_id)
    return is_of(person_id)


def _are_kept(kept: WhichItems, today: date) -> ColumnElement[bool]:
    if kept == "closed":
        return ActionItem.closed_at.is_not(None)
    is_open = ActionItem.closed_at.is_(None)
    return and_(is_open, ActionItem.due_on < today) if kept == "overdue" else is_open


def _due() -> ColumnElement[date]:
    return func.coalesce(ActionItem.due_on, date.max)


def _are(one: UUID, other: UUID) -> ColumnElement[bool]:
    """Return the condition that an item is of these two people, whoever coaches."""
    return or_(
        and_(ActionItem.coach_id == one, ActionItem.rep_id == other),
        and_(ActionItem.coach_id == other, ActionItem.rep_id == one),
    )


def _was_open(at: datetime) -> ColumnElement[bool]:
    last = (
        select(ActionEvent.kind)
        .where(ActionEvent.item_id == ActionItem.id, ActionEvent.at <= at, ActionEvent.kind != "changed")
        .order_by(ActionEvent.at.desc(), ActionEvent.id.desc())
        .limit(1)
    )
    return last.scalar_subquery().in_(OPENING)
