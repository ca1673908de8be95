"""Goes at a quiz: begun, kept while the answers come, handed in once."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, visible_people
from lms.people.directory import take_turn
from lms.training.courses import CourseFacts
from lms.training.events import append_event
from lms.training.models import QuizAttempt, QuizPaper, TrainingEvent
from lms.training.progress import SITE, CourseProgress, begin_course, complete_if_done


def begin_attempt(
    session: Session, *, actor: Actor, course: CourseFacts, digest: str, paper: dict[str, Any], now: Now
) -> tuple[QuizAttempt, bool]:
    """Return the actor's attempt that is still open, or a new one on this paper; the second value tells that it is new.

    Raises Conflict while lessons are unread, prerequisites missing, or when no attempt is left. An open attempt at an
    older version is given up.
    """
    take_turn(session, person_id=actor.id)
    progress = begin_course(session, actor=actor, course=course, now=now)
    found = open_attempt(session, person_id=actor.id, course_id=course.id)
    if found is not None and found.course_version == course.version:
        return found, False
    _check_may_begin(course, progress)
    if found is not None:
        found.abandoned_at = now.at
        session.flush()
    if session.get(QuizPaper, digest) is None:
        row = {"digest": digest, "content": paper}  # which somebody else may be keeping at the same moment
        session.execute(insert_into(session, QuizPaper).values(row).on_conflict_do_nothing())
    attempt = QuizAttempt(
        person_id=actor.id,
        course_id=course.id,
        course_version=course.version,
        paper_digest=digest,
        seed=secrets.token_hex(16),
        pass_mark=course.pass_mark,
        begun_at=now.at,
    )
    session.add(attempt)
    session.flush()
    return attempt, True


def open_attempt(session: Session, *, person_id: UUID, course_id: str) -> QuizAttempt | None:
    """Return the attempt that a person began and didn't hand in, if there is one."""
    own = (QuizAttempt.person_id == person_id, QuizAttempt.course_id == course_id)
    is_open = (QuizAttempt.submitted_at.is_(None), QuizAttempt.abandoned_at.is_(None))
    return session.scalar(select(QuizAttempt).where(*own, *is_open))


def own_attempt(
    session: Session, *, actor: Actor, attempt_id: UUID, to_change: bool = False
) -> tuple[QuizAttempt, dict[str, Any]]:
    """Return one of the actor's attempts and its paper; raises NotFound for anybody else's.

    `to_change` takes the actor's turn first, so that it stands as it is until the transaction ends.
    """
    if to_change:
        take_turn(session, person_id=actor.id)
    query = (
        select(QuizAttempt, QuizPaper)
        .join(QuizPaper, QuizPaper.digest == QuizAttempt.paper_digest)
        .where(QuizAttempt.id == attempt_id, QuizAttempt.person_id == actor.id, QuizAttempt.abandoned_at.is_(None))
        .execution_options(populate_existing=True)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound("no such attempt")
    return found[0], found[1].content


def visible_attempt(session: Session, *, actor: Actor, person_id: UUID, attempt_id: UUID) -> QuizAttempt:
    """Return an attempt that a person handed in and whose records the actor may see; raises NotFound for any other."""
    is_it = (QuizAttempt.id == attempt_id, QuizAttempt.person_id == person_id, QuizAttempt.submitted_at.is_not(None))
    attempt = session.scalar(select(QuizAttempt).where(*is_it, QuizAttempt.person_id.in_(visible_people(actor))))
    if attempt is None:
        raise NotFound("no such attempt")
    return attempt


def save_answers(session: Session, *, attempt: QuizAttempt, answers: list[Any]) -> None:
    """Keep answers of an open attempt, held to be changed; raises Conflict once it is handed in."""
    if attempt.submitted_at is not None:
        raise Conflict("this attempt was handed in already; its answers stay as they are")
    attempt.answers = answers
    session.flush()


def submit_attempt(
    session: Session,
    *,
    actor: Actor,
    course: CourseFacts | None,
    attempt: QuizAttempt,
    answers: list[Any],
    score: int,
    now: Now,
    skill_results: dict[str, list[int]] | None = None,
) -> tuple[TrainingEvent | None, int | None]:
    """Record a graded attempt (score in per cent), held to be changed and not handed in yet.

    Returns the completion, where the attempt led to one, and how many attempts are left to who has to pass (None: any
    number). A course that the library no longer has (None) completes nothing, but the score stays on record, and counts
    when the course comes back.
    """
    attempt.answers, attempt.score, attempt.has_passed = answers, score, score >= attempt.pass_mark
    attempt.submitted_at, attempt.submitted_on, attempt.skill_results = now.at, now.day, skill_results
    append_event(
        session,
        person_id=actor.id,
        course_id=attempt.course_id,
        course_version=attempt.course_version,
        kind="attempt",
        now=now,
        source=SITE,
        recorded_by_id=actor.id,
        attempt_id=attempt.id,
        score=score,
    )
    if course is None:
        return None, None
    made, progress = complete_if_done(session, actor=actor, course=course, now=now)
    return made, progress.attempts_left


def completion_after(session: Session, *, attempt: QuizAttempt) -> TrainingEvent | None:
    """Return the completion that was recorded in the moment an attempt was handed in."""
    return session.scalar(
        select(TrainingEvent)
        .where(TrainingEvent.person_id == attempt.person_id, TrainingEvent.course_id == attempt.course_id)
        .where(TrainingEvent.kind == "completed", TrainingEvent.at == attempt.submitted_at)
        .limit(1)
    )


def _check_may_begin(course: CourseFacts, progress: CourseProgress) -> None:
    unread = set(course.lesson_ids) - progress.lessons_read
    if unread and progress.asked.is_due:
        raise Conflict(f"read all lessons before the quiz; {len(unread)} left: {', '.join(sorted(unread))}")
    if progress.attempts_left is None:
        return
    if not progress.asked.is_due:
        opens = progress.completion.renewable_from if progress.completion else None
        again = f"; it can be renewed from {opens}" if opens else ""
        raise Conflict(f"this course is complete{again}, and its attempts are limited")
    if progress.attempts_left == 0:
        raise Conflict("no attempt is left; your manager can give you another")
