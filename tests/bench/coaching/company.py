"""The made company: reps in teams of five, whose managers coach them, in regions of ten teams, and two years of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SPACE = UUID("7d0c3c57-55a5-4a5e-8f0f-3a53d2f2a1c4")
ADMIN, ANALYST = uuid5(SPACE, "admin"), uuid5(SPACE, "analyst")
DAYS = 730
REPS_A_TEAM, TEAMS_A_REGION, REGIONS_AN_AREA = 5, 10, 10


@dataclass(frozen=True)
class Company:
    """The same company each time it is made for a day, with so many coaches, sessions, and scores of them."""

    today: date
    coaches: int
    sessions: int
    scores: int

    @property
    def reps(self) -> int:
        """How many reps there are."""
        return self.coaches * REPS_A_TEAM

    @property
    def first(self) -> date:
        """The first day of its history."""
        return self.today - timedelta(days=DAYS)

    @cached_property
    def parents(self) -> list[int | None]:
        """The number of the team above each: areas first, then regions, then teams."""
        regions = max(1, self.coaches // TEAMS_A_REGION)
        areas = max(1, regions // REGIONS_AN_AREA)
        above: list[int | None] = [None] * areas
        above += [number % areas for number in range(regions)]
        return above + [areas + number % regions for number in range(self.coaches)]

    @cached_property
    def first_team(self) -> int:
        """The number of the first team that reps are in."""
        return len(self.parents) - self.coaches

    @property
    def region(self) -> int:
        """The number of a region, whose manager has fifty reps below."""
        return self.parents.index(0)

    def team_id(self, number: int) -> UUID:
        """Return the id of a team."""
        return uuid5(SPACE, f"team {number}")

    def manager_id(self, number: int) -> UUID:
        """Return the id of the manager of a team."""
        return uuid5(SPACE, f"manager {number}")

    def coach_id(self, number: int) -> UUID:
        """Return the id of a coach: the manager of a team that reps are in."""
        return self.manager_id(self.first_team + number)

    def rep_id(self, number: int) -> UUID:
        """Return the id of a rep."""
        return uuid5(SPACE, f"rep {number}")

    def coach_of(self, rep: int) -> int:
        """Return the number of a rep's coach."""
        return rep % self.coaches


def write_people(session: Session, company: Company) -> None:
    """Write teams, people with their roles, and where everybody stands since the first day."""
    from sqlalchemy import insert

    from lms.people.models import Membership, Person, PersonRole, Team

    at = datetime.combine(company.first, time(), UTC)
    teams = [
        {"id": company.team_id(number), "name": f"Team {number:05}", "parent_id": above and company.team_id(above)}
        for number, above in enumerate(company.parents)
    ]
    for team, above in zip(teams, company.parents, strict=True):
        team["parent_id"] = None if above is None else company.team_id(above)
    session.execute(insert(Team), teams)
    people = [_person(ADMIN, "admin", "Ada Admin", None, "admin"), _person(ANALYST, "ana", "Ana Lyst", None, "analyst")]
    people += [
        _person(
            company.manager_id(number), f"manager{number}", f"Manager {number:05}", company.team_id(number), "manager"
        )
        for number in range(len(company.parents))
    ]
    people += [
        _person(
            company.rep_id(number),
            f"rep{number}",
            f"Rep {number:05}",
            company.team_id(company.first_team + company.coach_of(number)),
            "rep",
        )
        for number in range(company.reps)
    ]
    known = {"region": None, "hired_on": company.first, "created_at": at, "left_at": None}
    known |= {"job": None, "time_zone": None}
    session.execute(insert(Person), [{**{k: v for k, v in one.items() if k != "role"}, **known} for one in people])
    session.execute(insert(PersonRole), [{"person_id": one["id"], "role": one["role"]} for one in people])
    stands = {"since": company.first, "region": None, "job": None, "is_employed": True, "recorded_at": at}
    session.execute(
        insert(Membership),
        [{"person_id": one["id"], "team_id": one["team_id"], "recorded_by_id": None, **stands} for one in people],
    )
    session.commit()


def _person(id_: UUID, address: str, name: str, team_id: UUID | None, role: str) -> dict[str, Any]:
    return {"id": id_, "email": f"{address}@bench.example", "name": name, "team_id": team_id, "role": role}
