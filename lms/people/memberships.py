"""Memberships: the team a person was in on a day, and for how long, from rows that were only ever added."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from lms.people.access import Actor, visible_person
from lms.people.models import Membership, Person, Team
from lms.people.timeline import DaySpan, Place, Timeline, employed_spans

_PLACE = (Membership.team_id, Membership.region, Membership.job, Membership.is_employed)


@dataclass(frozen=True)
class Recorded:
    """One row of what is known of a person, and who recorded it; `recorded_by` is None for the command line."""

    since: date
    team_id: UUID | None
    team_name: str | None
    region: str | None
    job: str | None
    is_employed: bool
    recorded_at: datetime
    recorded_by: str | None


def employed_on(day: date) -> Select[UUID]:
    """Select the ids of everyone who is with the company on a day."""
    return select(Membership.person_id).where(Membership.is_employed, _holds_on(day))


def is_employed_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a person of the enclosing query is with the company on a day."""
    return exists().where(Membership.person_id == Person.id, Membership.is_employed, _holds_on(day))


def teams_on(day: date) -> Select[UUID, UUID | None]:
    """Select everyone who is with the company on a day, with their team then."""
    return employed_on(day).add_columns(Membership.team_id)


def members_on(day: date, team_ids: Select[UUID] | Collection[UUID]) -> Select[UUID]:
    """Select the ids of everyone who is with the company on a day in one of these teams."""
    return employed_on(day).where(Membership.team_id.in_(team_ids))


def employment(session: Session, *, person_ids: Select[UUID] | Collection[UUID]) -> dict[UUID, list[DaySpan]]:
    """Return the spans [since, until) in which each person is with the company, merged; until is None while it lasts.

    Everyone with a membership has an entry, be it an empty list.
    """
    days: dict[UUID, dict[date, bool]] = {}
    for person_id, since, is_employed in _rows(session, person_ids):
        days.setdefault(person_id, {})[since] = is_employed
    return {person_id: employed_spans(entries.items()) for person_id, entries in days.items()}


def read_timeline(session: Session, *, person_id: UUID) -> Timeline:
    """Return what holds of a person from which day on."""
    wanted = (
        select(Membership.since, *_PLACE)
        .where(Membership.person_id == person_id)
        .order_by(Membership.since, Membership.id)
    )
    return Timeline({row.since: _place(row) for row in session.execute(wanted)})


def read_timelines(session: Session, *, person_ids: Select[UUID] | Collection[UUID]) -> dict[UUID, Timeline]:
    """Return what holds of each of some people from which day on; nothing of whom nothing is known."""
    wanted = (
        select(Membership.person_id, Membership.since, *_PLACE)
        .where(Membership.person_id.in_(person_ids))
        .order_by(Membership.person_id, Membership.since, Membership.id)
    )
    places: dict[UUID, dict[date, Place]] = {}
    for row in session.execute(wanted):
        places.setdefault(row.person_id, {})[row.since] = _place(row)
    return {person_id: Timeline(known) for person_id, known in places.items()}


def list_memberships(session: Session, *, actor: Actor, person_id: UUID) -> list[Recorded]:
    """Return all that was recorded of a person, in the order of days and then of recording; NotFound as elsewhere."""
    visible_person(session, actor=actor, person_id=person_id)
    by = aliased(Person)
    wanted = (
        select(
            Membership.since,
            Membership.team_id,
            Team.name,
            Membership.region,
            Membership.job,
            Membership.is_employed,
            Membership.recorded_at,
            by.name,
        )
        .outerjoin(Team, Team.id == Membership.team_id)
        .outerjoin(by, by.id == Membership.recorded_by_id)
        .where(Membership.person_id == person_id)
        .order_by(Membership.since, Membership.id)
    )
    return [Recorded(*row) for row in session.execute(wanted)]


def _place(row: Any) -> Place:
    return Place(row.team_id, row.region, row.job, row.is_employed)


def _holds_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a membership holds on a day: it began, and no other did later or was recorded later."""
    later = aliased(Membership)
    is_later = or_(later.since > Membership.since, and_(later.since == Membership.since, later.id > Membership.id))
    replaced = exists().where(later.person_id == Membership.person_id, later.since <= day, is_later)
    return and_(Membership.since <= day, ~replaced)


def _rows(session: Session, person_ids: Select[UUID] | Collection[UUID]) -> list[Any]:
    wanted = select(Membership.person_id, Membership.since, Membership.is_employed).order_by(
        Membership.person_id, Membership.since, Membership.id
    )
    return list(session.execute(wanted.where(Membership.person_id.in_(person_ids))))
