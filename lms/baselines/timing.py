"""Tasks against the clock: one at a time, in the order drawn, timed from start to stop by the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.baselines.models import TaskDraw, TaskRun
from lms.baselines.sheets import held_draw, tasks_of, turns_of
from lms.days import Now
from lms.errors import Conflict
from lms.people.access import Actor

FindingOutcome = Literal["found", "gave_up", "timed_out"]
LIMIT_SECONDS = 600


def tasks_begun(session: Session, *, draw: TaskDraw) -> Sequence[TaskRun]:
    """Return the tasks of a draw that were begun, in their order; all but the last one are stopped."""
    return session.scalars(select(TaskRun).where(TaskRun.draw_id == draw.id).order_by(TaskRun.place)).all()


def start_task(
    session: Session, *, actor: Actor, page_id: str, place: int, is_again: bool = False, now: Now
) -> TaskRun:
    """Start the actor's task at a place, from 1, or return it if it runs; raises Conflict out of order.

    `is_again` starts one anew that runs, as after a browser was killed: its first start is kept, and not counted.
    """
    draw = held_draw(session, actor=actor, page_id=page_id)
    begun = tasks_begun(session, draw=draw)
    running = next((task for task in begun if task.stopped_at is None), None)
    if running is None:
        return _begin(session, draw, place, len(begun) + 1, now)
    if running.place != place:
        raise Conflict(f"task {running.place} is running; stop it first", field="place")
    if is_again:
        running.started_at, running.restarts = now.at, running.restarts + 1
        session.flush()
    return running


def stop_task(
    session: Session,
    *,
    actor: Actor,
    page_id: str,
    place: int,
    outcome: Literal["found", "gave_up"],
    found: str | None,
    is_answer: Callable[[str, str], bool],
    now: Now,
) -> TaskRun:
    """Stop the actor's task at a place, once: whoever stops it again gets it as it is.

    After LIMIT_SECONDS it is timed out, whatever was found. Here a page that `is_answer` (found, answer) doesn't know
    for the answer is a miss, and the clock goes on; the old way people say themselves whether they found it.
    """
    draw = held_draw(session, actor=actor, page_id=page_id)
    task = next((task for task in tasks_begun(session, draw=draw) if task.place == place), None)
    if task is None:
        raise Conflict(f"task {place} wasn't started", field="place")
    if task.stopped_at is not None:
        return task
    seconds = (now.at - task.started_at).total_seconds()
    if seconds >= LIMIT_SECONDS:
        _end(draw, task, "timed_out", LIMIT_SECONDS, now)
    elif outcome == "found" and task.way == "here" and not _is_right(session, draw, task, found, is_answer):
        task.misses += 1
    else:
        _end(draw, task, outcome, seconds, now)
        task.found = found
    session.flush()
    return task


def _begin(session: Session, draw: TaskDraw, place: int, next_place: int, now: Now) -> TaskRun:
    if place < next_place:
        raise Conflict(f"task {place} is done already", field="place")
    if place != next_place or place > len(draw.turns):
        raise Conflict(f"there is no task {place} to start now", field="place")
    turn = turns_of(draw)[place - 1]
    task = TaskRun(
        draw_id=draw.id,
        person_id=draw.person_id,
        place=place,
        task_id=turn.task_id,
        way=turn.way,
        first_started_at=now.at,
        started_at=now.at,
        restarts=0,
        misses=0,
    )
    session.add(task)
    session.flush()
    return task


def _is_right(
    session: Session, draw: TaskDraw, task: TaskRun, found: str | None, is_answer: Callable[[str, str], bool]
) -> bool:
    return found is not None and is_answer(found, tasks_of(session, draw=draw)[task.task_id].answer)


def _end(draw: TaskDraw, task: TaskRun, outcome: FindingOutcome, seconds: float, now: Now) -> None:
    task.outcome, task.seconds = outcome, max(seconds, 0.0)  # a clock may be set back
    task.stopped_at, task.stopped_on = now.at, now.day
    if task.place == len(draw.turns):
        draw.finished_at, draw.finished_on = now.at, now.day
