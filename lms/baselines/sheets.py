"""Sheets of timed tasks: kept as they were when dealt, dealt to a person once in ninety days."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.baselines.dealing import Turn, deal
from lms.baselines.models import TaskDraw, TaskSheet
from lms.days import Now
from lms.errors import NotFound
from lms.people.access import Actor
from lms.people.directory import take_turn

# Who did the tasks yesterday finds the pages from memory.
AGAIN_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class FindingTask:
    """One thing to find: what is asked, and the page that answers."""

    id: str
    ask: str
    answer: str


@dataclass(frozen=True)
class SheetFacts:
    """A sheet as the library has it: its page, the SHA-256 of its tasks, and the tasks."""

    page_id: str
    digest: str
    tasks: tuple[FindingTask, ...]


def draw_sheet(session: Session, *, actor: Actor, sheet: SheetFacts, now: Now) -> tuple[TaskDraw, bool]:
    """Return the actor's draw of a sheet, a new one when the last is AGAIN_AFTER old; the second tells that it is new.

    What was drawn stays as it is, whatever becomes of the page meanwhile.
    """
    take_turn(session, person_id=actor.id)
    last = own_draw(session, actor=actor, page_id=sheet.page_id)
    if last is not None and now.day < again_on(last):
        return last, False
    seed, number = _take_number(session, sheet)
    turns = deal([task.id for task in sheet.tasks], seed=seed, number=number)
    draw = TaskDraw(
        person_id=actor.id,
        page_id=sheet.page_id,
        sheet_digest=sheet.digest,
        number=number,
        turns=[[turn.task_id, turn.way] for turn in turns],
        drawn_at=now.at,
        drawn_on=now.day,
    )
    session.add(draw)
    session.flush()
    return draw, True


def own_draw(session: Session, *, actor: Actor, page_id: str) -> TaskDraw | None:
    """Return the actor's last draw of a page's tasks; None for who has none."""
    own = select(TaskDraw).where(TaskDraw.person_id == actor.id, TaskDraw.page_id == page_id)
    return session.scalar(own.order_by(TaskDraw.drawn_at.desc(), TaskDraw.id.desc()).limit(1))


def held_draw(session: Session, *, actor: Actor, page_id: str) -> TaskDraw:
    """Take the actor's turn and return their last draw, which then stands; raises NotFound for who has none."""
    take_turn(session, person_id=actor.id)
    draw = own_draw(session, actor=actor, page_id=page_id)
    if draw is None:
        raise NotFound("draw these tasks first")
    return draw


def again_on(draw: TaskDraw) -> date:
    """Return the first day on which its person may draw the sheet again."""
    return draw.drawn_on + AGAIN_AFTER


def turns_of(draw: TaskDraw) -> tuple[Turn, ...]:
    """Return the turns of a draw in their order."""
    return tuple(Turn(task_id, way) for task_id, way in draw.turns)


def tasks_of(session: Session, *, draw: TaskDraw) -> Mapping[str, FindingTask]:
    """Return the tasks of a draw's sheet as it was dealt, by id."""
    sheet = session.get_one(TaskSheet, draw.sheet_digest)
    return {id_: FindingTask(id_, ask, answer) for id_, ask, answer in sheet.content["tasks"]}


def content_of(page_id: str, tasks: tuple[FindingTask, ...]) -> dict[str, Any]:
    """Return what is kept of a sheet, answers included."""
    return {"page": page_id, "tasks": [[task.id, task.ask, task.answer] for task in tasks]}


def _take_number(session: Session, sheet: SheetFacts) -> tuple[str, int]:
    """Return a sheet's seed and the next number of whom it is dealt to: nobody else gets it, and none is left out."""
    row = {
        "digest": sheet.digest,
        "page_id": sheet.page_id,
        "content": content_of(sheet.page_id, sheet.tasks),
        "seed": secrets.token_hex(16),
        "drawn": 0,
    }
    session.execute(insert_into(session, TaskSheet).values(row).on_conflict_do_nothing())
    counted = update(TaskSheet).where(TaskSheet.digest == sheet.digest).values(drawn=TaskSheet.drawn + 1)
    seed, drawn = session.execute(counted.returning(TaskSheet.seed, TaskSheet.drawn)).one()
    return seed, drawn - 1
