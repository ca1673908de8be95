"""People as numbers: those of the directory and those whom only the CRM names, with where they stood on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.figures.frames import NEVER, Frame
from lms.figures.rows import ordinal
from lms.figures.words import WordLists
from lms.people.models import Membership, Person, PersonRole, Team

# A person and a day as one number.
_DAYS = 10_000_000


@dataclass
class Who:
    """Everybody by number: id (None for who is only in the CRM), name and address; numbers only grow."""

    ids: list[str | None]
    names: list[str]
    emails: list[str | None]

    def __post_init__(self) -> None:
        """Find people of the directory by their id."""
        self.numbers = {person_id: number for number, person_id in enumerate(self.ids) if person_id}
        self._outside = {
            self._key(self.names[number], self.emails[number]): number
            for number, person_id in enumerate(self.ids)
            if person_id is None
        }

    def of_directory(self, person_id: str, name: str, email: str) -> int:
        """Return the number of somebody of the directory, with their name and address as they are now."""
        number = self.numbers.get(person_id)
        if number is None:
            number = self.numbers[person_id] = self._add(person_id, name, email)
        self.names[number], self.emails[number] = name, email
        return number

    def outside(self, name: str, email: str | None) -> int:
        """Return the number of somebody whom only the CRM names."""
        key = self._key(name, email)
        if key not in self._outside:
            self._outside[key] = self._add(None, name, email)
        return self._outside[key]

    def _add(self, person_id: str | None, name: str, email: str | None) -> int:
        self.ids.append(person_id)
        self.names.append(name)
        self.emails.append(email)
        return len(self.ids) - 1

    @staticmethod
    def _key(name: str, email: str | None) -> str:
        return (email or name).casefold()

    def plain(self) -> dict[str, list[Any]]:
        """Return the lists as plain JSON."""
        return {"ids": self.ids, "names": self.names, "emails": self.emails}


def read_people(session: Session, who: Who, vocabulary: WordLists) -> tuple[Frame, Frame]:
    """Return where people of the directory stood from which day on, by person and day; and teams with those above.

    `stand`: key (person and day), who, since, until, team, region, is_employed; `team`: parent, by number.
    """
    teams, regions = vocabulary["team"], vocabulary["region"]
    above_of = {str(row[0]): str(row[1]) for row in session.execute(select(Team.id, Team.parent_id).order_by(Team.id))}
    for team in above_of:
        teams.number(team)
    for person_id, name, email in session.execute(select(Person.id, Person.name, Person.email).order_by(Person.id)):
        who.of_directory(str(person_id), name, email)
    held: dict[tuple[int, int], tuple[int, int, int]] = {}
    wanted = select(
        Membership.person_id, Membership.since, Membership.team_id, Membership.region, Membership.is_employed
    ).order_by(Membership.id)
    for person_id, since, team_id, region, is_employed in session.execute(wanted):
        place = (teams.number(str(team_id) if team_id else None), regions.number(region), int(is_employed))
        held[who.numbers[str(person_id)], since.toordinal()] = place
    rows = np.array([(*key, *held[key]) for key in sorted(held)], dtype=np.int32).reshape(-1, 5)
    number, days = np.ascontiguousarray(rows[:, 0]), np.ascontiguousarray(rows[:, 1])
    until = np.full(len(rows), NEVER, dtype=np.int32)
    until[:-1] = np.where(number[1:] == number[:-1], days[1:], NEVER)
    stand: Frame = {
        "key": key_of(number, days),
        "who": number,
        "since": days,
        "until": until,
        "team": rows[:, 2].copy(),
        "region": rows[:, 3].copy(),
        "is_employed": rows[:, 4].astype(bool),
    }
    above = [teams.find(above_of.get(text, "")) for text in teams.texts]
    return stand, {"parent": np.array(above, dtype=np.int32)}


def key_of(who: NDArray[Any], day: NDArray[Any]) -> NDArray[np.int64]:
    """Return people and days as one number each, in the order of people and then of days."""
    keys: NDArray[np.int64] = who.astype(np.int64) * _DAYS + day
    return keys


def standing(stand: Frame, who: NDArray[Any], day: NDArray[Any]) -> NDArray[np.intp]:
    """Return for people on days the row of `stand` that holds; -1 where none does."""
    if not len(stand["key"]):
        return np.full(len(who), -1, dtype=np.intp)
    at = np.searchsorted(stand["key"], key_of(who, day), side="right") - 1
    return np.where((at >= 0) & (stand["who"][at] == who), at, -1)


def team_on(stand: Frame, who: NDArray[Any], day: NDArray[Any]) -> NDArray[np.int32]:
    """Return the team of people on days, -1 for none and for who isn't with the company then."""
    at = standing(stand, who, day)
    if not len(stand["key"]):
        return at.astype(np.int32)
    found = np.where((at >= 0) & stand["is_employed"][at], stand["team"][at], -1)
    return found.astype(np.int32)


