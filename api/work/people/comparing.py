"""Compares what a row says of somebody who is known with where they stand on the day from which it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from api.work.people.said import SaidPerson
from api.work.uploads.lists import SentList
from lms.errors import Refusal
from lms.people.models import Person
from lms.people.timeline import Place, Timeline
from lms.people.wanted import Changes
from lms.training.following import ListedChange

DAY = timedelta(days=1)
# What was before, and what is after.
BeforeAfter = tuple[str | None, str | None]


@dataclass(frozen=True)
class ComparedRow:
    """What a row changes, as the verbs on people take it and as it is shown by column."""

    change: ListedChange
    shown: Mapping[str, BeforeAfter]
    what: Literal["changed", "left", "back"]

    @property
    def is_same(self) -> bool:
        """Tell whether the row says nothing new."""
        return not self.shown


def compare(
    said: SaidPerson, person: Person, known: Timeline, team_id: UUID | None, teams: Mapping[UUID, str], sent: SentList
) -> ComparedRow:
    """Compare a row with what is known of its person; raises Refusal where it leaves open what it means."""
    spans = known.spans()
    until = spans[-1][1] if spans else None
    back_on = _back_on(said, person, until, sent)
    day = back_on or _day_of(said.on or sent.now.day, known)
    held = {role.role for role in person.roles}
    changes, shown = _changes(said, person, known.on(day), held, team_id, teams)
    last_day = until - DAY if until is not None else None
    leaves_on = said.last_day if said.last_day not in {None, last_day} or back_on else None
    if person.id == sent.actor.id:
        _refuse_own(said, held, leaves_on)
    if back_on is not None:
        shown["on"] = (_day(last_day), _day(back_on))
    if leaves_on is not None:
        shown["last_day"] = (_day(last_day), _day(leaves_on))
    # Who isn't here yet changes from their first day on, whenever that is said.
    on = day if known.on(sent.now.day).is_employed else min(day, sent.now.day)
    change = ListedChange(person.id, on, back_on, changes, leaves_on)
    return ComparedRow(change, shown, "left" if leaves_on else "back" if back_on else "changed")


def _back_on(said: SaidPerson, person: Person, until: date | None, sent: SentList) -> date | None:
    """Return the day from which somebody who left is back; raises Refusal where that is open."""
    if until is None or not (person.has_left(sent.now.at) or until <= sent.now.day or _comes_later(said, until)):
        return None
    if _comes_later(said, until):
        return said.on
    if said.last_day is None:
        shown = f"{person.name} left on {until - DAY}"
        raise Refusal(f"{shown}; give in `on` the day from which they are back, or their `last_day`", field="on")
    return None


def _comes_later(said: SaidPerson, until: date) -> bool:
    return said.on is not None and said.on >= until


def _day_of(day: date, known: Timeline) -> date:
    """Return a day, or for who isn't with the company then the first day after it on which they are."""
    if known.on(day).is_employed:
        return day
    return next((since for since, _ in known.spans() if since > day), day)


def _changes(
    said: SaidPerson,
    person: Person,
    place: Place,
    held: set[str],
    team_id: UUID | None,
    teams: Mapping[UUID, str],
) -> tuple[Changes, dict[str, BeforeAfter]]:
    """Return what is other than it was, and how it is shown."""
    changes: Changes = {}
    shown: dict[str, BeforeAfter] = {}
    if said.name not in {None, person.name}:
        changes["name"] = said.name or ""
        shown["name"] = (person.name, said.name)
    if said.roles is not None and set(said.roles) != held:
        changes["roles"] = said.roles
        shown["roles"] = (", ".join(sorted(held)), ", ".join(said.roles))
    if team_id not in {None, place.team_id}:
        changes["team_id"] = team_id
        shown["team"] = (_name(place.team_id, teams), _name(team_id, teams))
    if said.region not in {None, place.region}:
        changes["region"] = said.region
        shown["region"] = (place.region, said.region)
    if said.job not in {None, place.job}:
        changes["job"] = said.job
        shown["job"] = (place.job, said.job)
    if said.hired_on not in {None, person.hired_on}:
        changes["hired_on"] = said.hired_on
        shown["hired_on"] = (_day(person.hired_on), _day(said.hired_on))
    return changes, shown


def _refuse_own(said: SaidPerson, held: set[str], leaves_on: date | None) -> None:
    """Refuse whoever sends a list that would let them in no more."""
    if said.roles is not None and "admin" in held and "admin" not in said.roles:
        raise Refusal("you would be no admin any more; let another admin do that", field="roles")
    if leaves_on is not None:
        raise Refusal("you would let yourself go; let another admin do that", field="last_day")


def _name(team_id: UUID | None, teams: Mapping[UUID, str]) -> str | None:
    return teams.get(team_id) if team_id is not None else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
