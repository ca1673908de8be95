"""Practice in tests: begun, received and handed in by the cast in a line each, and graded by a small rubric."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.people.models import Person
from lms.practice.beginning import PracticeWanted, Recording, Room, begin_practice
from lms.practice.deciding import settle
from lms.practice.graders import name_grader
from lms.practice.handing_in import HandInTerms, hand_in
from lms.practice.models import Practice
from lms.practice.receiving import receive_part
from lms.scoring.cards import CardGiven
from lms.scoring.models import Assessment, Scorecard
from lms.training.courses import CourseFacts
from support.factories import Player
from support.learning import on
from support.scoring import CALLS, given, publish

LINK = "https://videos.example/pitch"
ROOM = Room(of_one=10_000_000, of_all=20_000_000)
WANTED = PracticeWanted("Pitch to Frostvale", "pitch", CALLS.rubric_id)
# Of three levels and a yes: what passes with three of four points, and what doesn't.
GOOD, BAD = given(3), given(1)

NODE = "one:8000"


def begun(
    session: Session,
    rep: Player,
    *,
    size: int | None = None,
    course: CourseFacts | None = None,
    room: Room = ROOM,
    wanted: PracticeWanted = WANTED,
    days: float = 0,
) -> Practice:
    """Let a rep begin a practice that stands elsewhere, or a recording of so many bytes."""
    source = LINK if size is None else Recording("video/webm", size, 60)
    return begin_practice(
        session, actor=rep.actor, wanted=wanted, course=course, source=source, room=room, now=on(days)
    )


def received(session: Session, rep: Player, practice: Practice, offset: int, size: int) -> Practice:
    """Let a part of a recording come, which nobody keeps."""
    return receive_part(
        session, actor=rep.actor, practice_id=practice.id, offset=offset, size=size, node=NODE, write=lambda _: None
    )


def handed_in(
    session: Session,
    rep: Player,
    practice: Practice | None = None,
    *,
    course: CourseFacts | None = None,
    emails: Sequence[str] = (),
    days: float = 0,
    keep_days: int = 0,
    paper: Any = CALLS,
) -> Practice:
    """Let a rep hand in a practice; one that stands elsewhere, unless it is given."""
    practice = practice or begun(session, rep, course=course, days=days)
    terms = HandInTerms(emails, "/somewhere", keep_days)
    return hand_in(
        session, actor=rep.actor, practice_id=practice.id, paper=paper, course=course, terms=terms, now=on(days)
    )


def named(session: Session, manager: Player, practice: Practice, who: Player, days: float = 0) -> None:
    """Let a manager name a grader."""
    person = session.get(Person, who.id)
    name_grader(session, actor=manager.actor, practice_id=practice.id, person=person, now=on(days))


def graded(
    session: Session,
    grader: Player,
    practice: Practice,
    answers: CardGiven = GOOD,
    *,
    course: CourseFacts | None = None,
    days: int = 0,
) -> Scorecard:
    """Let a grader publish, which decides the practice where it can be decided."""
    assessment = session.get_one(Assessment, practice.assessment_id)
    card = publish(session, grader, assessment, answers, days=days)
    decided(session, grader, assessment.id, course=course, days=days)
    return card


def decided(
    session: Session, who: Player, assessment_id: UUID | None, *, course: CourseFacts | None = None, days: float = 0
) -> Practice | None:
    """Decide what can be decided."""
    assert assessment_id
    course_of: Callable[[str], CourseFacts | None] = lambda _: course  # noqa: E731 - of one line
    return settle(session, assessment_id=assessment_id, actor=who.actor, course_of=course_of, now=on(days))
