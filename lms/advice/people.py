"""People whom advice is about: the reps that somebody manages now, and since when each has been with the company."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.advice.asking import AdvisedRep
from lms.days import Now
from lms.people.access import Actor
from lms.people.models import Membership, Person, PersonRole
from lms.training.matrix import people_on


def reps_managed(session: Session, *, actor: Actor, team_id: UUID | None, now: Now, limit: int) -> list[UUID]:
    """Return the reps whom the actor manages now, by name; those of a team and below it, or all."""
    people = people_on(session, actor=actor, day=now.day, team_id=team_id)
    reps = select(PersonRole.person_id).where(PersonRole.role == "rep")
    wanted = people.where(Person.id.in_(reps), Person.id != actor.id)
    return list(session.scalars(wanted.order_by(Person.name, Person.id).limit(limit)))


def read_reps(session: Session, *, person_ids: Sequence[UUID]) -> list[AdvisedRep]:
    """Return some people with the day on which they were hired, or first known to be here."""
    wanted = (
        select(Person.id, Person.name, Person.hired_on, func.min(Membership.since))
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.is_employed)
        .where(Person.id.in_(person_ids))
        .group_by(Person.id, Person.name, Person.hired_on)
        .order_by(Person.name, Person.id)
    )
    return [AdvisedRep(id_, name, hired_on or first) for id_, name, hired_on, first in session.execute(wanted)]
