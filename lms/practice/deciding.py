"""Deciding: what becomes of a practice when its graders have published, and asking for it again."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.practice.graders import GRADER, graders_of, take_assessment
from lms.practice.models import Practice
from lms.practice.verdict import verdict_of
from lms.scoring.models import Assessment, Scorer
from lms.training.courses import CourseFacts
from lms.training.practicals import record_practical

CourseOf = Callable[[str], CourseFacts | None]
_DECIDED: dict[str, bool | None] = {"passed": True, "failed": False, "scored": None}


def settle(session: Session, *, assessment_id: UUID, actor: Actor, course_of: CourseOf, now: Now) -> Practice | None:
    """Decide a practice once its graders have, and again when one of them amended; None where there is none to decide.

    The caller has just changed its assessment, and has the assessment's turn. It is closed then, so that the rep and
    the graders see each card; one that was closed before counts for nothing. `course_of` returns a course by its id,
    None where the library has it no more.
    """
    practice = session.scalar(select(Practice).where(Practice.assessment_id == assessment_id))
    if practice is None or (practice.again_at is not None and practice.decided_at is None):
        return None
    assessment = session.get_one(Assessment, assessment_id)
    verdict = verdict_of(graders_of(session, assessment_ids=[assessment_id])[assessment_id])
    if verdict in _DECIDED:
        practice.has_passed = _DECIDED[verdict]
        practice.decided_at = practice.decided_at or now.at
        assessment.closed_at = assessment.closed_at or now.at
    elif assessment.closed_at is None or practice.decided_at is not None:
        return None
    session.flush()
    if verdict != "scored":
        _tell_training(session, practice, practice.has_passed, actor, course_of, now)
    return practice


def ask_again(
    session: Session, *, actor: Actor, practice_id: UUID, reason: str, course_of: CourseOf, now: Now
) -> Practice:
    """Ask for a practice again, as one of its graders, with a reason for the rep.

    Before it is decided that ends it: it counts for nothing, neither for nor against. Once it is decided, that stands.
    """
    practice = session.get(Practice, practice_id)
    scorer = session.get(Scorer, (practice.assessment_id, actor.id)) if practice and practice.assessment_id else None
    if practice is None or scorer is None or scorer.role != GRADER or scorer.declined_at is not None:
        raise NotFound("no such practice")
    assessment = take_assessment(session, practice)
    if practice.again_at is not None:
        raise Conflict("it was asked for again already")
    practice.again_at, practice.again_by_id, practice.again_reason = now.at, actor.id, reason
    assessment.closed_at = assessment.closed_at or now.at
    session.flush()
    if practice.decided_at is None:
        _tell_training(session, practice, None, actor, course_of, now)
    return practice


def _tell_training(
    session: Session, practice: Practice, has_passed: bool | None, actor: Actor, course_of: CourseOf, now: Now
) -> None:
    if practice.course_id is not None:
        record_practical(
            session,
            person_id=practice.person_id,
            course_id=practice.course_id,
            course=course_of(practice.course_id),
            reference=practice.id.hex,
            has_passed=has_passed,
            by_id=actor.id,
            now=now,
        )
