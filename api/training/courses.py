"""Courses and lessons for a rep."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.training.steps import StepOut, next_step
from api.web.auth import SIGNED_IN, allow
from api.web.below import SiteAddress
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import PageOut, page_out
from api.web.writes import writes
from api.work.training.courses import facts_of
from content.catalogue import Entry
from content.course import Course, read_course, read_courses
from content.fields.models import CourseKind
from content.places.links import site_url
from lms.training.attempts import open_attempt
from lms.training.courses import CourseFacts
from lms.training.matrix import Cell, is_settled, read_cells
from lms.training.mine import courses_first
from lms.training.models import TrainingEvent
from lms.training.progress import CourseProgress, read_progress, record_lesson_read
from lms.training.states import StateName

blueprint = Blueprint("training", __name__, url_prefix=f"{PREFIX}/training")


class CompletionOut(BaseModel):
    """A completion: its day, when it was recorded, and the last day on which it counts, null when it never expires."""

    id: UUID
    course_id: str
    course_version: int
    kind: str
    score: int | None
    completed_on: date
    completed_at: datetime
    valid_until: date | None

    @classmethod
    def of(cls, event: TrainingEvent) -> CompletionOut:
        """Return a completion as the API shows it."""
        return cls(
            id=event.id,
            course_id=event.course_id,
            course_version=event.course_version,
            kind=event.kind,
            score=event.score,
            completed_on=event.day,
            completed_at=event.at,
            valid_until=event.valid_until,
        )


class StandingOut(BaseModel):
    """How somebody stands in a course at the end of a day."""

    state: StateName
    is_assigned: bool
    due_on: date | None
    completed_on: date | None
    valid_until: date | None

    @classmethod
    def of(cls, cell: Cell) -> StandingOut:
        """Return a standing as the API shows it."""
        return cls(**{**cell._asdict(), "state": cell.state.label})


class CourseItem(BaseModel):
    """A course in a list, and how the asker stands in it; null when nothing was assigned or done."""

    page: PageOut
    kind: CourseKind
    minutes: int | None
    areas: list[str]
    skills: list[str]
    held_on: list[date]
    standing: StandingOut | None


class CoursesOut(BaseModel):
    """All courses, and what people call the areas and the skills."""

    items: list[CourseItem]
    area_labels: dict[str, str]
    skill_labels: dict[str, str]


class LessonOut(BaseModel):
    """One lesson, and whether the asker has read it."""

    page: PageOut
    is_read: bool


class PrerequisiteOut(BaseModel):
    """A course that comes first, and whether the asker has a valid completion of it, or need not take it."""

    id: str
    title: str
    url: SiteAddress
    is_complete: bool


class PracticalOut(BaseModel):
    """What is to be shown and scored: so many must pass running; how many of the asker's did, and how many wait.

    `rubric` is null while the library hasn't the page; `is_enough` tells that no other is asked for now.
    """

    rubric: PageOut | None
    times: int
    passes: int
    waiting: int
    is_enough: bool


class CourseOut(BaseModel):
    """A course and the asker's progress in its current version; pass mark and scores in per cent.

    `asks` says what the current version asks of the completion that the asker has of an older one; `area_labels` are
    what people call the areas.
    """

    page: PageOut
    kind: CourseKind
    is_event: bool
    version: int
    pass_mark: int
    valid_days: int | None
    renew_days: int | None
    minutes: int | None
    areas: list[str]
    skills: list[str]
    held_on: list[date]
    attempts_allowed: int | None
    attempts_left: int | None
    prerequisites: list[PrerequisiteOut]
    lessons: list[LessonOut]
    area_labels: dict[str, str]
    has_quiz: bool
    practical: PracticalOut | None
    best_score: int | None
    open_attempt_id: UUID | None
    asks: str | None
    is_due: bool
    renewable_from: date | None
    completion: CompletionOut | None
    standing: StandingOut | None
    next_step: StepOut | None


class ReadOut(BaseModel):
    """A lesson was recorded as read; `completion` is there when that completed the course."""

    lesson_id: str
    completion: CompletionOut | None


@blueprint.get("/courses")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=CoursesOut), tags=["training"])
def courses() -> Answer:
    """List the courses, and how the asker stands in each."""
    cells = read_cells(session(), person_id=actor().id, day=clock().day)
    return CoursesOut(
        items=[_item(found, cells.get(found.entry.id)) for found in all_courses()],
        area_labels=labels_of("areas"),
        skill_labels=labels_of("skills"),
    )


@blueprint.get("/courses/<course_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=CourseOut), tags=["training"])
def course(course_id: str) -> Answer:
    """Return a course and the asker's progress in it."""
    return _course_out(course_of(course_id))


