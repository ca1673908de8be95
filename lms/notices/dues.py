"""Dues of one person as calendars show them: action items and training with a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import Session

from lms.coaching.actions.models import ActionItem
from lms.training.matrix import as_of
from lms.training.models import RegisteredCourse, Standing
from lms.training.states import State

_TO_DO = State.NOT_STARTED, State.IN_PROGRESS, State.OVERDUE
_ENDING = State.EXPIRING, State.EXPIRED


@dataclass(frozen=True)
class ItemDue:
    """An action item that is open, and the session it comes from."""

    id: UUID
    session_id: UUID
    text: str
    due_on: date
    created_at: datetime


@dataclass(frozen=True)
class TrainingDue:
    """A course that is asked for, or whose completion ends; `since` is the day from which it stands so."""

    course_id: str
    title: str
    is_ending: bool
    on: date
    since: date


def items_due(session: Session, *, person_id: UUID, since: date) -> list[ItemDue]:
    """Return the open action items of somebody that are due from a day on."""
    columns = ActionItem.id, ActionItem.session_id, ActionItem.text, ActionItem.due_on, ActionItem.created_at
    is_open = ActionItem.owner_id == person_id, ActionItem.closed_at.is_(None), ActionItem.due_on >= since
    rows = session.execute(select(*columns).where(*is_open).order_by(ActionItem.due_on, ActionItem.id))
    return [ItemDue(id_, session_id, text, due, at) for id_, session_id, text, due, at in rows if due is not None]


def training_due(session: Session, *, person_id: UUID, since: date, day: date) -> list[TrainingDue]:
    """Return what somebody has to learn by a day, and which completions end, as they stand on `day`."""
    is_ending = Standing.state.in_([int(state) for state in _ENDING])
    is_due = Standing.state.in_([int(state) for state in _TO_DO])
    ends_on = case((is_ending, Standing.valid_until), else_=Standing.due_on)
    wanted = (
        select(Standing.course_id, RegisteredCourse.title, is_ending, ends_on, Standing.since)
        .join(RegisteredCourse, RegisteredCourse.id == Standing.course_id)
        .where(Standing.person_id == person_id, *as_of(day), Standing.is_assigned)
        .where(or_(and_(is_due, Standing.due_on >= since), and_(is_ending, Standing.valid_until >= since)))
        .order_by(ends_on, Standing.course_id)
    )
    return [TrainingDue(*row) for row in session.execute(wanted)]
