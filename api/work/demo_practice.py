"""The demo's practice: pitches and demonstrations that were handed in and graded, and some that still wait."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.work.demo_coaching import SKILLS, ZONE
from api.work.demo_scores import publish_around, read_papers
from content.catalogue import Catalogue
from lms.days import now_in
from lms.people.access import Actor
from lms.people.directory import get_person
from lms.practice.beginning import PracticeWanted, Room, begin_practice
from lms.practice.deciding import ask_again, settle
from lms.practice.graders import name_grader
from lms.practice.handing_in import HandInTerms, hand_in
from lms.practice.models import Practice
from lms.practice.transcribing import attach_transcript
from lms.scoring.rubric import rubric_of

NO_ROOM = Room(0, 0)
PLACE = "https://recordings.example/practice"
LINES: list[dict[str, Any]] = [
    {"at": 12.0, "until": 17.5, "who": "Rep", "text": "Eighty-five lorries a day, and 96 minutes each. Still right?"},
    {"at": 18.0, "until": 21.0, "who": "Buyer", "text": "It is a bit more since the autumn."},
    {"at": 22.5, "until": 31.0, "who": "Rep", "text": "Then let us look at your ramp 7, with last Tuesday in it."},
    {"at": 341.0, "until": 347.0, "who": "Buyer", "text": "Does it read our temperature loggers?"},
    {"at": 347.5, "until": 353.0, "who": "Rep", "text": "Not today. What would you use it for?"},
]
# What was practised, how many days ago, around which level each grader scored it, and whether it is wanted again.
HANDED_IN = (
    ("Demonstration for Frostvale", "demo", 34, (3.2, 3.0), False),
    ("Pitch to Velden Fresh", "pitch", 20, (2.0, 2.1), True),
    ("Demonstration with a difficult finance director", "demo", 9, (3.1, 2.0), False),
    ("Role-play: the second call", "role-play", 4, (3.0,), False),
    ("Pitch in two minutes", "pitch", 1, (), False),
)


def load_practice(
    session: Session, *, catalogue: Catalogue, manager: Actor, peer: Actor, reps: Sequence[Actor], at: datetime
) -> None:
    """Let reps of a manager have handed in what they practised; the manager and a peer of the reps grade it."""
    dice = random.Random("practice")  # noqa: S311 - invented history, nothing secret
    papers = read_papers(catalogue)
    for rep, (title, subject, days, levels, is_wanted) in zip(reps, HANDED_IN, strict=False):
        paper, when = papers.get(SKILLS[subject == "demo"]), at - timedelta(days=days)
        if paper is None:
            continue
        now = now_in(ZONE, when)
        wanted = PracticeWanted(title, subject, paper.rubric_id)
        source = f"{PLACE}/{title.lower().replace(' ', '-').replace(':', '')}"
        practice = begin_practice(session, actor=rep, wanted=wanted, course=None, source=source, room=NO_ROOM, now=now)
        attach_transcript(session, actor=rep, practice_id=practice.id, lines=LINES)
        terms = HandInTerms((), source, 0)
        hand_in(session, actor=rep, practice_id=practice.id, paper=paper, course=None, terms=terms, now=now)
        if not levels:
            continue
        person = get_person(session, person_id=peer.id)
        name_grader(session, actor=manager, practice_id=practice.id, person=person, now=now)
        for number, (grader, level) in enumerate(zip((manager, peer), levels, strict=False), start=1):
            moment = now_in(ZONE, when + timedelta(hours=7 * number))
            rubric = rubric_of(paper.content)
            spread = [level] * len(rubric.criteria)
            publish_around(session, dice, grader, rep, practice.assessment_id, rubric, spread, moment)
            _settle(session, practice, grader, moment)
        if is_wanted:
            _want_again(session, practice, peer, now_in(ZONE, when + timedelta(days=1)))


def _settle(session: Session, practice: Practice, grader: Actor, now: Any) -> None:
    if practice.assessment_id:
        settle(session, assessment_id=practice.assessment_id, actor=grader, course_of=lambda _: None, now=now)


def _want_again(session: Session, practice: Practice, grader: Actor, now: Any) -> None:
    reason = "You answered before the buyer had finished, twice. Once more, and count to three."
    ask_again(session, actor=grader, practice_id=practice.id, reason=reason, course_of=lambda _: None, now=now)
