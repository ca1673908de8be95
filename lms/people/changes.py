"""Changes of people: they move, leave, come back, each recorded for the day from which it holds.

Callers go through `lms.training.following`, so that what is asked of them follows.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now, start_of
from lms.errors import Conflict
from lms.people.access import Actor
from lms.people.directory import (
    checked_job,
    checked_name,
    checked_region,
    checked_roles,
    free_address,
    get_person,
    get_team,
    refuse_far_day,
    take_turns,
    take_turns_with_admins,
)
from lms.people.memberships import read_timeline
from lms.people.merges import PersonMerge, merged_away
from lms.people.models import Membership, Person, PersonRole
from lms.people.proofs import sign_out
from lms.people.sessions import end_links_of
from lms.people.timeline import DaySpan, Place, Timeline
from lms.people.wanted import Changes

DAY = timedelta(days=1)


def change_person(
    session: Session, *, actor: Actor | None, person_id: UUID, on: date, now: Now, **changes: Unpack[Changes]
) -> Person:
    """Change a person; team, region and job from the day `on`, until the next day on which another one is known.

    For somebody who hasn't started yet they hold from the first day. `hired_on` moves the first day with the company.
    Raises NotFound, Invalid, and Conflict for a day on which the person isn't with the company or that lies ahead.
    """
    if on > now.day:
        raise Conflict(f"{on} lies ahead; record a change on its day or later", field="on")
    person, known = _take(session, person_id, with_admins="roles" in changes)
    was_admin = _is_lasting_admin(person)
    if "email" in changes:
        _readdress(session, person, changes["email"], now)
    if "name" in changes:
        person.name = checked_name(changes["name"])
    if "roles" in changes:
        _set_roles(person, checked_roles(changes["roles"]))
    timeline = known
    if "hired_on" in changes:
        timeline = _hired(person, timeline, changes["hired_on"], now)
    if "team_id" in changes:
        if changes["team_id"] is not None:
            get_team(session, team_id=changes["team_id"])
        timeline = _moved(person, timeline, "team_id", changes["team_id"], on, now)
    if "region" in changes:
        timeline = _moved(person, timeline, "region", checked_region(changes["region"]), on, now)
    if "job" in changes:
        timeline = _moved(person, timeline, "job", checked_job(changes["job"]), on, now)
    return _keep(session, person, known, timeline, actor, now, was_admin=was_admin)


def leave(
    session: Session, *, person_id: UUID, on: date, now: Now, zone: ZoneInfo, actor: Actor | None = None
) -> Person:
    """Note a person's last day, which may lie ahead: from midnight after it in the zone they can't sign in.

    Saying it again moves the last day; a day before a start that lies ahead means that they never come. Raises
    NotFound, and Conflict for a day before the person came, or for the last admin.
    """
    refuse_far_day(on, now.day, field="last_day")
    person, known = _take(session, person_id, with_admins=True)
    was_admin = _is_lasting_admin(person)
    spans = known.spans()
    begun = [span for span in spans if span[0] <= on] if not _is_ahead(spans, now.day) else spans
    if not begun:
        raise Conflict(f"{person.name} wasn't with the company by {on}", field="last_day")
    came_on, until = begun[-1]
    gone_on = max(on + DAY, came_on)
    if until is None or gone_on <= until:
        timeline = known.spread(gone_on, until, is_employed=False)
    else:
        timeline = known.spread(until, gone_on, is_employed=True)
    rest = timeline.spans()
    ended_on = rest[-1][1] if rest else on + DAY
    person.left_at = None if ended_on is None else start_of(zone, ended_on)
    return _keep(session, person, known, timeline, actor, now, was_admin=was_admin)


def come_back(
    session: Session, *, person_id: UUID, on: date, team_id: UUID | None, now: Now, actor: Actor | None = None
) -> Person:
    """Take back a person who left, from a day on, which may lie ahead; they can sign in anew at once.

    The day after a last day that lies ahead takes the leaving back. Raises NotFound, and Conflict for somebody who is
    with the company, or whose record was joined with another.
    """
    refuse_far_day(on, now.day, field="on")
    person, known = _take(session, person_id)
    if session.scalar(merged_away().where(PersonMerge.gone_id == person_id)) is not None:
        raise Conflict(f"{person.name} has another record now, which this one was joined with; undo that first")
    if team_id is not None:
        get_team(session, team_id=team_id)
    for _, until in known.spans()[-1:]:
        if until is None:
            raise Conflict(f"{person.name} is with the company", field="on")
        if on < until:
            raise Conflict(f"{person.name} was with the company until {until - DAY}; name a later day", field="on")
        if on > until > now.day:
            raise Conflict(f"{person.name} is with the company until {until - DAY}; record it after that", field="on")
    if person.has_left(now.at):  # what opened something before they left opens nothing again
        sign_out(session, person_id=person.id, at=now.at)
    person.left_at = None
    timeline = known.spread(on, None, is_employed=True, team_id=team_id)
    return _keep(session, person, known, timeline, actor, now, was_admin=False)


def set_places(
    session: Session, *, person_id: UUID, timeline: Timeline, left_at: datetime | None, actor: Actor | None, now: Now
) -> Person:
    """Let a person have stood where a timeline says, and have left at a moment, where records are joined or parted.

    The caller has their turn. Raises NotFound, and Conflict where the last admin would be lost.
    """
    person = get_person(session, person_id=person_id)
    was_admin = _is_lasting_admin(person)
    person.left_at = left_at
    known = read_timeline(session, person_id=person_id)
    return _keep(session, person, known, timeline, actor, now, was_admin=was_admin)


def _take(session: Session, person_id: UUID, *, with_admins: bool = False) -> tuple[Person, Timeline]:
    """Take the turn of a person, and of all admins where the last one could go; return what is known now."""
    person = get_person(session, person_id=person_id)
    take = take_turns_with_admins if with_admins else take_turns
    take(session, person_ids={person_id})
    session.refresh(person)
    return person, read_timeline(session, person_id=person_id)


def _readdress(session: Session, person: Person, email: str, now: Now) -> None:
    """Give a person another address; what was sent to the one before opens nothing any more."""
    address = free_address(session, email, of=person.id)
    if address != person.email:
        person.email = address
        end_links_of(session, person_id=person.id, at=now.at)


def _set_roles(person: Person, roles: list[str]) -> None:
    held = {role.role: role for role in person.roles}
    person.roles = [held.get(role) or PersonRole(role=role) for role in roles]


def _hired(person: Person, timeline: Timeline, hired_on: date | None, now: Now) -> Timeline:
    """Move the first day with the company."""
    person.hired_on = hired_on
    spans = timeline.spans()
    if hired_on is None or not spans:
        return timeline
    refuse_far_day(hired_on, now.day, field="hired_on")
    start, until = spans[0]
    if until is not None and hired_on >= until:
        raise Conflict(f"{person.name} left on {until - DAY}; name a day before", field="hired_on")
    if hired_on < start:
        return timeline.spread(hired_on, start, is_employed=True)
    return timeline.spread(start, hired_on, is_employed=False)


def _moved(person: Person, timeline: Timeline, name: str, value: object, on: date, now: Now) -> Timeline:
    """Put a person into another team, region or job."""
    start = timeline.start()
    since = start if start is not None and start > now.day else on
    if getattr(timeline.on(since), name) == value:
        return timeline
    if not timeline.on(since).is_employed:
        raise Conflict(f"{person.name} wasn't with the company on {since}; name another day", field="on")
    return timeline.spread(since, timeline.next_change(name, after=since), **{name: value})


def _keep(
    session: Session,
    person: Person,
    known: Timeline,
    timeline: Timeline,
    actor: Actor | None,
    now: Now,
    *,
    was_admin: bool,
) -> Person:
    """Record what is new, let the person's row say what holds now, and refuse to lose the last admin."""
    changes = timeline.changes_from(known)
    place = timeline.on(_present_day(timeline, now.day))
    person.team_id, person.region, person.job = place.team_id, place.region, place.job
    _add_memberships(session, person, changes, now, actor)
    if was_admin and not _is_lasting_admin(person) and not _has_lasting_admin(session):
        raise Conflict(f"{person.name} is the last admin; make somebody else one first", field="roles")
    session.refresh(person)
    return person


def _add_memberships(
    session: Session, person: Person, places: dict[date, Place], now: Now, actor: Actor | None
) -> None:
    """Add what holds of a person from which day on."""
    for since, place in places.items():
        session.add(
            Membership(
                person_id=person.id,
                since=since,
                team_id=place.team_id,
                region=place.region,
                job=place.job,
                is_employed=place.is_employed,
                recorded_at=now.at,
                recorded_by_id=actor.id if actor else None,
            )
        )
    session.flush()


def _present_day(timeline: Timeline, today: date) -> date:
    """Return today, or the first day ahead for somebody who isn't with the company but will be."""
    if timeline.on(today).is_employed:
        return today
    return next((since for since, _ in timeline.spans() if since > today), today)


def _is_ahead(spans: list[DaySpan], today: date) -> bool:
    return bool(spans) and spans[-1][0] > today


def _is_lasting_admin(person: Person) -> bool:
    return person.left_at is None and any(role.role == "admin" for role in person.roles)


def _has_lasting_admin(session: Session) -> bool:
    admins = select(Person.id).join(PersonRole).where(PersonRole.role == "admin", Person.left_at.is_(None))
    return session.scalar(admins.limit(1)) is not None
