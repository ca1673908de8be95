"""Lists of people that come in: whoever is new is added, who is known changes, and nobody is left out by a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.work.people.keeping import ListedPeople, RowOutcomes
from api.work.people.names import PEOPLE
from api.work.people.placing import KnownPerson, ListPlaces, TeamNames
from api.work.people.said import JobNames, NumberedRow, PersonRow, SaidPerson, read_rows
from api.work.uploads.lists import DoRows, ListOf, SentList, Upload, upload_list
from lms.people.access import list_teams
from lms.people.models import Person, PersonRole

KIND = "people"


@dataclass(frozen=True)
class PeopleList:
    """Who sends a list of people, what reads the titles of published jobs by id, and whether it makes teams."""

    sent: SentList
    jobs: Callable[[], Mapping[str, str]]
    makes_teams: bool = False


def upload_people(session: Session, data: bytes, asked: PeopleList) -> tuple[Upload, RowOutcomes]:
    """Do what a file says of people, or find out what that would do, as `upload_list` does."""
    outcomes = RowOutcomes()

    def begin(done: Upload, rows: Sequence[NumberedRow]) -> DoRows[PersonRow]:
        said, wrong = read_rows(done, rows, JobNames(asked.jobs))
        there = {team.id: (team.name, team.parent_id) for team in list_teams(session)}
        names = {team_id: name for team_id, (name, _) in there.items()}
        above = {name: names[parent] if parent else None for name, parent in there.values()}
        teams = TeamNames(above, (one.team for one in said if one.team), makes_teams=asked.makes_teams)
        placed = _placed(done, ListPlaces(said, wrong, teams, _known(session, said, names)))
        return ListedPeople(session, done, outcomes, asked.sent, placed, names.items()).keep

    return upload_list(session, ListOf(KIND, PersonRow, begin, PEOPLE), data, asked.sent), outcomes


def _placed(done: Upload, places: ListPlaces) -> dict[int, tuple[SaidPerson, str | None]]:
    """Return the rows by number, each with the team that it puts somebody into; others are refused."""
    placed, refused = places.place_all()
    for said, refusal in refused:
        done.refuse(said.number, refusal.field, str(refusal))
    return {said.number: (said, team) for said, team in placed}


def _known(session: Session, said: Sequence[SaidPerson], teams: Mapping[UUID, str]) -> dict[str, KnownPerson]:
    """Return what is known of everybody by address, where a row names a manager; else nobody needs it."""
    if not any(one.manager for one in said):
        return {}
    managers = set(session.scalars(select(PersonRole.person_id).where(PersonRole.role == "manager")))
    rows = session.execute(select(Person.id, Person.email, Person.name, Person.team_id))
    return {row.email: KnownPerson(row.name, teams.get(row.team_id), row.id in managers) for row in rows}
