"""Times of tasks, as plain rows for the statistics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.baselines.dealing import FindingWay
from lms.baselines.models import TaskDraw, TaskRun
from lms.baselines.timing import LIMIT_SECONDS, FindingOutcome
from lms.statistics.tasks import TimedTask


@dataclass(frozen=True, slots=True)
class TaskTime:
    """One task that one person did one way; of one that ran out of time, or was given up, the seconds until then.

    A task is the same one where `page_id`, `sheet` (the version) and `task_id` are; each person has it once.
    `place`, from 1, is its place in their order. One with `restarts` was begun before, and what was seen then may
    have made it quicker; `misses` are wrong pages named here.
    """

    person_id: UUID
    page_id: str
    sheet: str
    task_id: str
    way: FindingWay
    place: int
    seconds: float
    outcome: FindingOutcome
    restarts: int
    misses: int
    day: date


def read_task_times(
    session: Session, *, people: Select[UUID], until: date, page_id: str | None = None
) -> list[TaskTime]:
    """Return the tasks that some people had done at the end of a day, of one page or of all, by person and place.

    Of who did a page's tasks again only the last draw that was done to its end counts, and else the last one: nobody
    has a task twice.
    """
    wanted = (
        select(TaskRun, TaskDraw)
        .join(TaskDraw, TaskDraw.id == TaskRun.draw_id)
        .where(TaskRun.person_id.in_(people), TaskRun.stopped_on <= until)
        .order_by(TaskDraw.person_id, TaskDraw.page_id, TaskDraw.drawn_at, TaskRun.place)
    )
    if page_id is not None:
        wanted = wanted.where(TaskDraw.page_id == page_id)
    rows = [(task, draw) for task, draw in session.execute(wanted)]
    counted = _counted((draw for _, draw in rows), until)
    return [_time_of(task, draw) for task, draw in rows if draw.id in counted]


def as_timed(rows: Iterable[TaskTime]) -> list[TimedTask]:
    """Return rows as `saved_seconds` takes them, without those that were begun before: nobody knows what was seen then.

    What was given up wasn't found, and how long it would have taken nobody knows: it counts as out of time. A task of
    another version of its sheet is another task.
    """
    return [
        TimedTask(
            person=str(row.person_id),
            task=f"{row.sheet}/{row.task_id}",
            way=row.way,
            seconds=row.seconds if row.outcome == "found" else LIMIT_SECONDS,
            is_timeout=row.outcome != "found",
        )
        for row in rows
        if not row.restarts
    ]


def _counted(draws: Iterable[TaskDraw], until: date) -> set[UUID]:
    """Return the draws that count: of each person and page one."""
    chosen: dict[tuple[UUID, str], TaskDraw] = {}
    for draw in draws:
        key = (draw.person_id, draw.page_id)
        before = chosen.get(key)
        if before is None or _is_whole(draw, until) or not _is_whole(before, until):
            chosen[key] = draw
    return {draw.id for draw in chosen.values()}


def _is_whole(draw: TaskDraw, until: date) -> bool:
    return draw.finished_on is not None and draw.finished_on <= until


def _time_of(task: TaskRun, draw: TaskDraw) -> TaskTime:
    return TaskTime(
        person_id=task.person_id,
        page_id=draw.page_id,
        sheet=draw.sheet_digest,
        task_id=task.task_id,
        way=task.way,  # type: ignore[arg-type]  # only those are written
        place=task.place,
        seconds=task.seconds or 0.0,
        outcome=task.outcome,  # type: ignore[arg-type]  # only those are written
        restarts=task.restarts,
        misses=task.misses,
        day=task.stopped_on or date.min,
    )