@blueprint.put("/courses/<course_id>/lessons/<lesson_id>/read")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=ReadOut), tags=["training"])
def read_lesson(course_id: str, lesson_id: str) -> Answer:
    """Record that the asker read a lesson; twice is as good as once."""
    found = facts_of(course_of(course_id))
    done = record_lesson_read(session(), actor=actor(), course=found, lesson_id=lesson_id, now=clock())
    return ReadOut(lesson_id=lesson_id, completion=CompletionOut.of(done) if done else None)


def course_of(course_id: str) -> Course:
    """Return a course of the library; raises NoSuchPageError."""
    return read_course(parts().search.catalogue(), course_id)


def page_address(entry: Entry | None) -> str | None:
    """Return where the site shows a page; None for one that the library no longer has."""
    return site_url(entry.url) if entry else None


def all_courses() -> list[Course]:
    """Return the courses of the library, but for those that change on disk at this moment."""
    return read_courses(parts().search.catalogue())


def needs_of(courses: Iterable[Course]) -> dict[str, tuple[str, ...]]:
    """Return the courses that come before each of some courses."""
    return {found.entry.id: found.prerequisites for found in courses}


def _item(found: Course, cell: Cell | None) -> CourseItem:
    return CourseItem(
        page=page_out(found.entry),
        kind=found.kind,
        minutes=found.minutes,
        areas=list(found.areas),
        skills=list(found.skills),
        held_on=list(found.held_on),
        standing=StandingOut.of(cell) if cell else None,
    )


def _course_out(found: Course) -> CourseOut:
    facts, day, who = facts_of(found), clock().day, actor().id
    progress = read_progress(session(), person_id=who, course=facts, day=day)
    cells = read_cells(session(), person_id=who, day=day)
    cell = cells.get(facts.id)
    attempt = open_attempt(session(), person_id=who, course_id=facts.id)
    is_open = attempt is not None and attempt.course_version == found.version
    needs = needs_of(all_courses() if found.prerequisites else [])
    first = courses_first(facts.id, prerequisites=needs, cells=cells, day=day)
    return CourseOut(
        **_item(found, cell).model_dump(exclude={"page", "standing"}),
        page=page_out(found.entry),
        standing=StandingOut.of(cell) if cell else None,
        is_event=found.is_event,
        version=found.version,
        pass_mark=found.pass_mark,
        valid_days=found.valid_days,
        renew_days=found.renew_days,
        attempts_allowed=found.attempts,
        attempts_left=progress.attempts_left,
        prerequisites=_prerequisites(facts, [one for one in facts.prerequisites if is_settled(cells.get(one), day)]),
        lessons=[LessonOut(page=page_out(entry), is_read=entry.id in progress.lessons_read) for entry in found.lessons],
        area_labels={area: label for area, label in labels_of("areas").items() if area in found.areas},
        has_quiz=found.quiz is not None,
        practical=_practical(found, progress),
        best_score=progress.best_score,
        open_attempt_id=attempt.id if attempt and is_open else None,
        asks=progress.asked.asks,
        is_due=progress.asked.is_due,
        renewable_from=progress.completion.renewable_from if progress.completion else None,
        completion=CompletionOut.of(progress.completion) if progress.completion else None,
        next_step=next_step(found, progress, first),
    )


def _practical(found: Course, progress: CourseProgress) -> PracticalOut | None:
    if found.practical is None:
        return None
    rubric = parts().search.catalogue().by_id.get(found.practical.rubric)
    return PracticalOut(
        rubric=page_out(rubric) if rubric else None,
        times=found.practical.times,
        passes=progress.practicals.passes,
        waiting=progress.practicals.waiting,
        is_enough=progress.has_shown,
    )


def labels_of(dimension: str) -> dict[str, str]:
    """Return what the library calls the values of a dimension."""
    return dict(parts().search.generation().head.taxonomy.dimensions.get(dimension, {}))


def _prerequisites(facts: CourseFacts, settled: Collection[str]) -> list[PrerequisiteOut]:
    by_id = parts().search.catalogue().by_id
    return [
        PrerequisiteOut(
            id=course_id,
            title=by_id[course_id].title,
            url=site_url(by_id[course_id].url),
            is_complete=course_id in settled,
        )
        for course_id in facts.prerequisites
    ]
