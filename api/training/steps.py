"""The next step of a rep in a course: where "Go on" leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from api.web.below import SiteAddress
from api.web.context import parts
from content.course import Course
from content.places.links import site_url
from lms.training.progress import CourseProgress


class StepOut(BaseModel):
    """What is to be done next, and the page to do it on; null for a quiz or a practical, with pages in the site."""

    kind: Literal["course_first", "lesson", "quiz", "practical"]
    title: str
    url: SiteAddress | None


def next_step(found: Course, progress: CourseProgress, first: Sequence[str]) -> StepOut | None:
    """Return the next step; `first` are the courses that come first, in their order. None: nothing is left to do here.

    An event is attended, so it has no steps. Who has shown what could be enough waits for the graders.
    """
    by_id = parts().search.catalogue().by_id
    for course_id in first:
        if course_id in by_id:
            return StepOut(kind="course_first", title=by_id[course_id].title, url=site_url(by_id[course_id].url))
    if found.is_event or not progress.asked.is_due:
        return None
    for lesson in found.lessons:
        if lesson.id not in progress.lessons_read:
            return StepOut(kind="lesson", title=lesson.title, url=site_url(lesson.url))
    can_try = found.quiz is not None and progress.attempts_left != 0
    if can_try and not progress.has_passed:
        return StepOut(kind="quiz", title=found.entry.title, url=None)
    can_show = found.practical is not None and progress.practicals.hoped < found.practical.times
    return StepOut(kind="practical", title=found.entry.title, url=None) if can_show and not progress.has_shown else None