def jobs_of(stand: Frame) -> tuple[Frame, Frame]:
    """Return when people were with the company without a break: `job` in the order of `since`, `leaver` of `day`.

    Both have who, since and until; `leaver` has those whose last day is known, which is `day`.
    """
    own = {name: column[stand["is_employed"]] for name, column in stand.items() if name in {"who", "since", "until"}}
    goes_on = (own["who"][1:] == own["who"][:-1]) & (own["since"][1:] == own["until"][:-1])
    begins = np.concatenate([np.ones(min(len(own["who"]), 1), dtype=bool), ~goes_on])
    ends = np.concatenate([~goes_on, np.ones(min(len(own["who"]), 1), dtype=bool)])
    job = {"who": own["who"][begins], "since": own["since"][begins], "until": own["until"][ends]}
    by_end = np.argsort(job["until"], kind="stable")
    by_end = by_end[job["until"][by_end] != NEVER]
    by_start = np.argsort(job["since"], kind="stable")
    leaver = {name: job[name][by_end] for name in job}
    return {name: column[by_start] for name, column in job.items()}, {**leaver, "day": leaver["until"] - 1}


def read_persons(session: Session, who: Who, users: Mapping[int, Mapping[str, Any]]) -> Frame:
    """Return everybody by number: `is_rep` (1, 0, -1 for who isn't in the directory), and `hired`, 0 where unknown.

    The day of hiring is the directory's, else what the CRM says. Roles are those of now; nobody keeps earlier ones.
    """
    is_rep = np.array([0 if own else -1 for own in who.ids], dtype=np.int8)
    hired = np.zeros(len(who.ids), dtype=np.int32)
    for number, user in users.items():
        hired[number] = ordinal(user.get("hired_on"))
    for person_id, day in session.execute(select(Person.id, Person.hired_on)):
        if day and str(person_id) in who.numbers:  # who was added since people were read has no number yet
            hired[who.numbers[str(person_id)]] = day.toordinal()
    for person_id in session.scalars(select(PersonRole.person_id).where(PersonRole.role == "rep")):
        if str(person_id) in who.numbers:
            is_rep[who.numbers[str(person_id)]] = 1
    return {"is_rep": is_rep, "hired": hired}


def hires_of(person: Frame, job: Frame, users: Mapping[int, Mapping[str, Any]]) -> Frame:
    """Return who was hired when, in the order of days: who, day, and until which day they stayed at first."""
    until = np.full(len(person["hired"]), NEVER, dtype=np.int32)
    for number, user in users.items():
        until[number] = ordinal(user.get("left_on")) + 1 if user.get("left_on") else NEVER
    until[job["who"][::-1]] = job["until"][::-1]
    who = np.flatnonzero(person["hired"] > 0).astype(np.int32)
    who = who[np.argsort(person["hired"][who], kind="stable")]
    return {"who": who, "day": person["hired"][who], "until": until[who]}
