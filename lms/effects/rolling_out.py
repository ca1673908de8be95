"""Rolling out by lot: a plan is drawn and fixed, its waves become rules, and it can be ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.effects.models import RollOut, RollOutMember, RollOutWave
from lms.effects.outcomes import OUTCOMES, Basis
from lms.effects.power_before import detectable_before
from lms.effects.units import DrawnBy, DrawnUnit, UnitStratum, people_as_units, teams_as_units
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, visible_people
from lms.statistics.effects.rollout import draw_waves
from lms.training.ending import end_rule
from lms.training.rules import Order, create_rule

RollOutKind = Literal["course", "page"]
LEAST_UNITS = 4
MOST_WAVES = 6
FARTHEST = timedelta(days=1095)


@dataclass(frozen=True)
class Plan:
    """What is to be rolled out to whom: the days on which waves begin, and the outcome with the day it is read.

    `due_days` after its wave begins a course is due.
    """

    name: str
    kind: RollOutKind
    subject_id: str
    unit: DrawnBy
    outcome: str
    waves: tuple[date, ...]
    reading_on: date
    person_ids: tuple[UUID, ...] = ()
    team_ids: tuple[UUID, ...] = ()
    strata: tuple[UnitStratum, ...] = ("team",)
    due_days: int = 28


@dataclass(frozen=True)
class RollOutDrawn:
    """Units with their waves, and the smallest difference that would most likely be seen; None where not known."""

    units: tuple[DrawnUnit, ...]
    waves: tuple[int, ...]
    detectable: float | None

    @property
    def first(self) -> int:
        """How many units get it first; all others are compared with them."""
        return self.waves.count(0)


def draw(session: Session, *, actor: Actor, plan: Plan, basis: Basis | None, seed: str, now: Now) -> RollOutDrawn:
    """Draw who gets it when, within strata, and say what could be seen (`basis` None: no figures); nothing is kept.

    Raises NotFound for people and teams whom the actor doesn't manage, Conflict for days that don't fit, and for too
    few units.
    """
    _check(plan, now.day)
    if plan.unit == "team":
        units = teams_as_units(session, actor=actor, team_ids=plan.team_ids, now=now)
    else:
        units = people_as_units(session, actor=actor, person_ids=plan.person_ids, strata=plan.strata, now=now)
    if len(units) < max(LEAST_UNITS, 2 * len(plan.waves)):
        least = max(LEAST_UNITS, 2 * len(plan.waves))
        raise Conflict(f"a draw into so many waves takes at least {least} of them", field=f"{plan.unit}_ids")
    drawn = draw_waves({str(unit.id): unit.stratum for unit in units}, waves=len(plan.waves), seed=seed)
    waves = tuple(drawn[str(unit.id)] for unit in units)
    length = (plan.reading_on - plan.waves[0]).days
    detectable = detectable_before(basis, plan.outcome, units, waves, days=length) if basis else None
    return RollOutDrawn(tuple(units), waves, detectable)


def begin_roll_out(session: Session, *, actor: Actor, plan: Plan, basis: Basis | None, seed: str, now: Now) -> RollOut:
    """Draw a plan and keep it for good, with a rule for each wave of a course; raises as `draw` does."""
    drawn = draw(session, actor=actor, plan=plan, basis=basis, seed=seed, now=now)
    made = RollOut(
        name=plan.name,
        kind=plan.kind,
        subject_id=plan.subject_id,
        unit=plan.unit,
        outcome=plan.outcome,
        strata=",".join(plan.strata) if plan.unit == "person" else "",
        seed=seed,
        reading_on=plan.reading_on,
        detectable=drawn.detectable,
        created_at=now.at,
        created_by_id=actor.id,
    )
    session.add(made)
    session.flush()
    for number, begins_on in enumerate(plan.waves):
        own = [unit for unit, wave in zip(drawn.units, drawn.waves, strict=True) if wave == number]
        rule_id = _give(session, actor, plan, own, begins_on, now)
        session.add(RollOutWave(roll_out_id=made.id, number=number, begins_on=begins_on, rule_id=rule_id))
        session.add_all(
            RollOutMember(roll_out_id=made.id, person_id=person, unit_id=unit.id, stratum=unit.stratum, wave=number)
            for unit in own
            for person in unit.people
        )
    session.flush()
    return made


def visible_roll_outs(actor: Actor) -> Select[RollOut]:
    """Select the roll-outs that the actor may see: an admin all, others those they made or of their people alone."""
    if "admin" in actor.roles:
        return select(RollOut)
    of_others = exists().where(
        RollOutMember.roll_out_id == RollOut.id, RollOutMember.person_id.not_in(visible_people(actor))
    )
    return select(RollOut).where((RollOut.created_by_id == actor.id) | ~of_others)


def list_roll_outs(session: Session, *, actor: Actor, after: UUID | None, limit: int) -> list[RollOut]:
    """Return the roll-outs that the actor may see, newest first; `after` is the last one seen."""
    wanted = visible_roll_outs(actor).order_by(RollOut.id.desc()).limit(limit)
    return list(session.scalars(wanted.where(RollOut.id < after) if after is not None else wanted))


def visible_roll_out(session: Session, *, actor: Actor, roll_out_id: UUID) -> RollOut:
    """Return a roll-out that the actor may see; raises NotFound for any other."""
    found = session.scalar(visible_roll_outs(actor).where(RollOut.id == roll_out_id))
    if found is None:
        raise NotFound("no such roll-out")
    return found


def waves_of(session: Session, roll_out: RollOut) -> list[RollOutWave]:
    """Return the waves in their order."""
    wanted = select(RollOutWave).where(RollOutWave.roll_out_id == roll_out.id).order_by(RollOutWave.number)
    return list(session.scalars(wanted))


def members_of(session: Session, roll_out: RollOut) -> list[RollOutMember]:
    """Return who was drawn, in the order of their ids."""
    wanted = select(RollOutMember).where(RollOutMember.roll_out_id == roll_out.id)
    return list(session.scalars(wanted.order_by(RollOutMember.person_id)))


def end_roll_out(session: Session, *, actor: Actor, roll_out_id: UUID, now: Now) -> RollOut:
    """End a roll-out, once: waves that haven't begun never do. What was given stays; ended early, it is never read."""
    found = visible_roll_out(session, actor=actor, roll_out_id=roll_out_id)
    if found.ended_at is not None:
        return found
    for wave in waves_of(session, found):
        if wave.rule_id is not None and wave.begins_on > now.day:
            end_rule(session, actor=actor, rule_id=wave.rule_id, now=now)
    found.ended_at, found.ended_by_id, found.ended_on = now.at, actor.id, now.day
    session.flush()
    return found


