"""Mentors of somebody, as managers or admins paired them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.coaching.models import MentoringPair
from lms.people.models import Person


def mentors_of(session: Session, *, person_id: UUID, day: date) -> list[Person]:
    """Return the mentors that a person has on a day, by name."""
    has_begun = (MentoringPair.since <= day, (MentoringPair.until.is_(None)) | (MentoringPair.until > day))
    wanted = select(MentoringPair.mentor_id).where(MentoringPair.mentee_id == person_id, *has_begun)
    return list(session.scalars(select(Person).where(Person.id.in_(wanted)).order_by(Person.name, Person.id)))
