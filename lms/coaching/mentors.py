"""Mentors and mentees on a day, as managers or admins paired them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from lms.coaching.models import MentoringPair
from lms.people.models import Person


def mentors_of(session: Session, *, person_id: UUID, day: date) -> list[Person]:
    """Return the mentors that a person has on a day, by name."""
    wanted = mentors_on(person_id, day)
    return list(session.scalars(select(Person).where(Person.id.in_(wanted)).order_by(Person.name, Person.id)))


def mentors_on(person_id: UUID, day: date) -> Select[UUID]:
    """Select the ids of the mentors that a person has on a day."""
    return select(MentoringPair.mentor_id).where(MentoringPair.mentee_id == person_id, _holds_on(day))


def mentees_on(person_id: UUID, day: date) -> Select[UUID]:
    """Select the ids of those whose mentor a person is on a day."""
    return select(MentoringPair.mentee_id).where(MentoringPair.mentor_id == person_id, _holds_on(day))


def is_paired(session: Session, *, mentor_id: UUID, mentee_id: UUID, day: date) -> bool:
    """Tell whether somebody is the mentor of another on a day."""
    paired = mentees_on(mentor_id, day).where(MentoringPair.mentee_id == mentee_id)
    return session.scalar(paired.limit(1)) is not None


def _holds_on(day: date) -> ColumnElement[bool]:
    return (MentoringPair.since <= day) & or_(MentoringPair.until.is_(None), MentoringPair.until > day)
