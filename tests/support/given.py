"""What rules gave in the tests of training, and people who join and move."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.people.joining import add_person
from lms.people.models import Person
from lms.training.applying import follow_people
from lms.training.models import Assignment, AssignmentRule
from support.factories import Cast


def hire(session: Session, cast: Cast, *, hired_on: date, now: Now) -> Person:
    """Add a person to the North, and let rules follow."""
    made = add_person(
        session,
        email="new@brightwharf.example",
        name="New Here",
        roles=["rep"],
        team_id=cast.teams["North"],
        at=now.at,
        day=now.day,
        hired_on=hired_on,
    )
    follow_people(session, person_ids=[made.id], now=now)
    return made


def all_assignments(session: Session) -> list[Assignment]:
    """Return every assignment, in the order they were given."""
    return list(session.scalars(select(Assignment).order_by(Assignment.id)))


def open_assignments(session: Session) -> set[tuple[Any, ...]]:
    """Return what is assigned to whom: person, course, day, due day, and from when it counts."""
    session.expire_all()
    return {
        (given.person_id, given.course_id, given.assigned_on, given.due_on, given.counts_from)
        for given in all_assignments(session)
        if given.ended_on is None
    }


def due_day(session: Session, person: Person, rule: AssignmentRule) -> date | None:
    """Return when what a rule gave to a person is due."""
    own = (Assignment.person_id == person.id, Assignment.rule_id == rule.id, Assignment.ended_on.is_(None))
    return session.scalar(select(Assignment.due_on).where(*own))
