"""What people learn in the tests of training: courses, days, and short ways to read, answer and assign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.days import Now, now_in
from lms.people.access import Actor
from lms.training.applying import apply_rule
from lms.training.attempts import begin_attempt, completion_after, own_attempt, submit_attempt
from lms.training.courses import CourseFacts, Practical
from lms.training.matrix import Cell, read_cell
from lms.training.models import AssignmentRule, QuizAttempt, TrainingEvent
from lms.training.practicals import record_practical, show_practical
from lms.training.progress import record_lesson_read
from lms.training.rules import Order, create_rule
from support.factories import MONDAY, Player

DAY = timedelta(days=1)
TODAY = MONDAY.date()
UTC_ZONE = ZoneInfo("UTC")
PLAIN = CourseFacts(
    id="c", title="A course", kind="course", version=1, lesson_ids=("one", "two"), has_quiz=False, pass_mark=80
)
QUIZ = replace(PLAIN, has_quiz=True, valid_days=365, renew_days=30)
CERTIFICATION = replace(QUIZ, kind="certification", practical=Practical("rubric", times=2))


def on(days: float = 0, *, zone: ZoneInfo = UTC_ZONE, at: datetime = MONDAY) -> Now:
    """Return Monday morning, or so many days later."""
    return now_in(zone, at + timedelta(days=days))


def in_days(days: int) -> date:
    """Return the day so many days after Monday."""
    return TODAY + days * DAY


def read(
    session: Session, actor: Actor, course: CourseFacts, lesson: str, now: Now | None = None
) -> TrainingEvent | None:
    """Read a lesson."""
    return record_lesson_read(session, actor=actor, course=course, lesson_id=lesson, now=now or on())


def read_all(session: Session, actor: Actor, course: CourseFacts, now: Now | None = None) -> TrainingEvent | None:
    """Read every lesson; returns the completion if the last one completed the course."""
    return [read(session, actor, course, lesson, now) for lesson in course.lesson_ids][-1]


def take_quiz(
    session: Session, actor: Actor, course: CourseFacts, score: int, now: Now | None = None
) -> tuple[QuizAttempt, TrainingEvent | None]:
    """Begin an attempt and hand it in with this score."""
    moment = now or on()
    begun, _ = begin_attempt(session, actor=actor, course=course, digest="p", paper={}, now=moment)
    attempt, _ = own_attempt(session, actor=actor, attempt_id=begun.id, to_change=True)
    if attempt.submitted_at:
        return attempt, completion_after(session, attempt=attempt)
    made, _ = submit_attempt(session, actor=actor, course=course, attempt=attempt, answers=[], score=score, now=moment)
    return attempt, made


def show(session: Session, who: Player, course: CourseFacts, name: str, days: float = 0) -> None:
    """Show a practical so many days after Monday."""
    show_practical(session, actor=who.actor, course=course, reference=name, now=on(days))


def decide(
    session: Session, who: Player, course: CourseFacts, name: str, days: float = 0, *, passes: bool | None = True
) -> TrainingEvent | None:
    """Say how a practical went so many days after Monday; returns the completion that it led to."""
    return record_practical(
        session,
        person_id=who.id,
        course_id=course.id,
        course=course,
        reference=name,
        has_passed=passes,
        by_id=who.id,
        now=on(days),
    )


def pass_practical(
    session: Session, who: Player, course: CourseFacts, name: str, days: float = 0
) -> TrainingEvent | None:
    """Show a practical so many days after Monday, which passes at once."""
    show(session, who, course, name, days)
    return decide(session, who, course, name, days)


def complete(session: Session, actor: Actor, course: CourseFacts, now: Now | None = None) -> TrainingEvent | None:
    """Do all that a course asks."""
    done = read_all(session, actor, course, now)
    return take_quiz(session, actor, course, 100, now)[1] if course.has_quiz else done


def give(
    session: Session,
    who: Player,
    people: Iterable[UUID] = (),
    *,
    course_id: str = "c",
    due_on: date | None = None,
    due_days: int | None = None,
    now: Now | None = None,
    **criteria: Any,
) -> AssignmentRule:
    """Assign a course (due in ten days unless a day is given) and apply the rule."""
    moment = now or on()
    if due_on is None and due_days is None:
        due_days = 10
    order = Order(courses=((course_id, due_days),), person_ids=tuple(people), due_on=due_on, **criteria)
    rule = create_rule(session, actor=who.actor, order=order, now=moment)
    reapply(session, rule, moment)
    return rule


def reapply(session: Session, rule: AssignmentRule, now: Now) -> int:
    """Apply a rule again; returns how many people it touched."""
    return sum(apply_rule(session, rule=rule, now=now))


def cell(session: Session, player: Player, days: int = 0, course_id: str = "c") -> Cell | None:
    """Return how somebody stands so many days after Monday."""
    return read_cell(session, person_id=player.id, course_id=course_id, day=in_days(days))


def state(session: Session, player: Player, days: int = 0, course_id: str = "c") -> str:
    """Return the state of somebody so many days after Monday; `-` for none."""
    found = cell(session, player, days, course_id)
    return found.state.label if found else "-"
