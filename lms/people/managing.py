"""Managing: who manages a person now, since which day somebody has without a break, and until which one they did."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.access import Actor, parents_of, still_here
from lms.people.memberships import read_timelines
from lms.people.models import Person, PersonRole, Team
from lms.people.timeline import Place, Timeline


def managed_since(session: Session, *, actor: Actor, person_ids: Collection[UUID], day: date) -> dict[UUID, date]:
    """Return since which day the actor has managed each of some people whose records they may see, up to `day`.

    An admin has always managed everybody, and everybody themselves (`date.min`). For a manager it is the day on which
    the person came into their teams, as the tree of teams is now, or the manager to the person's team, whichever was
    later. Whoever isn't managed on that day is left out.
    """
    if "admin" in actor.roles:
        return dict.fromkeys(person_ids, date.min)
    found = {actor.id: date.min} if actor.id in person_ids else {}
    others = set(person_ids) - {actor.id}
    if "manager" not in actor.roles or not others:
        return found
    parents, timelines = _read(session, {actor.id, *others})
    if actor.id not in timelines:
        return found
    for person_id in others & timelines.keys():
        since = _since(timelines[actor.id], timelines[person_id], parents, day)
        if since is not None:
            found[person_id] = since
    return found


def managed_until(session: Session, *, actor: Actor, person_ids: Collection[UUID], day: date) -> dict[UUID, date]:
    """Return the last day up to `day` on which the actor managed each of some people, now or once.

    Whomever they never managed, as the tree of teams is now, is left out, and so are all for who is no manager.
    """
    found: dict[UUID, date] = {}
    if "manager" not in actor.roles or not person_ids:
        return found
    parents, timelines = _read(session, {actor.id, *person_ids})
    if actor.id not in timelines:
        return found
    for person_id in set(person_ids) & timelines.keys():
        until = _until(timelines[actor.id], timelines[person_id], parents, day)
        if until is not None:
            found[person_id] = until
    return found


def managers_of(session: Session, *, person: Person, at: datetime) -> list[Person]:
    """Return who manages a person now: managers of their team and of those above it, the nearest first, then by name.

    Admins, who see everybody, are left out where they aren't such managers too.
    """
    distance: dict[UUID, int] = {}
    team = person.team
    while team is not None and team.id not in distance:
        distance[team.id] = len(distance)
        team = session.get(Team, team.parent_id) if team.parent_id else None
    wanted = (
        select(Person)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == "manager", Person.team_id.in_(distance), Person.id != person.id, still_here(at))
    )
    found = session.scalars(wanted).all()
    return sorted(found, key=lambda one: (distance[one.team_id] if one.team_id else 0, one.name, one.id))


def _read(session: Session, person_ids: Collection[UUID]) -> tuple[dict[UUID, UUID | None], dict[UUID, Timeline]]:
    """Return which team each team of theirs and above belongs to, and where people stood."""
    timelines = read_timelines(session, person_ids=person_ids)
    teams = {place.team_id for timeline in timelines.values() for place in timeline.places.values() if place.team_id}
    return parents_of(session, team_ids=teams), timelines


def _turns(manager: Timeline, person: Timeline, day: date) -> list[date]:
    """Return the days up to `day` on which something changed for either, the last first."""
    return sorted({turn for turn in (*manager.places, *person.places) if turn <= day}, reverse=True)


def _until(manager: Timeline, person: Timeline, parents: Mapping[UUID, UUID | None], day: date) -> date | None:
    until = day
    for turn in _turns(manager, person, day):
        if _manages(manager.on(turn), person.on(turn), parents):
            return until
        until = turn - timedelta(days=1)
    return None


def _since(manager: Timeline, person: Timeline, parents: Mapping[UUID, UUID | None], day: date) -> date | None:
    """Return the first day of the stretch up to `day` in which the one was in a team of the other's or below."""
    since = None
    for turn in _turns(manager, person, day):
        if not _manages(manager.on(turn), person.on(turn), parents):
            break
        since = turn
    return since


def _manages(manager: Place, person: Place, parents: Mapping[UUID, UUID | None]) -> bool:
    if manager.team_id is None or not (manager.is_employed and person.is_employed):
        return False
    team_id = person.team_id
    while team_id is not None and team_id != manager.team_id:
        team_id = parents.get(team_id)
    return team_id is not None
