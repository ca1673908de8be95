"""The verbs on people: they join, change, leave and come back, and what is asked of them follows in the same breath.

Nothing else may change people; a contract of the imports holds that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Refusal
from lms.people import changes, joining
from lms.people.access import Actor
from lms.people.directory import get_person
from lms.people.memberships import read_timeline
from lms.people.models import Person
from lms.people.proofs import sign_out
from lms.people.timeline import Timeline
from lms.people.wanted import Changes, NewPerson
from lms.training.applying import follow_people


def add_person(session: Session, *, now: Now, **given: Unpack[NewPerson]) -> Person:
    """Add a person, as `lms.people.joining.add_person` says."""
    return _followed(session, joining.add_person(session, at=now.at, day=now.day, **given), now)


def add_people(session: Session, *, people: Sequence[NewPerson], now: Now) -> list[Person]:
    """Add several people at once, as `lms.people.joining.add_people` says."""
    added = joining.add_people(session, people=people, at=now.at, day=now.day)
    follow_people(session, person_ids=[person.id for person in added], now=now)
    return added


def change_person(
    session: Session, *, actor: Actor | None, person_id: UUID, on: date, now: Now, **given: Unpack[Changes]
) -> Person:
    """Change a person, as `lms.people.changes.change_person` says."""
    changed = changes.change_person(session, actor=actor, person_id=person_id, on=on, now=now, **given)
    return _followed(session, changed, now)


def leave(
    session: Session, *, person_id: UUID, on: date, now: Now, zone: ZoneInfo, actor: Actor | None = None
) -> Person:
    """Note a person's last day, as `lms.people.changes.leave` says."""
    return _followed(session, changes.leave(session, person_id=person_id, on=on, now=now, zone=zone, actor=actor), now)


def leave_at_once(session: Session, *, person_id: UUID, now: Now, zone: ZoneInfo, actor: Actor | None = None) -> Person:
    """Let a person go this moment: today is their last day, every browser is signed out, every token revoked.

    The last day of somebody who has left stays what it is. Raises what `leave` does.
    """
    person = get_person(session, person_id=person_id)
    if person.has_left(now.at):
        sign_out(session, person_id=person_id, at=now.at)
        return person
    leave(session, person_id=person_id, on=now.day, now=now, zone=zone, actor=actor)
    known = read_timeline(session, person_id=person_id)
    changes.set_places(session, person_id=person_id, timeline=known, left_at=now.at, actor=actor, now=now)
    sign_out(session, person_id=person_id, at=now.at)
    return person


def come_back(
    session: Session, *, person_id: UUID, on: date, team_id: UUID | None, now: Now, actor: Actor | None = None
) -> Person:
    """Take back a person who left, as `lms.people.changes.come_back` says."""
    back = changes.come_back(session, person_id=person_id, on=on, team_id=team_id, now=now, actor=actor)
    return _followed(session, back, now)


@dataclass(frozen=True)
class ListedChange:
    """What a list says of somebody: from when on they are back, what changes on which day, and their last one."""

    person_id: UUID
    on: date
    back_on: date | None
    changes: Changes
    last_day: date | None


def change_listed(
    session: Session, *, actor: Actor, listed: Sequence[ListedChange], now: Now, zone: ZoneInfo
) -> dict[UUID, Refusal]:
    """Change several people, each wholly or not at all; returns by their ids why some can't be.

    The caller has their turns.
    """
    refused: dict[UUID, Refusal] = {}
    for one in listed:
        try:
            with session.begin_nested():
                _change_one(session, actor, one, now, zone)
        except Refusal as refusal:
            refused[one.person_id] = refusal
    follow_people(session, person_ids={one.person_id for one in listed} - refused.keys(), now=now)
    return refused


def _change_one(session: Session, actor: Actor, one: ListedChange, now: Now, zone: ZoneInfo) -> None:
    person_id, wanted = one.person_id, one.changes.copy()
    if one.back_on is not None:
        team_id = wanted.pop("team_id", get_person(session, person_id=person_id).team_id)
        changes.come_back(session, person_id=person_id, on=one.back_on, team_id=team_id, now=now, actor=actor)
    if wanted:
        changes.change_person(session, actor=actor, person_id=person_id, on=one.on, now=now, **wanted)
    if one.last_day is not None:
        changes.leave(session, person_id=person_id, on=one.last_day, now=now, zone=zone, actor=actor)


def set_places(
    session: Session, *, person_id: UUID, timeline: Timeline, left_at: datetime | None, actor: Actor | None, now: Now
) -> Person:
    """Let a person have stood elsewhere, as `lms.people.changes.set_places` says."""
    placed = changes.set_places(session, person_id=person_id, timeline=timeline, left_at=left_at, actor=actor, now=now)
    return _followed(session, placed, now)


def come_back_at_once(
    session: Session, *, person_id: UUID, team_id: UUID | None, now: Now, actor: Actor | None = None
) -> Person:
    """Take back a person who left, from today on, or from tomorrow where today is their last day. Raises NotFound."""
    spans = read_timeline(session, person_id=person_id).spans()
    until = spans[-1][1] if spans else None
    on = max(now.day, until or now.day)
    return come_back(session, person_id=person_id, on=on, team_id=team_id, now=now, actor=actor)


def _followed(session: Session, person: Person, now: Now) -> Person:
    follow_people(session, person_ids=[person.id], now=now)
    return person