def _give(
    session: Session, actor: Actor, plan: Plan, units: Sequence[DrawnUnit], begins_on: date, now: Now
) -> UUID | None:
    """Let a rule give the course to a wave on its day; a page is given by who manages its people, from the list."""
    if plan.kind == "page":
        return None
    people = tuple(person for unit in units for person in unit.people)
    order = Order(courses=((plan.subject_id, plan.due_days),), person_ids=people, starts_on=begins_on)
    return create_rule(session, actor=actor, order=order, now=now).id


def _check(plan: Plan, today: date) -> None:
    if plan.outcome not in OUTCOMES:
        raise Conflict(f"choose one of {', '.join(OUTCOMES)}", field="outcome")
    if not 2 <= len(plan.waves) <= MOST_WAVES:
        raise Conflict(f"a roll-out has two to {MOST_WAVES} waves", field="waves")
    if list(plan.waves) != sorted(set(plan.waves)):
        raise Conflict("each wave begins after the one before it", field="waves")
    if plan.waves[0] < today:
        raise Conflict(f"the first wave's day {plan.waves[0]} is in the past", field="waves")
    if plan.waves[-1] - today > FARTHEST:
        raise Conflict("a roll-out lies within three years", field="waves")
    if not plan.waves[0] < plan.reading_on <= plan.waves[1]:
        raise Conflict(
            "it is read after the first wave began and not after the second begins, which are compared until then",
            field="reading_on",
        )
