"""What a rep does in a course, and the moment that completes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.training.models import Completion, LessonRead, QuizAttempt


@dataclass(frozen=True)
class CourseFacts:
    """What the rules need to know of a course; the page itself stays in the library."""

    id: str
    version: int
    lesson_ids: tuple[str, ...]
    has_quiz: bool
    pass_mark: int
    valid_days: int | None


@dataclass(frozen=True)
class Progress:
    """How far a person is in one version of a course."""

    lessons_read: frozenset[str]
    best_score: int | None
    completion: Completion | None


def record_lesson_read(
    session: Session, *, actor: Actor, course: CourseFacts, lesson_id: str, at: datetime
) -> Completion | None:
    """Record that the actor read a lesson (once is enough); returns the completion if that completed the course."""
    if lesson_id not in course.lesson_ids:
        raise NotFound("no such lesson in this course")
    take_turn(session, person_id=actor.id)
    if session.get(LessonRead, (actor.id, course.id, course.version, lesson_id)) is None:
        read = LessonRead(person_id=actor.id, course_id=course.id, course_version=course.version, lesson_id=lesson_id)
        read.read_at = at
        session.add(read)
        session.flush()
    return _complete_if_done(session, actor=actor, course=course, at=at)


def record_attempt(
    session: Session, *, actor: Actor, course: CourseFacts, answers: dict[str, Any], score: int, at: datetime
) -> tuple[QuizAttempt, Completion | None]:
    """Record a graded attempt (score in per cent); raises Conflict while lessons are unread."""
    take_turn(session, person_id=actor.id)
    unread = set(course.lesson_ids) - read_progress(session, person_id=actor.id, course=course, at=at).lessons_read
    if unread:
        raise Conflict(f"read all lessons before the quiz; {len(unread)} left: {', '.join(sorted(unread))}")
    attempt = QuizAttempt(
        person_id=actor.id,
        course_id=course.id,
        course_version=course.version,
        answers=answers,
        score=score,
        has_passed=score >= course.pass_mark,
        submitted_at=at,
    )
    session.add(attempt)
    session.flush()
    return attempt, _complete_if_done(session, actor=actor, course=course, at=at)


def read_progress(session: Session, *, person_id: UUID, course: CourseFacts, at: datetime) -> Progress:
    """Return a person's progress in the course's current version."""
    own = (LessonRead.person_id == person_id, LessonRead.course_id == course.id)
    read = session.scalars(select(LessonRead.lesson_id).where(*own, LessonRead.course_version == course.version))
    scores = session.scalars(
        select(QuizAttempt.score).where(
            QuizAttempt.person_id == person_id,
            QuizAttempt.course_id == course.id,
            QuizAttempt.course_version == course.version,
        )
    )
    completion = _valid_completion(session, person_id=person_id, course=course, at=at)
    return Progress(frozenset(read), max(scores, default=None), completion)


def _complete_if_done(session: Session, *, actor: Actor, course: CourseFacts, at: datetime) -> Completion | None:
    """Add a completion when every lesson is read and the quiz passed, unless a valid one is there."""
    progress = read_progress(session, person_id=actor.id, course=course, at=at)
    if progress.completion is not None or set(course.lesson_ids) - progress.lessons_read:
        return None
    attempt = _passed_attempt_since_expiry(session, actor=actor, course=course) if course.has_quiz else None
    if course.has_quiz and attempt is None:
        return None
    completion = Completion(
        person_id=actor.id,
        course_id=course.id,
        course_version=course.version,
        attempt_id=attempt.id if attempt else None,
        score=attempt.score if attempt else None,
        completed_at=at,
        expires_at=at + timedelta(days=course.valid_days) if course.valid_days else None,
    )
    session.add(completion)
    session.flush()
    return completion


def _valid_completion(session: Session, *, person_id: UUID, course: CourseFacts, at: datetime) -> Completion | None:
    return session.scalar(
        select(Completion)
        .where(Completion.person_id == person_id, Completion.course_id == course.id)
        .where(Completion.course_version == course.version)
        .where(Completion.expires_at.is_(None) | (Completion.expires_at > at))
        .order_by(Completion.completed_at.desc())
        .limit(1)
    )


def _passed_attempt_since_expiry(session: Session, *, actor: Actor, course: CourseFacts) -> QuizAttempt | None:
    """Return the newest passed attempt handed in since the last completion expired: a spare one from before is old."""
    own = (Completion.person_id == actor.id, Completion.course_id == course.id)
    expired = session.scalar(
        select(func.max(Completion.expires_at)).where(*own, Completion.course_version == course.version)
    )
    since = QuizAttempt.submitted_at >= expired if expired else true()
    return session.scalar(
        select(QuizAttempt)
        .where(QuizAttempt.person_id == actor.id, QuizAttempt.course_id == course.id)
        .where(QuizAttempt.course_version == course.version, QuizAttempt.has_passed, since)
        .order_by(QuizAttempt.submitted_at.desc())
        .limit(1)
    )
