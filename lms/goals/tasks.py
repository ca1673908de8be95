"""Tasks of initiatives: who does what by when; managers give them, and an owner says that theirs is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Invalid, NotAllowed, NotFound
from lms.goals.models import InitiativeTask
from lms.people.access import Actor, visible_among, visible_person

GIVERS = frozenset({"manager", "admin"})


@dataclass(frozen=True)
class TaskChange:
    """What is to be changed of a task, by column; `is_done` None leaves that as it is."""

    values: Mapping[str, Any] = field(default_factory=dict)
    is_done: bool | None = None


def add_task(
    session: Session,
    *,
    actor: Actor,
    page_id: str,
    title: str,
    owner_id: UUID,
    due_on: date | None,
    note: str,
    now: Now,
) -> InitiativeTask:
    """Give somebody a task; raises NotFound for whom the actor doesn't manage, Invalid for an empty title."""
    visible_person(session, actor=actor, person_id=owner_id)
    task = InitiativeTask(
        page_id=page_id,
        title=_checked(title),
        owner_id=owner_id,
        due_on=due_on,
        note=note,
        created_at=now.at,
        created_by_id=actor.id,
    )
    session.add(task)
    session.flush()
    return task


def change_task(
    session: Session, *, actor: Actor, page_id: str, task_id: UUID, change: TaskChange, now: Now
) -> InitiativeTask:
    """Change a task: whoever manages its owner may, the owner only whether it is done.

    Raises NotFound for a task that isn't there, or whose owner the actor doesn't manage, before or after.
    """
    task = session.get(InitiativeTask, task_id)
    if task is None or task.page_id != page_id:
        raise NotFound("no such task")
    if not _gives(session, actor, task.owner_id):
        if task.owner_id != actor.id:
            raise NotFound("no such task of yours or of people you manage")
        if change.values:
            raise NotAllowed("you can say that your task is done; all else is changed by your manager")
    if "owner_id" in change.values:
        visible_person(session, actor=actor, person_id=change.values["owner_id"])
    for name, value in change.values.items():
        setattr(task, name, _checked(value) if name == "title" else value)
    if change.is_done is not None and change.is_done != (task.done_at is not None):
        task.done_at, task.done_by_id = (now.at, actor.id) if change.is_done else (None, None)
    session.flush()
    return task


def list_tasks(session: Session, *, page_ids: Collection[str]) -> list[InitiativeTask]:
    """Return the tasks of initiatives: those that are open first, the first due first."""
    wanted = select(InitiativeTask).where(InitiativeTask.page_id.in_(page_ids)).order_by(InitiativeTask.id)
    return sorted(session.scalars(wanted), key=lambda task: (task.done_at is not None, task.due_on or date.max))


def _gives(session: Session, actor: Actor, owner_id: UUID) -> bool:
    return bool(actor.roles & GIVERS) and bool(visible_among(session, actor=actor, person_ids=[owner_id]))


def _checked(title: str) -> str:
    if not title.strip():
        raise Invalid("the title is empty", field="title")
    return title.strip()
