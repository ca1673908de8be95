"""Everybody as a list, in the columns in which such lists come in: sent back as it is, it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.access import Actor, visible_people
from lms.people.memberships import employment
from lms.people.models import Person

COLUMNS = ("email", "name", "roles", "team", "region", "job", "hired_on", "last_day")
_STEP = 500


def people_rows(session: Session, actor: Actor) -> Iterator[tuple[object, ...]]:
    """Yield a row for each of those whose records the actor may see, in the order in which they were added.

    Who was never with the company is left out: records that were joined with another, above all.
    """
    wanted = select(Person).where(Person.id.in_(visible_people(actor))).order_by(Person.id).limit(_STEP)
    people = list(session.scalars(wanted))
    while people:
        spans = employment(session, person_ids=[person.id for person in people])
        for person in people:
            if spans.get(person.id):
                until = spans[person.id][-1][1]
                yield (
                    person.email,
                    person.name,
                    "; ".join(role.role for role in person.roles),
                    person.team.name if person.team else None,
                    person.region,
                    person.job,
                    person.hired_on,
                    until - timedelta(days=1) if until is not None else None,
                )
        people = list(session.scalars(wanted.where(Person.id > people[-1].id)))
