"""The demo's training of the past two years: when sellers took the two courses whose effect is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from api.work.demo_people import COURSE_WITH_EFFECT, COURSE_WITHOUT_EFFECT, SELLERS
from lms.days import Now, now_in
from lms.people.access import Actor
from lms.people.models import Person
from lms.training.courses import CourseFacts
from lms.training.imports import MadeElsewhere, record_elsewhere
from lms.training.practicals import record_practical, show_practical

ZONE = ZoneInfo("UTC")


def record_earlier(
    session: Session, *, courses: Collection[CourseFacts], manager: Actor, people: Sequence[Person], now: Now
) -> None:
    """Record who of these people took the two courses and when, as a list of an older system says."""
    sellers = {seller.email: seller for seller in SELLERS}
    rows = [
        MadeElsewhere(person.id, course, took, source="old LMS")
        for course in courses
        if course.id in {COURSE_WITH_EFFECT, COURSE_WITHOUT_EFFECT}
        for person in people
        if (took := sellers[person.email].took(course.id, now.day)) is not None
    ]
    record_elsewhere(session, actor=manager, rows=rows, now=now)


def show_practicals(session: Session, *, course: CourseFacts, actor: Actor, since: datetime) -> None:
    """Let somebody show what a course asks for on some days running; every fourth has one more to show.

    Of the demo's history only the results are known, not what was recorded.
    """
    asked = course.practical.times if course.practical else 0
    is_short = sum(actor.name.encode()) % 4 == 0
    for number in range(asked - is_short):
        now = now_in(ZONE, since + timedelta(days=number))
        reference = f"demo-{number}"
        show_practical(session, actor=actor, course=course, reference=reference, now=now)
        record_practical(
            session,
            person_id=actor.id,
            course_id=course.id,
            course=course,
            reference=reference,
            has_passed=True,
            by_id=actor.id,
            now=now,
        )
