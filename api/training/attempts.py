"""Quiz attempts of a rep: begun, kept, handed in once; the right answers never leave the server before."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, BeforeValidator, Field, StrictFloat, StrictStr
from pydantic.types import StringConstraints

from api.training.courses import CompletionOut, course_of, labels_of
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import created
from api.web.shapes import Strict, as_number
from api.web.writes import writes
from api.work.training.courses import facts_of
from content.course import NoSuchPageError, read_quiz_of
from content.quiz.drawing import Drawn, draw, shown
from content.quiz.grading import Grade, grade
from content.quiz.paper import digest_of, paper_of, quiz_of
from content.quiz.skills import results_by_skill
from lms.errors import Conflict, NotFound
from lms.training.attempts import begin_attempt, completion_after, own_attempt, save_answers, submit_attempt
from lms.training.courses import CourseFacts
from lms.training.models import QuizAttempt, TrainingEvent
from lms.training.progress import read_progress

blueprint = Blueprint("attempts", __name__, url_prefix=f"{PREFIX}/training")
Position = Annotated[int, Field(ge=0, le=1000), BeforeValidator(as_number)]
AnswerText = Annotated[StrictStr, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]
Positions = Annotated[list[Position], Field(max_length=200)]
MOST = 10**15
WholeNumber = Annotated[int, Field(ge=-MOST, le=MOST), BeforeValidator(as_number)]
Amount = Annotated[StrictFloat, Field(ge=-MOST, le=MOST, allow_inf_nan=False)]
AnswerIn = Positions | AnswerText | WholeNumber | Amount | None


class AnswersIn(Strict):
    """One answer for each question in its order; null where there is none yet.

    Positions (from 0) of what was chosen; for `ordering` the positions of the options in the order they belong in;
    for `matching` the position of the match of each option; a text; a number.
    """

    answers: Annotated[list[AnswerIn], Field(max_length=500)]


class QuestionOut(BaseModel):
    """One question, without its answer; `choices` says how many options are right."""

    kind: Literal["single", "multiple", "ordering", "matching", "text", "number"]
    text: str
    options: list[str]
    matches: list[str]
    choices: int | None


class QuestionResult(BaseModel):
    """Whether a question was answered right, and what its author says to that answer."""

    is_right: bool
    feedback: list[str]


class ResultOut(BaseModel):
    """What came of an attempt, in per cent; `completion` is there when it completed the course.

    `attempts_left` is null where any number is allowed, after a pass, and for a course that left the library.
    """

    score: int
    has_passed: bool
    attempts_left: int | None
    questions: list[QuestionResult]
    completion: CompletionOut | None


class AttemptOut(BaseModel):
    """An attempt: its questions, what was answered so far, and the result once it is handed in."""

    id: UUID
    course_id: str
    course_version: int
    pass_mark: int
    begun_at: datetime
    submitted_at: datetime | None
    questions: list[QuestionOut]
    answers: list[list[int] | str | float | None]
    result: ResultOut | None


@blueprint.post("/courses/<course_id>/attempts")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=AttemptOut, HTTP_201=AttemptOut), tags=["training"])
def begin(course_id: str) -> Answer:
    """Begin an attempt at a course's quiz, or go on with the one that is open."""
    found = course_of(course_id)
    quiz = read_quiz_of(parts().search.catalogue(), found)
    if quiz is None or not quiz.questions:
        raise NotFound("this course has no quiz")
    paper = paper_of(quiz)
    attempt, is_new = begin_attempt(
        session(), actor=actor(), course=facts_of(found), digest=digest_of(paper), paper=paper, now=clock()
    )
    _, kept = own_attempt(session(), actor=actor(), attempt_id=attempt.id)
    out = _out(attempt, _drawn(attempt, kept))
    return created(out, f"{PREFIX}/training/attempts/{attempt.id}") if is_new else (out, 200)


