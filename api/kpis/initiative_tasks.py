"""Tasks of initiatives over HTTP: given by managers, and ticked off by their owners."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import created
from api.web.shapes import Day, PersonRef, Strict, Words
from api.web.sight import visible_entry
from api.web.writes import writes
from content.course import NoSuchPageError
from content.kpis import InitiativePage, read_initiative
from lms.errors import NotFound
from lms.goals.models import InitiativeTask
from lms.goals.tasks import TaskChange, add_task, change_task
from lms.people.directory import names_of

blueprint = Blueprint("initiative_tasks", __name__, url_prefix=f"{PREFIX}/kpis/initiatives")
Title = Annotated[Words, Field(max_length=300)]
Note = Annotated[str, Field(max_length=5000, pattern=r"^[^\x00]*$")]


class TaskIn(Strict):
    """What somebody is to do, by a day."""

    title: Title
    owner_id: UUID
    due_on: Day | None = None
    note: Note = ""


class TaskChangeIn(Strict):
    """What changes of a task; what isn't given stays. `done` is the owner's to say too."""

    title: Title | None = None
    owner_id: UUID | None = None
    due_on: Day | None = None
    note: Note | None = None
    done: bool | None = None


class InitiativeTaskOut(BaseModel):
    """A task; `done_at` is null until it is done."""

    id: UUID
    title: str
    owner: PersonRef
    due_on: date | None
    note: str
    done_at: datetime | None
    is_overdue: bool


@blueprint.post("/<page_id>/tasks")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(415, 503, HTTP_201=InitiativeTaskOut), tags=["kpis"])
def give(page_id: str, json: TaskIn) -> Answer:
    """Give a task to somebody whom the asker manages."""
    page = visible_initiative(page_id)
    made = add_task(session(), actor=actor(), page_id=page.entry.id, **json.model_dump(), now=clock())
    return created(tasks_out([made])[0], f"{PREFIX}/kpis/initiatives/{page.entry.id}")


@blueprint.patch("/<page_id>/tasks/<uuid:task_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(415, 503, HTTP_200=InitiativeTaskOut), tags=["kpis"])
def change(page_id: str, task_id: UUID, json: TaskChangeIn) -> Answer:
    """Change a task: whoever manages its owner, and the owner whether it is done."""
    page = visible_initiative(page_id)
    values = json.model_dump(exclude_unset=True)
    is_done = values.pop("done", None)
    given = {name: value for name, value in values.items() if value is not None or name == "due_on"}
    wanted = TaskChange(given, is_done)
    changed = change_task(session(), actor=actor(), page_id=page.entry.id, task_id=task_id, change=wanted, now=clock())
    return tasks_out([changed])[0]


def visible_initiative(page_id: str) -> InitiativePage:
    """Return an initiative that the actor may see; raises NotFound."""
    entry = visible_entry(page_id)
    try:
        return read_initiative(parts().search.catalogue(), entry.id)
    except NoSuchPageError as error:
        raise NotFound(str(error)) from error


def tasks_out(tasks: list[InitiativeTask]) -> list[InitiativeTaskOut]:
    """Return tasks with their owners' names."""
    names = names_of(session(), person_ids={task.owner_id for task in tasks})
    return [
        InitiativeTaskOut(
            id=task.id,
            title=task.title,
            owner=PersonRef(id=task.owner_id, name=names[task.owner_id]),
            due_on=task.due_on,
            note=task.note,
            done_at=task.done_at,
            is_overdue=is_overdue(task),
        )
        for task in tasks
    ]


def is_overdue(task: InitiativeTask) -> bool:
    """Tell whether a task is open after its day."""
    return task.done_at is None and task.due_on is not None and task.due_on < clock().day
