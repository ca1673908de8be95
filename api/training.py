"""Courses, lessons and quizzes for a rep."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.auth import SIGNED_IN, allow
from api.content import PageOut, page_out
from api.context import actor, now, parts, session
from api.documentation import PREFIX, answers, spec
from api.schemas import Strict, Whole
from api.writes import writes
from content.course import Course, list_courses, read_course, read_questions
from content.quiz import grade
from lms.errors import Conflict, NotFound
from lms.training.models import Completion
from lms.training.progress import CourseFacts, Progress, read_progress, record_attempt, record_lesson_read

blueprint = Blueprint("training", __name__, url_prefix=f"{PREFIX}/training")


class CompletionOut(BaseModel):
    """A completion; `expires_at` is null when it never does."""

    id: UUID
    course_id: str
    course_version: int
    score: int | None
    completed_at: datetime
    expires_at: datetime | None


class LessonOut(BaseModel):
    """One lesson, and whether the asker has read it."""

    page: PageOut
    is_read: bool


class CourseOut(BaseModel):
    """A course and the asker's progress in its current version; pass mark and score in per cent."""

    page: PageOut
    version: int
    pass_mark: int
    valid_days: int | None
    minutes: int | None
    lessons: list[LessonOut]
    has_quiz: bool
    best_score: int | None
    completion: CompletionOut | None


class CoursesOut(BaseModel):
    """All courses."""

    items: list[PageOut]


class QuestionOut(BaseModel):
    """One question, without its answer; `choices` says how many options are right."""

    text: str
    options: list[str]
    choices: int


class QuizOut(BaseModel):
    """A quiz as it is shown before it is answered."""

    course_id: str
    course_version: int
    pass_mark: int
    questions: list[QuestionOut]


class AttemptIn(Strict):
    """Answers: for each question in order, the positions (from 0) of the chosen options."""

    answers: list[list[Whole]] = Field(max_length=200)


class QuestionResult(BaseModel):
    """Whether a question was answered right, and why."""

    is_right: bool
    feedback: str


class AttemptOut(BaseModel):
    """The result of an attempt; `completion` is there when it completed the course."""

    id: UUID
    score: int
    has_passed: bool
    questions: list[QuestionResult]
    completion: CompletionOut | None


class ReadOut(BaseModel):
    """A lesson was recorded as read; `completion` is there when that completed the course."""

    lesson_id: str
    completion: CompletionOut | None


@blueprint.get("/courses")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=CoursesOut), tags=["training"])
def courses() -> Any:
    """List the courses."""
    return CoursesOut(items=[page_out(entry) for entry in list_courses(parts().search.catalogue())])


@blueprint.get("/courses/<course_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=CourseOut), tags=["training"])
def course(course_id: str) -> Any:
    """Return a course and the asker's progress in it."""
    found = _course(course_id)
    progress = read_progress(session(), person_id=actor().id, course=facts_of(found), at=now())
    return _course_out(found, progress)


@blueprint.put("/courses/<course_id>/lessons/<lesson_id>/read")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(503, HTTP_200=ReadOut), tags=["training"])
def read_lesson(course_id: str, lesson_id: str) -> Any:
    """Record that the asker read a lesson; twice is as good as once."""
    course_facts = facts_of(_course(course_id))
    done = record_lesson_read(session(), actor=actor(), course=course_facts, lesson_id=lesson_id, at=now())
    return ReadOut(lesson_id=lesson_id, completion=_completion_out(done))


@blueprint.get("/courses/<course_id>/quiz")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=QuizOut), tags=["training"])
def quiz(course_id: str) -> Any:
    """Return the questions of a course's quiz; the answers never leave the server."""
    found = _course(course_id)
    questions = read_questions(parts().search.catalogue(), found)
    if not questions:
        raise NotFound("this course has no quiz")
    shown = [QuestionOut(text=q.text, options=list(q.options), choices=len(q.right)) for q in questions]
    return QuizOut(course_id=course_id, course_version=found.version, pass_mark=found.pass_mark, questions=shown)


@blueprint.post("/courses/<course_id>/attempts")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=AttemptOut), tags=["training"])
def attempt(course_id: str, json: AttemptIn) -> Any:
    """Hand in a quiz; it is graded here, and completes the course when it passes."""
    found = _course(course_id)
    questions = read_questions(parts().search.catalogue(), found)
    if not questions:
        raise NotFound("this course has no quiz")
    if len(json.answers) != len(questions):
        raise Conflict(f"the quiz has {len(questions)} questions, not {len(json.answers)}; read it again")
    result = grade(questions, {index: frozenset(chosen) for index, chosen in enumerate(json.answers)})
    made, done = record_attempt(
        session(),
        actor=actor(),
        course=facts_of(found),
        answers={str(index): chosen for index, chosen in enumerate(json.answers)},
        score=result.score,
        at=now(),
    )
    results = [QuestionResult(is_right=ok, feedback=q.feedback) for q, ok in zip(questions, result.right, strict=True)]
    out = AttemptOut(
        id=made.id, score=made.score, has_passed=made.has_passed, questions=results, completion=_completion_out(done)
    )
    return out, 201


def facts_of(found: Course) -> CourseFacts:
    """Return what the training rules need of a course."""
    return CourseFacts(
        id=found.entry.id,
        version=found.version,
        lesson_ids=tuple(lesson.id for lesson in found.lessons),
        has_quiz=found.quiz is not None,
        pass_mark=found.pass_mark,
        valid_days=found.valid_days,
    )


def _course(course_id: str) -> Course:
    return read_course(parts().search.catalogue(), course_id)


def _course_out(found: Course, progress: Progress) -> CourseOut:
    return CourseOut(
        page=page_out(found.entry),
        version=found.version,
        pass_mark=found.pass_mark,
        valid_days=found.valid_days,
        minutes=found.minutes,
        lessons=[LessonOut(page=page_out(entry), is_read=entry.id in progress.lessons_read) for entry in found.lessons],
        has_quiz=found.quiz is not None,
        best_score=progress.best_score,
        completion=_completion_out(progress.completion),
    )


def _completion_out(done: Completion | None) -> CompletionOut | None:
    return CompletionOut.model_validate(done, from_attributes=True) if done else None