@blueprint.get("/attempts/<uuid:attempt_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=AttemptOut), tags=["training"])
def attempt(attempt_id: UUID) -> Answer:
    """Return one of the asker's attempts."""
    found, paper = own_attempt(session(), actor=actor(), attempt_id=attempt_id)
    return _handed_in(found, _drawn(found, paper)) if found.submitted_at else _out(found, _drawn(found, paper))


@blueprint.put("/attempts/<uuid:attempt_id>/answers")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=AttemptOut), tags=["training"])
def keep(attempt_id: UUID, json: AnswersIn) -> Answer:
    """Keep the answers given so far, so that a lost connection or another device loses nothing."""
    found, paper = own_attempt(session(), actor=actor(), attempt_id=attempt_id, to_change=True)
    drawn = _drawn(found, paper)
    _check_number(json, drawn)
    save_answers(session(), attempt=found, answers=json.answers)
    return _out(found, drawn)


@blueprint.post("/attempts/<uuid:attempt_id>/submit")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=AttemptOut), tags=["training"])
def submit(attempt_id: UUID, json: AnswersIn) -> Answer:
    """Hand in an attempt; it is graded here, once: whoever sends it again gets the same result."""
    found, paper = own_attempt(session(), actor=actor(), attempt_id=attempt_id, to_change=True)
    drawn = _drawn(found, paper)
    _check_number(json, drawn)
    if found.submitted_at:
        return _handed_in(found, drawn)
    graded, course = grade(drawn, json.answers), _course_of(found)
    done, left = submit_attempt(
        session(),
        actor=actor(),
        course=course,
        attempt=found,
        answers=json.answers,
        score=graded.score,
        now=clock(),
        skill_results=results_by_skill(drawn, graded, labels_of("skills")),
    )
    return _out(found, drawn, _result(found, graded, done, left))


def _handed_in(found: QuizAttempt, drawn: tuple[Drawn, ...]) -> AttemptOut:
    """Return an attempt that was handed in before, with its result."""
    done = completion_after(session(), attempt=found)
    left = None if found.has_passed else _attempts_left(_course_of(found))
    return _out(found, drawn, _result(found, grade(drawn, found.answers or []), done, left))


def _course_of(found: QuizAttempt) -> CourseFacts | None:
    """Return the course of an attempt; None when it left the library."""
    try:
        return facts_of(course_of(found.course_id))
    except NoSuchPageError:
        return None


def _drawn(attempt: QuizAttempt, paper: dict[str, Any]) -> tuple[Drawn, ...]:
    """Return the questions of an attempt: its seed and its paper always give the same."""
    return draw(quiz_of(paper), attempt.seed)


def _check_number(json: AnswersIn, drawn: tuple[Drawn, ...]) -> None:
    if len(json.answers) != len(drawn):
        raise Conflict(f"this attempt has {len(drawn)} questions, not {len(json.answers)}; read it again")


def _out(attempt: QuizAttempt, drawn: tuple[Drawn, ...], result: ResultOut | None = None) -> AttemptOut:
    return AttemptOut(
        id=attempt.id,
        course_id=attempt.course_id,
        course_version=attempt.course_version,
        pass_mark=attempt.pass_mark,
        begun_at=attempt.begun_at,
        submitted_at=attempt.submitted_at,
        questions=[QuestionOut.model_validate(shown(one), from_attributes=True) for one in drawn],
        answers=attempt.answers or [None] * len(drawn),
        result=result,
    )


def _result(attempt: QuizAttempt, graded: Grade, done: TrainingEvent | None, left: int | None) -> ResultOut:
    return ResultOut(
        score=attempt.score or 0,
        has_passed=bool(attempt.has_passed),
        attempts_left=None if attempt.has_passed else left,
        questions=[QuestionResult(is_right=one.is_right, feedback=list(one.feedback)) for one in graded.questions],
        completion=CompletionOut.of(done) if done else None,
    )


def _attempts_left(course: CourseFacts | None) -> int | None:
    """Return how many attempts are left; None for any number, and for a course that left the library."""
    if course is None or course.attempts is None:
        return None
    return read_progress(session(), person_id=actor().id, course=course, day=clock().day).attempts_left
