"""Timed tasks: drawn by the server, done one at a time, for oneself; the answers never leave the server."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from flask import Blueprint
from pydantic import BaseModel, Field

from api.kpis.team import TakingPartOut
from api.web.auth import allow
from api.web.below import copied_within
from api.web.context import actor, clock, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import created
from api.web.shapes import Strict, Whole, Words
from api.web.writes import writes
from api.work.finding import sheet_facts
from content.timed_tasks import FindingSheet, is_answer, read_sheet, read_sheets
from lms.baselines.dealing import FindingWay, Turn
from lms.baselines.models import MAX_FOUND, TaskDraw, TaskRun
from lms.baselines.sheets import FindingTask, again_on, draw_sheet, own_draw, tasks_of, turns_of
from lms.baselines.taking_part import count_tasks
from lms.baselines.timing import LIMIT_SECONDS, FindingOutcome, start_task, stop_task, tasks_begun

blueprint = Blueprint("tasks", __name__, url_prefix=f"{PREFIX}/kpis/tasks")


class TaskStartIn(Strict):
    """Which task to start, by its place from 1; `again` starts one anew that runs, and counts it as restarted."""

    place: Whole = Field(ge=1, le=1000)
    again: bool = False


class TaskStopIn(Strict):
    """What came of a task: `found` is the page, by id or address, here; the old way anything, or nothing."""

    place: Whole = Field(ge=1, le=1000)
    outcome: Literal["found", "gave_up"]
    found: Annotated[Words, Field(max_length=MAX_FOUND)] | None = None


class TimedTaskOut(BaseModel):
    """One task of the asker's; what it asks is null until it was started.

    `seconds` are those until it was stopped, or since its last start while it runs; `misses` counts wrong pages.
    """

    place: int
    way: FindingWay
    state: Literal["to_do", "running", "done"]
    ask: str | None
    started_at: datetime | None
    seconds: float | None
    outcome: FindingOutcome | None
    restarts: int
    misses: int


class TaskSheetOut(BaseModel):
    """A sheet, and how the asker stands in it; `tasks` is empty until they were drawn.

    It may be drawn again from `again_on` on. `team` counts whom a manager manages.
    """

    page_id: str
    title: str
    intro: str | None
    number: int
    limit_seconds: int
    drawn_on: date | None
    finished_on: date | None
    again_on: date | None
    tasks: list[TimedTaskOut]
    team: TakingPartOut | None


class TaskSheetsOut(BaseModel):
    """All sheets of the library."""

    items: list[TaskSheetOut]


@blueprint.get("")
@allow("rep", "manager")
@spec.validate(resp=answers(503, HTTP_200=TaskSheetsOut), tags=["kpis"])
def sheets() -> Answer:
    """List the sheets of timed tasks, each with the asker's own draw."""
    return TaskSheetsOut(items=[_out(sheet) for sheet in read_sheets(parts().search.catalogue())])


@blueprint.post("/<page_id>/draw")
@allow("rep", "manager")
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=TaskSheetOut, HTTP_201=TaskSheetOut), tags=["kpis"])
def draw(page_id: str) -> Answer:
    """Draw which tasks the asker does which way, or return what was drawn in the last 90 days."""
    sheet = _sheet(page_id)
    _, is_new = draw_sheet(session(), actor=actor(), sheet=sheet_facts(sheet), now=clock())
    return created(_out(sheet), f"{PREFIX}/kpis/tasks") if is_new else (_out(sheet), 200)


@blueprint.post("/<page_id>/start")
@allow("rep", "manager")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=TaskSheetOut), tags=["kpis"])
def start(page_id: str, json: TaskStartIn) -> Answer:
    """Start the asker's next task; what it asks is in the answer."""
    sheet = _sheet(page_id)
    start_task(session(), actor=actor(), page_id=sheet.entry.id, place=json.place, is_again=json.again, now=clock())
    return _out(sheet)


@blueprint.post("/<page_id>/stop")
@allow("rep", "manager")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=TaskSheetOut), tags=["kpis"])
def stop(page_id: str, json: TaskStopIn) -> Answer:
    """Stop the asker's task; it runs on when it is done here and another page was found than the one that answers."""
    sheet = _sheet(page_id)
    stop_task(
        session(),
        actor=actor(),
        page_id=sheet.entry.id,
        place=json.place,
        outcome=json.outcome,
        found=json.found,
        is_answer=lambda found, answer: is_answer(parts().search.catalogue(), copied_within(found), answer),
        now=clock(),
    )
    return _out(sheet)


def _sheet(page_id: str) -> FindingSheet:
    return read_sheet(parts().search.catalogue(), page_id)


def _out(sheet: FindingSheet) -> TaskSheetOut:
    page_id = sheet.entry.id
    found = own_draw(session(), actor=actor(), page_id=page_id)
    return TaskSheetOut(
        page_id=page_id,
        title=sheet.entry.title,
        intro=sheet.intro,
        number=len(found.turns if found else sheet.tasks),
        limit_seconds=LIMIT_SECONDS,
        drawn_on=found and found.drawn_on,
        finished_on=found and found.finished_on,
        again_on=found and again_on(found),
        tasks=_tasks_out(found) if found else [],
        team=TakingPartOut.of(count_tasks(session(), actor=actor(), page_id=page_id, at=now())),
    )


def _tasks_out(found: TaskDraw) -> list[TimedTaskOut]:
    known, at = tasks_of(session(), draw=found), now()
    begun = {task.place: task for task in tasks_begun(session(), draw=found)}
    turns = enumerate(turns_of(found), start=1)
    return [_task_out(place, turn, begun.get(place), known[turn.task_id], at) for place, turn in turns]


def _task_out(place: int, turn: Turn, begun: TaskRun | None, task: FindingTask, at: datetime) -> TimedTaskOut:
    if begun is None:
        empty = {"ask": None, "started_at": None, "seconds": None, "outcome": None}
        return TimedTaskOut(place=place, way=turn.way, state="to_do", restarts=0, misses=0, **empty)
    running = max((at - begun.started_at).total_seconds(), 0.0)
    return TimedTaskOut(
        place=place,
        way=turn.way,
        state="done" if begun.stopped_at else "running",
        ask=task.ask,
        started_at=begun.started_at,
        seconds=running if begun.seconds is None else begun.seconds,
        outcome=begun.outcome,
        restarts=begun.restarts,
        misses=begun.misses,
    )
