"""Tasks of the rep who asks, most urgent first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint
from pydantic import BaseModel

from api.training.courses import StandingOut, all_courses, needs_of, page_address
from api.training.going_on import progress_in, way_on
from api.training.steps import StepOut, next_step
from api.web.auth import SIGNED_IN, allow
from api.web.below import SiteAddress
from api.web.cards import WayOut
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from content.course import Course
from lms.training.courses import list_registered
from lms.training.mine import Task, list_tasks
from lms.training.progress import CourseProgress
from lms.training.states import Priority, StateName

blueprint = Blueprint("mine", __name__, url_prefix=f"{PREFIX}/training")


class TaskOut(BaseModel):
    """A course that the asker has or had to do something about; `first` are the courses to complete before it.

    `action` is the one click that goes on with it, also where that leads to what comes first; null where it is done.
    """

    course_id: str
    title: str
    url: SiteAddress | None
    kind: str
    minutes: int | None
    areas: list[str]
    held_on: list[date]
    state: StateName
    is_assigned: bool
    due_on: date | None
    completed_on: date | None
    valid_until: date | None
    priority: Priority | None
    assigned_by: str | None
    lessons_read: int
    lessons: int
    first: list[str]
    next_step: StepOut | None
    action: WayOut | None


class TasksOut(BaseModel):
    """What is the asker's to do, most urgent first."""

    as_of: date
    items: list[TaskOut]


@blueprint.get("/mine")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=TasksOut), tags=["training"])
def mine() -> Answer:
    """List what is assigned to the asker, and what they began or completed, most urgent first."""
    today = clock().day
    known = {found.entry.id: found for found in all_courses()}
    titles = {row.id: row.title for row in list_registered(session())}
    tasks = list_tasks(session(), person_id=actor().id, prerequisites=needs_of(known.values()), day=today)
    progress = progress_in(tasks, known)
    return TasksOut(
        as_of=today,
        items=[_task_out(task, known, progress, titles) for task in tasks],
    )


def _task_out(
    task: Task, known: Mapping[str, Course], all_progress: Mapping[str, CourseProgress], titles: dict[str, str]
) -> TaskOut:
    found, progress = known.get(task.course_id), all_progress.get(task.course_id)
    standing = StandingOut.of(task.cell)
    return TaskOut(
        course_id=task.course_id,
        title=found.entry.title if found else titles.get(task.course_id, task.course_id),
        url=page_address(found.entry if found else None),
        kind=found.kind if found else "course",
        minutes=found.minutes if found else None,
        areas=list(found.areas) if found else [],
        held_on=list(found.held_on) if found else [],
        priority=task.priority,
        assigned_by=task.assigned_by,
        lessons_read=sum(one.id in progress.lessons_read for one in found.lessons) if found and progress else 0,
        lessons=len(found.lessons) if found else 0,
        first=list(task.first),
        next_step=next_step(found, progress, task.first) if found and progress else None,
        action=way_on(task, known, all_progress),
        **standing.model_dump(),
    )
