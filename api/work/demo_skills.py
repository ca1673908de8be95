"""The demo's skills: jobs with their targets, ratings, offers to help, a mentor, and questions between two people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.coaching.pairs import make_pair
from lms.days import now_in
from lms.people.access import Actor
from lms.people.directory import get_person
from lms.questions.asking import Subject, ask, write
from lms.skills.offers import set_offers
from lms.skills.ratings import rate

ZONE = ZoneInfo("UTC")
REP, SELLER, SENIOR, MANAGER = (
    "job-sales-development-representative",
    "job-account-executive",
    "job-senior-account-executive",
    "job-sales-manager",
)
# Of a team's six sellers these are seniors.
SENIORS = ("Piotr Zieliński", "Joris de Wit", "Giulia Riva", "Olga Petrova")
RATED = (("discovery", 3, "Lets silences stand"), ("objection-handling", 2, "Answers before the question is out"))
QUESTION = "They ask whether we have a customer with frozen goods and more than thirty doors. Do we?"
ANSWER = "Two: Velden Fresh and Porto Frio. I will ask Porto Frio whether they take a call this week."


def job_of(name: str, *, is_sdr: bool) -> str:
    """Return the job of a seller."""
    return REP if is_sdr else SENIOR if name in SENIORS else SELLER


def load_skills(
    session: Session, *, coaches: Sequence[Actor], sellers: Sequence[Actor], pages: Collection[str], at: datetime
) -> None:
    """Let coaches and sellers have said something of skills, one mentor another, and some have asked something."""
    half = len(sellers) // len(coaches)
    for number, seller in enumerate(sellers):
        coach, now = coaches[number // half], now_in(ZONE, at - timedelta(days=20 + number))
        for skill, level, note in RATED[: 1 + number % 2]:
            own = min(4, level + number % 2)
            rate(session, actor=coach, person_id=seller.id, skill=skill, level=level, note=note, now=now)
            rate(session, actor=seller, person_id=seller.id, skill=skill, level=own, note=None, now=now)
    senior, newest = sellers[1], sellers[9]
    set_offers(session, person_id=senior.id, skills=["discovery", "negotiation"], now=now_in(ZONE, at))
    since = now_in(ZONE, at - timedelta(weeks=6))
    make_pair(session, actor=coaches[0], mentee_id=newest.id, mentor_id=senior.id, now=since)
    _ask(session, asker=sellers[0], coach=coaches[0], pages=pages, at=at - timedelta(days=3))
    _ask(session, asker=sellers[2], coach=coaches[0], pages=pages, at=at - timedelta(hours=4), is_answered=False)


def _ask(
    session: Session, *, asker: Actor, coach: Actor, pages: Collection[str], at: datetime, is_answered: bool = True
) -> None:
    about = Subject("page", "case-study-petersholm") if "case-study-petersholm" in pages else None
    asked = get_person(session, person_id=coach.id)
    made = ask(session, actor=asker, asked=asked, text=QUESTION, about=about, is_named=True, at=at)
    if is_answered:
        write(session, actor=coach, question_id=made.id, text=ANSWER, at=at + timedelta(hours=3))
