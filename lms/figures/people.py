"""People as numbers: those of the directory and those whom only the CRM names, with where they stood on which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.figures.frames import NEVER, Frame
from lms.figures.words import Vocabulary
from lms.people.models import Membership, Person, Team

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


def read_people(session: Session, who: Who, vocabulary: Vocabulary) -> tuple[Frame, Frame]:
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
