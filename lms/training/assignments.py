"""Assigning courses to people and teams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.people.access import Actor, team_and_below, visible_person, visible_team
from lms.people.models import Person
from lms.training.models import Assignment


@dataclass(frozen=True)
class Assigned:
    """What assigning did: new assignments, and the people who had the course already."""

    created: tuple[Assignment, ...]
    already_assigned: tuple[UUID, ...]


def assign_course(
    session: Session,
    *,
    actor: Actor,
    course_id: str,
    person_ids: Iterable[UUID],
    team_id: UUID | None,
    due_on: date,
    at: datetime,
) -> Assigned:
    """Assign a course to people, and to everyone now in a team or below it.

    Raises NotFound for people and teams the actor doesn't manage, Conflict for nobody or a due date in the past.
    """
    if due_on < at.date():
        raise Conflict(f"the due date {due_on} is in the past", field="due_on")
    wanted = dict.fromkeys(person_ids)
    for person_id in wanted:
        person = visible_person(session, actor=actor, person_id=person_id)
        if person.left_at is not None:
            raise Conflict(f"{person.name} has left", field="person_ids")
    if team_id is not None:
        team = visible_team(session, actor=actor, team_id=team_id)
        members = select(Person.id).where(Person.team_id.in_(team_and_below(team.id)), Person.left_at.is_(None))
        wanted |= dict.fromkeys(session.scalars(members.order_by(Person.id)))
    if not wanted:
        raise Conflict("name people or a team that has members", field="person_ids")
    known = select(Assignment.person_id).where(Assignment.course_id == course_id, Assignment.person_id.in_(wanted))
    already = set(session.scalars(known))
    created = tuple(
        Assignment(
            person_id=person_id,
            course_id=course_id,
            due_on=due_on,
            assigned_at=at,
            assigned_by_id=actor.id,
            team_id=team_id,
        )
        for person_id in wanted
        if person_id not in already
    )
    session.add_all(created)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("somebody assigned this course at the same moment; ask again") from error
    return Assigned(created, tuple(sorted(already)))
