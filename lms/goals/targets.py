"""Targets: what a KPI is to reach in a period; each is added to those before it, and the last one counts."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, Invalid, NotAllowed, Refusal
from lms.goals.models import KpiTarget
from lms.people.access import Actor, visible_person, visible_team


@dataclass(frozen=True)
class Whom:
    """Whose target: of a person, of a team, or without both of the company."""

    team_id: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True)
class WantedTarget:
    """What a KPI is to reach from a first to a last day; without a value there is no target any more."""

    kpi: str
    whom: Whom
    starts_on: date
    ends_on: date
    value: float | None


@dataclass(frozen=True)
class SetTarget:
    """The target that counts, and those that it replaced, the newest first."""

    last: KpiTarget
    earlier: tuple[KpiTarget, ...]


def set_target(session: Session, *, actor: Actor, wanted: WantedTarget, now: Now) -> tuple[KpiTarget, bool]:
    """Add a target, and tell whether it is new: one that counts already is left as it is.

    An admin sets any, a manager those of the teams and people they manage, nobody their own. Raises NotAllowed,
    NotFound for whom the actor doesn't manage, Conflict for a period that ends before it starts, Invalid for no number.
    """
    _check_whom(session, actor, wanted.whom)
    if wanted.starts_on > wanted.ends_on:
        raise Conflict(f"the period starts on {wanted.starts_on}, after its end", field="end")
    if wanted.value is not None and not math.isfinite(wanted.value):
        raise Invalid("write a number", field="value")
    same = [
        target.last
        for target in list_targets(session, whom=wanted.whom, kpis=[wanted.kpi], with_ended=True)
        if (target.last.starts_on, target.last.ends_on) == (wanted.starts_on, wanted.ends_on)
    ]
    if same and same[0].value == wanted.value:
        return same[0], False
    if not same and wanted.value is None:
        raise Conflict("there is no target to take back", field="value")
    made = KpiTarget(
        kpi=wanted.kpi,
        team_id=wanted.whom.team_id,
        person_id=wanted.whom.person_id,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        value=wanted.value,
        set_at=now.at,
        set_by_id=actor.id,
    )
    session.add(made)
    session.flush()
    return made, True


def may_set(session: Session, *, actor: Actor, whom: Whom) -> bool:
    """Tell whether somebody may set the targets of whom; what others may read isn't theirs to set."""
    try:
        _check_whom(session, actor, whom)
    except Refusal:
        return False
    return True


def list_targets(
    session: Session, *, whom: Whom, kpis: Collection[str] | None = None, with_ended: bool = False
) -> list[SetTarget]:
    """Return the targets of somebody by KPI and period, the latest period first; those taken back if asked for."""
    is_theirs = and_(
        KpiTarget.team_id.is_not_distinct_from(whom.team_id),
        KpiTarget.person_id.is_not_distinct_from(whom.person_id),
    )
    found = _held(session, is_theirs, kpis)
    return [target for target in found if with_ended or target.last.value is not None]


def list_targets_of(
    session: Session,
    *,
    people: Select[UUID],
    team_ids: Collection[UUID],
    with_company: bool,
    kpis: Collection[str] | None = None,
) -> list[SetTarget]:
    """Return the targets of people, of teams and, if asked for, of the company, the latest period first."""
    is_company = and_(KpiTarget.team_id.is_(None), KpiTarget.person_id.is_(None))
    is_theirs = or_(KpiTarget.team_id.in_(team_ids), KpiTarget.person_id.in_(people))
    found = _held(session, or_(is_theirs, is_company) if with_company else is_theirs, kpis)
    return [target for target in found if target.last.value is not None]


def _held(session: Session, is_theirs: ColumnElement[bool], kpis: Collection[str] | None) -> list[SetTarget]:
    wanted = select(KpiTarget).where(is_theirs).order_by(KpiTarget.id)
    return _latest(session.scalars(wanted if kpis is None else wanted.where(KpiTarget.kpi.in_(kpis))))


def _latest(rows: Iterable[KpiTarget]) -> list[SetTarget]:
    by_period: dict[tuple[object, ...], list[KpiTarget]] = {}
    for row in rows:
        key = (row.kpi, row.team_id, row.person_id, row.starts_on, row.ends_on)
        by_period.setdefault(key, []).insert(0, row)
    found = [SetTarget(own[0], tuple(own[1:])) for own in by_period.values()]
    return sorted(found, key=lambda target: (target.last.starts_on, target.last.ends_on), reverse=True)


def _check_whom(session: Session, actor: Actor, whom: Whom) -> None:
    if whom.person_id is not None:
        visible_person(session, actor=actor, person_id=whom.person_id)
        if whom.person_id == actor.id and "admin" not in actor.roles:
            raise NotAllowed("nobody sets a target for themselves; ask your manager")
    elif whom.team_id is not None:
        visible_team(session, actor=actor, team_id=whom.team_id)
    elif "admin" not in actor.roles:
        raise NotAllowed("targets of the company are set by admins")
