"""Decisions on advice: a reason that doesn't count for good, or until a day, by whoever manages the person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.advice.models import AdviceDecision
from lms.days import Now
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.access import Actor, visible_people, visible_person
from lms.people.directory import names_of, take_turn

FARTHEST = timedelta(days=366)
ReasonKey = tuple[UUID, str, str]


@dataclass(frozen=True)
class Decided:
    """A decision and who made it; one with a day counts until that day comes."""

    decision: AdviceDecision
    by: str


def read_decisions(session: Session, *, person_ids: Collection[UUID], day: date) -> dict[ReasonKey, Decided]:
    """Return the decisions that hold on a day on reasons to coach some people, the last of each reason."""
    wanted = (
        select(AdviceDecision)
        .where(AdviceDecision.person_id.in_(person_ids), AdviceDecision.withdrawn_at.is_(None))
        .where(AdviceDecision.until.is_(None) | (AdviceDecision.until > day))
        .order_by(AdviceDecision.id)
    )
    found = {(one.person_id, one.rule, one.subject): one for one in session.scalars(wanted)}
    names = names_of(session, person_ids={one.by_id for one in found.values()}) if found else {}
    return {key: Decided(one, names[one.by_id]) for key, one in found.items()}


def decide(
    session: Session, *, actor: Actor, key: ReasonKey, reason: str | None, until: date | None, now: Now
) -> AdviceDecision:
    """Dismiss a reason for good, which needs a reason, or snooze it until a day.

    The caller knows that the actor sees it. A decision that holds already is replaced. Nobody decides on themselves.
    """
    person_id, rule, subject = key
    _check_manages(session, actor, person_id)
    if until is None and reason is None:
        raise Conflict("say why it doesn't count, or until which day", field="reason")
    if until is not None and not now.day < until <= now.day + FARTHEST:
        raise Conflict("snooze it until a day of the next twelve months", field="until")
    take_turn(session, person_id=person_id)
    of = (AdviceDecision.person_id == person_id, AdviceDecision.rule == rule, AdviceDecision.subject == subject)
    held = update(AdviceDecision).where(*of, AdviceDecision.withdrawn_at.is_(None))
    session.execute(held.values(withdrawn_at=now.at, withdrawn_by_id=actor.id))
    made = AdviceDecision(
        person_id=person_id, rule=rule, subject=subject, reason=reason, until=until, at=now.at, by_id=actor.id
    )
    session.add(made)
    session.flush()
    return made


def take_back(session: Session, *, actor: Actor, decision_id: UUID, now: Now) -> AdviceDecision:
    """Take a decision back, whoever made it: the reason counts again; raises NotFound for people of others."""
    found = session.scalar(
        select(AdviceDecision).where(
            AdviceDecision.id == decision_id, AdviceDecision.person_id.in_(visible_people(actor))
        )
    )
    if found is None:
        raise NotFound("no such decision")
    _check_manages(session, actor, found.person_id)
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_by_id = now.at, actor.id
        session.flush()
    return found


def _check_manages(session: Session, actor: Actor, person_id: UUID) -> None:
    visible_person(session, actor=actor, person_id=person_id)
    if person_id == actor.id:
        raise NotAllowed("nobody decides on advice about themselves; your manager can")
