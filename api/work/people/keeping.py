"""Keeps what a list says of people: who is new is added, who is known changes from a day on, leaves, or is back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.work.people.comparing import BeforeAfter, ComparedRow, compare
from api.work.people.said import NumberedRow, SaidPerson
from api.work.uploads.lists import SentList, Upload
from lms.errors import Refusal
from lms.people.directory import ensure_team, take_turns_with_admins
from lms.people.memberships import read_timelines
from lms.people.models import Person
from lms.people.wanted import NewPerson
from lms.training.following import ListedChange, add_people, change_listed

What = Literal["added", "changed", "left", "back"]
MOST_TOLD = 1_000
# What the verbs on people call things, and the columns that say them.
_COLUMNS = {"team_id": "team"}
_Placed = tuple[SaidPerson, str | None]


@dataclass(frozen=True)
class RowOutcome:
    """What becomes of somebody by a row, with what was before and is after, by column."""

    row: int
    email: str
    name: str
    what: What
    changes: Mapping[str, BeforeAfter]


@dataclass
class RowOutcomes:
    """The first outcomes of a list, those who stay as they are left out, and the teams that it makes."""

    rows: list[RowOutcome] = field(default_factory=list)
    teams: set[str] = field(default_factory=set)

    def tell(self, outcome: RowOutcome) -> None:
        """Note an outcome, unless there are many."""
        if len(self.rows) < MOST_TOLD:
            self.rows.append(outcome)


class ListedPeople:
    """Does rows that were read and placed."""

    def __init__(
        self,
        session: Session,
        done: Upload,
        outcomes: RowOutcomes,
        sent: SentList,
        placed: Mapping[int, _Placed],
        teams: Iterable[tuple[UUID, str]],
    ) -> None:
        """Take the rows by number, each with the team that it puts somebody into, and the names of teams."""
        self._session, self._done, self._outcomes, self._sent = session, done, outcomes, sent
        self._placed, self._names = placed, dict(teams)
        self._there = set(self._names.values())

    def keep(self, rows: Sequence[NumberedRow]) -> None:
        """Do some of the rows, each wholly or not at all."""
        placed = [self._placed[number] for number, _ in rows if number in self._placed]
        wanted = select(Person).where(Person.email.in_([said.email for said, _ in placed]))
        here = self._session.scalars(wanted.with_only_columns(Person.id)).all()
        take_turns_with_admins(self._session, person_ids=here)  # the sender is an admin
        found = self._session.scalars(wanted.execution_options(populate_existing=True))
        known = {person.email: person for person in found}
        timelines = read_timelines(self._session, person_ids=[person.id for person in known.values()])
        ids = self._ids_of({team for _, team in placed if team is not None})
        new: list[tuple[SaidPerson, UUID | None]] = []
        changed: list[tuple[SaidPerson, Person, ComparedRow]] = []
        for said, team in placed:
            person, team_id = known.get(said.email), ids[team] if team is not None else None
            if person is None:
                new += [(said, team_id)] if self._may_join(said) else []
                continue
            try:
                compared = compare(said, person, timelines[person.id], team_id, self._names, self._sent)
            except Refusal as refusal:
                self._refuse(said, refusal)
                continue
            if compared.is_same:
                self._done.already_there += 1
            else:
                changed.append((said, person, compared))
        self._change(changed)
        self._add(new)

    def _ids_of(self, names: Iterable[str]) -> dict[str, UUID]:
        """Return the ids of teams; those that aren't there are made."""
        found = {name: ensure_team(self._session, name=name).id for name in sorted(names)}
        self._names |= {team_id: name for name, team_id in found.items()}
        self._outcomes.teams |= found.keys() - self._there
        return found

    def _may_join(self, said: SaidPerson) -> bool:
        """Tell whether somebody new can be added; what is missing is refused."""
        begins = said.hired_on or said.on or self._sent.now.day
        if said.name is None:
            self._done.refuse(said.number, "name", f"{said.email} is new here; give their name")
        elif said.last_day is not None and said.last_day < begins:
            detail = f"{said.email} is new here, and {said.last_day} is before their first day; give `hired_on`"
            self._done.refuse(said.number, "last_day", detail)
        else:
            return True
        return False

    def _add(self, new: Sequence[tuple[SaidPerson, UUID | None]]) -> None:
        """Add all of them at once, or where one is refused, each alone."""
        if not new:
            return
        try:
            with self._session.begin_nested():
                people = add_people(
                    self._session, people=[self._given(said, team_id) for said, team_id in new], now=self._sent.now
                )
                pairs = zip(new, people, strict=True)
                self._change_all([_leaving(said.last_day, one) for (said, _), one in pairs if said.last_day])
        except Refusal as refusal:
            if len(new) == 1:
                self._refuse(new[0][0], refusal)
                return
            for one in new:
                self._add([one])
            return
        for (said, team_id), person in zip(new, people, strict=True):
            self._done.created += 1
            self._outcomes.tell(RowOutcome(said.number, said.email, person.name, "added", self._shown(said, team_id)))

    def _given(self, said: SaidPerson, team_id: UUID | None) -> NewPerson:
        return NewPerson(
            email=said.email,
            name=said.name or "",
            roles=said.roles or ("rep",),
            team_id=team_id,
            hired_on=said.hired_on or said.on,
            region=said.region,
            job=said.job,
            actor=self._sent.actor,
        )

    def _shown(self, said: SaidPerson, team_id: UUID | None) -> dict[str, BeforeAfter]:
        values = {
            "roles": ", ".join(said.roles or ("rep",)),
            "team": self._names.get(team_id) if team_id else None,
            "region": said.region,
            "job": said.job,
            "hired_on": str(said.hired_on or said.on or self._sent.now.day),
            "last_day": str(said.last_day) if said.last_day else None,
        }
        return {name: (None, value) for name, value in values.items() if value}

    def _change(self, changed: Sequence[tuple[SaidPerson, Person, ComparedRow]]) -> None:
        told = [(said, person.id, said.name or person.name, compared) for said, person, compared in changed]
        refused = self._change_all([compared.change for _, _, compared in changed], raises=False)
        for said, person_id, name, compared in told:
            if person_id in refused:
                self._refuse(said, refused[person_id])
            else:
                self._done.changed += 1
                self._outcomes.tell(RowOutcome(said.number, said.email, name, compared.what, compared.shown))

    def _change_all(self, listed: Sequence[ListedChange], *, raises: bool = True) -> dict[UUID, Refusal]:
        """Change people who are there; with `raises` the first refusal is raised."""
        if not listed:
            return {}
        sent = self._sent
        refused = change_listed(self._session, actor=sent.actor, listed=listed, now=sent.now, zone=sent.zone)
        if refused and raises:
            raise next(iter(refused.values()))
        return refused

    def _refuse(self, said: SaidPerson, refusal: Refusal) -> None:
        column = _COLUMNS.get(refusal.field or "", refusal.field)
        self._done.refuse(said.number, column, str(refusal))


def _leaving(last_day: date, person: Person) -> ListedChange:
    return ListedChange(person.id, last_day, None, {}, last_day)
