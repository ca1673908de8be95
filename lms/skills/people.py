"""People of a skill map: who stands in it, which job they have, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from lms.errors import NotFound
from lms.people.access import Actor, visible_people
from lms.people.memberships import read_timelines
from lms.people.models import Person, Team


@dataclass(frozen=True)
class InJob:
    """Somebody with their job of today, None for none, and the day since which they have had it without a break."""

    id: UUID
    name: str
    email: str
    team_id: UUID | None
    team_name: str | None
    job: str | None
    since: date | None


def list_in_jobs(
    session: Session,
    *,
    people: Select[UUID],
    day: date,
    job: str | None = None,
    after: UUID | None = None,
    limit: int | None = None,
) -> Sequence[InJob]:
    """Return some people by name, after the person with this id; with `job`, those who have it today."""
    wanted = (
        select(Person.id, Person.name, Person.email, Person.team_id, Team.name)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(Person.id.in_(_of(people, job)))
        .order_by(Person.name, Person.id)
    )
    if limit is not None:
        wanted = wanted.limit(limit)
    if after is not None:
        last = aliased(Person)
        name = select(last.name).where(last.id == after).scalar_subquery()
        wanted = wanted.where(or_(Person.name > name, and_(Person.name == name, Person.id > after)))
    rows = session.execute(wanted).all()
    timelines = read_timelines(session, person_ids=[row[0] for row in rows])
    found = []
    for row in rows:
        timeline = timelines.get(row[0])
        held = timeline.on(day).job if timeline else None
        since = timeline.since(day, "job") if timeline and held is not None else None
        found.append(InJob(row[0], row[1], row[2], row[3], row[4], held, since))
    return found


def visible_in_job(session: Session, *, actor: Actor, person_id: UUID, day: date) -> InJob:
    """Return somebody whose records the actor may see; raises NotFound for any other."""
    people = visible_people(actor).where(Person.id == person_id)
    found = list_in_jobs(session, people=people, day=day)
    if not found:
        raise NotFound("no such person")
    return found[0]


def count_in_jobs(session: Session, *, people: Select[UUID], job: str | None = None) -> int:
    """Return how many people a map would have."""
    return session.scalar(select(func.count()).select_from(_of(people, job).subquery())) or 0


def _of(people: Select[UUID], job: str | None) -> Select[UUID]:
    return people if job is None else people.where(Person.job == job)
