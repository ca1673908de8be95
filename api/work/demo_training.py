"""The demo's training of the past two years: when sellers took the two courses whose effect is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from api.work.demo_people import COURSE_WITH_EFFECT, COURSE_WITHOUT_EFFECT, SELLERS
from lms.days import Now
from lms.people.access import Actor
from lms.people.models import Person
from lms.training.courses import CourseFacts
from lms.training.imports import MadeElsewhere, record_elsewhere


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
