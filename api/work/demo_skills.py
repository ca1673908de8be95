"""The demo's skills: jobs with their targets, ratings, offers to help, and a mentor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api.work.demo_people import HEADS, SELLERS
from lms.coaching.pairs import make_pair
from lms.days import now_in
from lms.people.access import Actor
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
JOBS = {
    seller.name: REP if seller.is_sdr else SENIOR if seller.name in SENIORS else SELLER for seller in SELLERS
} | dict.fromkeys(HEADS.values(), MANAGER)


def load_skills(session: Session, *, coaches: Sequence[Actor], sellers: Sequence[Actor], at: datetime) -> None:
    """Let coaches and sellers have said something of skills, and one mentor another."""
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
