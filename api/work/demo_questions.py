"""Questions of the demo company: asked, answered, offered as pages; what sellers say of pages, and of courses."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.search import key_of
from lms.days import now_in
from lms.demand.asked import SaidNeed, ask_for_words, ask_of_page
from lms.demand.grouping import Grouping
from lms.people.access import Actor
from lms.people.directory import get_person
from lms.people.models import Person
from lms.questions.asking import Subject, ask, close, note_offer, write
from lms.questions.feedback import give_feedback
from lms.questions.models import RepQuestion
from lms.questions.ratings import Answered, rate_course
from lms.training.models import TrainingEvent


@dataclass(frozen=True)
class _Asked:
    """A question of one of a team's sellers, so many days ago; the words of a page that its answer was offered as."""

    days: float
    text: str
    answer: str | None = None
    page: str | None = None
    is_closed: bool = False
    words: str | None = None


# What the first and the second seller of a team ask; the first need is met by the page that closed a gap.
QUESTIONS = (
    _Asked(
        32,
        "Their finance director wants to see what a year without slots costs them. Do we have a calculator I can send?",
        "Not yet. Take the numbers of the business case deck, and ask for their demurrage bills of last winter.",
        words="roi calculator",
        is_closed=True,
    ),
    _Asked(
        12,
        "How do I answer when they say that their carriers won't log into yet another portal?",
        "Carriers don't need an account: they book from the link in the mail. Show it, that takes a minute.",
        page="too-expensive",
        words="carriers without an account",
    ),
    _Asked(6, "May I promise a pilot in two terminals at once, or is one the rule?"),
    _Asked(
        3,
        "The customer compares us with their own spreadsheet. What do I ask first?",
        "Ask who keeps it, and what happened in the week when that person was ill.",
    ),
    _Asked(0.3, "Which of the two decks is for a customs broker?"),
)
# Why pages failed sellers, and whether that says what is missing.
REASONS = (
    ("There is no price for a second terminal.", True),
    ("Too long to read before a call.", False),
    ("The customer asked for numbers of a port of their size; there are none.", True),
    ("The slot example is from 2021.", False),
    ("I need it in Polish.", True),
)
PAGES_SAID_OF = 8
SEED = 11


def load_questions(
    session: Session,
    *,
    teams: Collection[tuple[Person, Sequence[Person]]],
    page_ids: Sequence[str],
    at: datetime,
    zone: ZoneInfo,
) -> None:
    """Let the sellers of each manager ask, and say what they think; queries get their numbers before any is counted."""
    dice = random.Random(SEED)  # noqa: S311 - invented history, nothing secret
    grouping = Grouping(session, key_of=key_of, is_word=lambda _: False)
    for manager, people in teams:
        for number, question in enumerate(QUESTIONS):
            _ask(session, question, Actor.of(people[number % 2]), manager, grouping, at, zone)
    people = [person for _, own in teams for person in own]
    for number, page_id in enumerate(page_ids[:PAGES_SAID_OF]):
        _say(session, dice, page_id, people[number % 3 :: 2], (0.9, 0.6, 0.4)[number % 3], at, zone)
    _rate(session, dice, at, zone)


def _ask(
    session: Session,
    question: _Asked,
    asker: Actor,
    manager: Person,
    grouping: Grouping,
    at: datetime,
    zone: ZoneInfo,
) -> None:
    moment, coach = at - timedelta(days=question.days), Actor.of(manager)
    about = Subject("page", question.page) if question.page else None
    made = ask(session, actor=asker, asked=manager, text=question.text, about=about, is_named=False, at=moment)
    if question.answer is None:
        return
    moment += timedelta(hours=4)
    write(session, actor=coach, question_id=made.id, text=question.answer, at=moment)
    if question.words is not None:
        _offer(session, made, question.words, question.answer, grouping, moment, zone)
    if question.is_closed:
        close(session, actor=asker, question_id=made.id, at=moment + timedelta(hours=1))


def _offer(
    session: Session,
    question: RepQuestion,
    words: str,
    text: str,
    grouping: Grouping,
    at: datetime,
    zone: ZoneInfo,
) -> None:
    said = SaidNeed("question", text, question.asker_id, False, question.asked_id)
    now = now_in(zone, at)
    need = ask_for_words(session, said=said, normal=words, language="en", grouping=grouping, now=now)
    note_offer(session, question=question, need_id=need.id, at=at)


def _say(
    session: Session,
    dice: random.Random,
    page_id: str,
    people: Sequence[Person],
    works: float,
    at: datetime,
    zone: ZoneInfo,
) -> None:
    for person in people:
        actor, now = Actor.of(person), now_in(zone, at - timedelta(days=dice.uniform(1, 60)))
        if dice.random() < works:
            give_feedback(session, actor=actor, page_id=page_id, has_worked=True, because=None, now=now)
            continue
        reason, is_missing = dice.choice(REASONS)
        made = give_feedback(session, actor=actor, page_id=page_id, has_worked=False, because=reason, now=now)
        if is_missing:
            said = SaidNeed("feedback", reason, actor.id)
            made.need_id = ask_of_page(session, said=said, page_id=page_id, now=now).id


def _rate(session: Session, dice: random.Random, at: datetime, zone: ZoneInfo) -> None:
    """Three of four who completed a course say what they think; those of the last month who didn't are asked still."""
    done = select(TrainingEvent).where(TrainingEvent.kind == "completed").order_by(TrainingEvent.id)
    for event in session.scalars(done).all():
        if dice.random() < 0.25:
            continue
        before = dice.choice((1, 2, 2, 3, 3, 4))
        answered = Answered(dice.choice((3, 4, 4, 5, 5)), before, min(5, before + dice.choice((0, 1, 1, 2))))
        rate_course(
            session,
            actor=Actor.of(get_person(session, person_id=event.person_id)),
            completion_id=event.id,
            course_id=event.course_id,
            version=event.course_version,
            answered=answered,
            now=now_in(zone, min(at, event.at + timedelta(minutes=5))),
        )
