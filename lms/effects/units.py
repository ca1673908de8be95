"""Units of a draw: people or teams with their members, their strata, and one value of an outcome for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.effects.outcomes import SUMS, Basis
from lms.errors import Conflict, NotFound
from lms.kpis.registry import registry
from lms.kpis.scope import KpiPeriod, PartsShown
from lms.people.access import Actor, team_and_below, visible_people, visible_team
from lms.people.models import Person

DrawnBy = Literal["person", "team"]
UnitStratum = Literal["team", "region", "tenure"]
_THIRDS = ("newest third", "middle third", "longest third")


@dataclass(frozen=True)
class DrawnUnit:
    """A unit: its id, its people, and with which others it is alike."""

    id: UUID
    people: tuple[UUID, ...]
    stratum: str


def people_as_units(
    session: Session, *, actor: Actor, person_ids: Sequence[UUID], strata: Collection[UnitStratum], now: Now
) -> list[DrawnUnit]:
    """Return people whom the actor manages as units; NotFound for others, Conflict for who left."""
    wanted = list(dict.fromkeys(person_ids))
    rows = session.scalars(select(Person).where(Person.id.in_(wanted), Person.id.in_(visible_people(actor))))
    found = {person.id: person for person in rows}
    if len(found) < len(wanted):
        raise NotFound("no such person")
    for person in found.values():
        if person.has_left(now.at):
            raise Conflict(f"{person.name} has left", field="person_ids")
    people = [found[person_id] for person_id in wanted]
    thirds = _tenure_thirds(people, now)
    return [DrawnUnit(one.id, (one.id,), _stratum(one, thirds[one.id], strata)) for one in people]


def teams_as_units(session: Session, *, actor: Actor, team_ids: Sequence[UUID], now: Now) -> list[DrawnUnit]:
    """Return teams that the actor manages as units, with who is in them or below now; Conflict where they overlap."""
    found: list[DrawnUnit] = []
    seen: set[UUID] = set()
    for team_id in dict.fromkeys(team_ids):
        team = visible_team(session, actor=actor, team_id=team_id)
        inside = select(Person).where(Person.team_id.in_(team_and_below(team.id))).order_by(Person.id)
        people = [person.id for person in session.scalars(inside) if not person.has_left(now.at)]
        if not people:
            raise Conflict(f"nobody is in {team.name}", field="team_ids")
        if seen & set(people):
            raise Conflict(f"{team.name} and another of these teams have people in common", field="team_ids")
        seen |= set(people)
        found.append(DrawnUnit(team.id, tuple(people), "all"))
    return found


def values_of(basis: Basis, outcome: str, units: Sequence[DrawnUnit], period: KpiPeriod) -> NDArray[np.float64]:
    """Return an outcome of each unit in a period, as the registry reads it; sums are by person. NaN for none."""
    numbers = {person_id: number for number, person_id in enumerate(basis.figures.notes["who"]["ids"]) if person_id}
    own = [[numbers[str(one)] for one in unit.people if str(one) in numbers] for unit in units]
    shown = tuple(some[0] if some else -2 - place for place, some in enumerate(own))
    known = tuple(number for number in shown if number >= 0)
    above = {other: some[0] for some in own for other in some[1:]}
    with np.errstate(all="ignore"):
        read = registry()[outcome].read(basis.asked(period, parts=PartsShown("person", known, above)))
    by_number = dict(zip(known, np.asarray(read.value, np.float64)[:-1].tolist(), strict=True))
    values = np.array([by_number.get(number, np.nan) for number in shown])
    if outcome in SUMS:
        values = np.nan_to_num(values) / np.array([len(unit.people) for unit in units])
    return values


def _tenure_thirds(people: Sequence[Person], now: Now) -> dict[UUID, str]:
    order = sorted(people, key=lambda one: (-(one.hired_on or now.day).toordinal(), str(one.id)))
    return {one.id: _THIRDS[place * 3 // len(order)] for place, one in enumerate(reversed(order))}


def _stratum(person: Person, third: str, strata: Collection[UnitStratum]) -> str:
    said = {"team": person.team.name if person.team else "no team", "region": person.region or "-", "tenure": third}
    return " / ".join(said[name] for name in ("team", "region", "tenure") if name in strata) or "all"
