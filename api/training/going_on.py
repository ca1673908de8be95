"""The one click that goes on with a task: its word, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from api.training.courses import page_address
from api.training.steps import next_step
from api.web.cards import WayOut
from api.web.context import actor, clock, session
from api.work.training.courses import facts_of
from content.course import Course
from content.places.rooms import ASKING, PRACTICE
from lms.training.mine import Task
from lms.training.progress import CourseProgress, read_progresses
from lms.training.states import State

DONE = {State.COMPLETE, State.WAIVED}
_ROOMS = {"quiz": ASKING["quiz"], "practical": PRACTICE}
_RENEWED = {State.EXPIRED, State.EXPIRING}


def progress_in(tasks: Iterable[Task], known: Mapping[str, Course]) -> dict[str, CourseProgress]:
    """Return how far the actor is in the courses of some tasks, and in those that come first."""
    wanted = dict.fromkeys(id_ for task in tasks for id_ in (task.course_id, *task.first) if id_ in known)
    courses = [facts_of(known[id_]) for id_ in wanted]
    return read_progresses(session(), person_id=actor().id, courses=courses, day=clock().day)


def way_on(task: Task, known: Mapping[str, Course], progress: Mapping[str, CourseProgress]) -> WayOut | None:
    """Return the click, which leads into the course that comes first, if any; None where nothing is left to do."""
    found = known.get(task.course_id)
    if found is None or task.cell.state in DONE:
        return None
    first = next((known[id_] for id_ in task.first if id_ in known), None)
    if first is not None:
        return _way(f"First: {first.entry.title}", first, progress)
    return _way(_word(task, found, progress), found, progress)


def _word(task: Task, found: Course, progress: Mapping[str, CourseProgress]) -> str:
    if found.is_event:
        return "See the event"
    if task.cell.state in _RENEWED:
        return "Renew"
    read = progress[found.entry.id].lessons_read
    has_begun = task.cell.state is State.IN_PROGRESS or any(one.id in read for one in found.lessons)
    return "Go on" if has_begun else "Begin"


def _way(label: str, found: Course, progress: Mapping[str, CourseProgress]) -> WayOut | None:
    """Return the way to a course's own next step, or to its page where it has none."""
    step = next_step(found, progress[found.entry.id], ())
    if step is not None and step.kind in _ROOMS:
        return WayOut(label=label, url=f"/{_ROOMS[step.kind]}?course={quote(found.entry.id)}")
    url = (step.url if step else None) or page_address(found.entry)
    return WayOut(label=label, url=url) if url else None
