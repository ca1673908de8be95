"""The made company: teams in a tree, reps who come, move and leave, and the sizes of all that is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import numpy as np
from sqlalchemy import insert

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SPACE = UUID("2b1f6b0e-6c53-4f6e-9a0e-0d7a4b1c5a11")
YEARS = 5
DAYS = YEARS * 365 + 1
REGIONS = ("north", "east", "south", "west")
ADMIN = uuid5(SPACE, "admin")
# Of a team of ten: teams at the top, teams in the middle, and those in which reps are.
_PER_TEAM, _TOP, _MIDDLE = 10, 50, 5.5


@dataclass(frozen=True)
class Company:
    """The same company each time it is made for a day, with so many reps, deals, activities, events and leads."""

    today: date
    people: int
    deals: int
    activities: int
    events: int

    @property
    def first(self) -> date:
        """The first day of its history."""
        return self.today - timedelta(days=DAYS - 1)

    @property
    def leads(self) -> int:
        """How many leads it has."""
        return self.deals // 2

    @property
    def accounts(self) -> int:
        """How many accounts it has."""
        return max(10, self.deals // 10)

    @cached_property
    def days(self) -> list[str]:
        """The days of its history as texts, and some of the year after."""
        return [(self.first + timedelta(days=number)).isoformat() for number in range(DAYS + 400)]

    @cached_property
    def parents(self) -> list[int | None]:
        """The number of the team above each team: some at the top, nine in the middle of each, reps in those below."""
        count = max(4, self.people // _PER_TEAM)
        top, middle = max(1, count // _TOP), max(1, int(count / _MIDDLE))
        above: list[int | None] = [None] * top
        above += [number % top for number in range(middle)]
        return above + [top + number % middle for number in range(count - len(above))]

    @cached_property
    def leaves(self) -> list[int]:
        """The teams that reps are in."""
        return [number for number in range(len(self.parents)) if number not in set(self.parents)]

    def team_id(self, number: int) -> UUID:
        """Return the id of a team."""
        return uuid5(SPACE, f"team {number}")

    def rep_id(self, number: int) -> UUID:
        """Return the id of a rep."""
        return uuid5(SPACE, f"rep {number}")

    @property
    def middle_team(self) -> UUID:
        """A team of about fifty, with those below it."""
        return self.team_id(next(number for number, above in enumerate(self.parents) if above is not None))


def address(number: int) -> str:
    """Return the address of a rep."""
    return f"rep{number}@bench.example"


def write_people(session: Session, company: Company) -> None:
    """Write teams, reps, an admin, and where everybody stood from which day on."""
    from lms.people.models import Membership, Person, PersonRole, Team

    at = datetime.combine(company.first, datetime.min.time(), UTC)
    session.execute(
        insert(Team),
        [
            {
                "id": company.team_id(number),
                "name": f"Team {number:03}",
                "parent_id": None if above is None else company.team_id(above),
            }
            for number, above in enumerate(company.parents)
        ],
    )
    rows = list(_memberships(company))
    standing = {row["person_id"]: row for row in rows}
    people = [{"id": ADMIN, "email": "admin@bench.example", "name": "Ada Admin", "team_id": None, "region": None}]
    people += [
        {
            "id": company.rep_id(number),
            "email": address(number),
            "name": f"Rep {number:04}",
            "team_id": standing[company.rep_id(number)]["team_id"],
            "region": standing[company.rep_id(number)]["region"],
        }
        for number in range(company.people)
    ]
    session.execute(insert(Person), [{**one, "hired_on": None, "created_at": at, "left_at": None} for one in people])
    roles = [{"person_id": ADMIN, "role": "admin"}]
    roles += [{"person_id": company.rep_id(number), "role": "rep"} for number in range(company.people)]
    session.execute(insert(PersonRole), roles)
    session.execute(insert(Membership), [{**row, "recorded_at": at, "recorded_by_id": None} for row in rows])
    session.commit()


def _memberships(company: Company) -> Iterator[dict[str, Any]]:
    """Yield what holds of each rep: hired on some day, moved in three of four cases, gone in one of ten."""
    dice = np.random.default_rng(3)
    for number in range(company.people):
        hired = int(dice.integers(0, DAYS // 2)) if dice.random() < 0.5 else 0
        moved = sorted(dice.integers(hired + 1, DAYS, size=dice.integers(0, 3)).tolist())
        teams = [company.leaves[(number + 7 * move) % len(company.leaves)] for move in range(len(moved), -1, -1)]
        places = [(day, team, True) for day, team in zip([hired, *moved], teams, strict=True)]
        if dice.random() < 0.1 and places[-1][0] < DAYS - 2:
            places.append((int(dice.integers(places[-1][0] + 1, DAYS)), places[-1][1], False))
        for day, team, is_employed in places:
            yield {
                "person_id": company.rep_id(number),
                "since": company.first + timedelta(days=day),
                "team_id": company.team_id(team),
                "region": REGIONS[team % len(REGIONS)],
                "is_employed": is_employed,
            }
