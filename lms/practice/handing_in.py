"""Handing in a practice: its assessment is opened for graders, and training told what was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict
from lms.people.access import Actor
from lms.people.directory import get_person
from lms.practice.graders import GRADER, first_graders
from lms.practice.models import Practice
from lms.practice.reading import own_practice
from lms.scoring.assessments import Deed, Manner, Paper, add_scorer, make_assessment
from lms.training.courses import CourseFacts
from lms.training.practicals import show_practical


@dataclass(frozen=True)
class HandInTerms:
    """On what terms a practice is handed in: who grades for its course, where it is seen, how long it is kept.

    `address` is where a recording of ours is played; `keep_days` of 0 keep it for good.
    """

    emails: Sequence[str]
    address: str
    keep_days: int


def hand_in(
    session: Session,
    *,
    actor: Actor,
    practice_id: UUID,
    paper: Paper,
    course: CourseFacts | None,
    terms: HandInTerms,
    now: Now,
) -> Practice:
    """Hand in one of the actor's own, once; raises Conflict while its recording isn't whole, or nobody can grade it."""
    practice = own_practice(session, actor=actor, practice_id=practice_id, to_change=True)
    if practice.handed_in_at is not None:
        return practice
    if practice.link is None and practice.media_key is None:
        left = (practice.total_bytes or 0) - practice.kept_bytes
        raise Conflict(f"its recording isn't whole yet: {left:,} bytes are still to come")
    if course is not None and not paper.content.get("passes"):
        raise Conflict("the rubric doesn't say what passes, so the course can't count it; ask its author")
    rep = get_person(session, person_id=actor.id)
    manager, graders = first_graders(session, rep=rep, emails=terms.emails, now=now)
    if not graders:
        raise Conflict("nobody manages your team, so nobody could grade it; ask an admin")
    done = Deed(
        subject="practice",
        title=practice.title,
        took_place_on=now.day,
        recording=practice.link or terms.address,
        transcript=practice.transcript,
    )
    assessment = make_assessment(
        session,
        rep_id=actor.id,
        opened_by_id=(manager or graders[0]).id,
        paper=paper,
        done=done,
        manner=Manner(is_blind=True),
        now=now,
    )
    for grader in graders:
        add_scorer(session, assessment=assessment, person_id=grader.id, role=GRADER, by_id=actor.id, now=now)
    practice.assessment_id = assessment.id
    practice.handed_in_at, practice.handed_in_on = now.at, now.day
    practice.delete_on = now.day + timedelta(days=terms.keep_days) if terms.keep_days and practice.media_key else None
    session.flush()
    if course is not None:
        show_practical(session, actor=actor, course=course, reference=practice.id.hex, now=now)
    return practice
