"""Pairs of mentor and mentee: made by a manager of the mentee or an admin, from a day until another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, aliased

from lms.coaching.models import MentoringPair
from lms.coaching.partners import LEADS
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, visible_people, visible_person
from lms.people.directory import find_person, take_turn
from lms.people.models import Person

_FARTHEST = timedelta(days=3653)


@dataclass(frozen=True)
class PairShown:
    """A pair with the names of both, and whether the asker may end it."""

    pair: MentoringPair
    mentor: str
    mentee: str
    may_end: bool


def make_pair(
    session: Session,
    *,
    actor: Actor,
    mentee_id: UUID,
    now: Now,
    mentor_id: UUID | None = None,
    mentor_email: str | None = None,
    since: date | None = None,
) -> PairShown:
    """Pair a mentee of the actor's teams with a mentor of the company, whatever team, today or from another day on."""
    mentee = _mentee(session, actor, mentee_id)
    mentor = _mentor(session, now, mentor_id, mentor_email)
    if mentor.id == mentee.id:
        raise Conflict("nobody is their own mentor", field="mentor_id")
    if mentee.has_left(now.at):
        raise Conflict(f"{mentee.name} has left", field="mentee_id")
    begins = since or now.day
    if abs(begins - now.day) > _FARTHEST:
        raise Conflict("a pair begins at most ten years away", field="since")
    take_turn(session, person_id=mentee.id)
    known = select(MentoringPair.id).where(
        MentoringPair.mentor_id == mentor.id, MentoringPair.mentee_id == mentee.id, _lasts(begins)
    )
    if session.scalar(known.limit(1)) is not None:
        raise Conflict(f"{mentor.name} and {mentee.name} are paired already", field="mentor_id")
    pair = MentoringPair(mentor_id=mentor.id, mentee_id=mentee.id, since=begins, made_at=now.at, made_by_id=actor.id)
    session.add(pair)
    session.flush()
    return PairShown(pair, mentor.name, mentee.name, may_end=True)


def end_pair(session: Session, *, actor: Actor, pair_id: UUID, now: Now, until: date | None = None) -> PairShown:
    """End a pair today or with a day to come, which isn't one of theirs any more; raises NotFound for others' pairs."""
    shown = _show(session, actor, MentoringPair.id == pair_id)
    if not shown:
        raise NotFound("no such pair")
    found = shown[0]
    if not found.may_end:
        raise Conflict("a manager of the mentee ends it, or an admin")
    take_turn(session, person_id=found.pair.mentee_id)
    session.refresh(found.pair)
    ends = until or now.day
    if found.pair.until is not None and found.pair.until <= now.day:
        raise Conflict("the pair has ended already")
    if ends < now.day or ends - now.day > _FARTHEST:
        raise Conflict("a pair ends today or on a day to come", field="until")
    found.pair.until, found.pair.ended_at, found.pair.ended_by_id = ends, now.at, actor.id
    session.flush()
    return found


def list_pairs(session: Session, *, actor: Actor, day: date, after: UUID | None, limit: int) -> list[PairShown]:
    """Return the pairs that haven't ended in which the actor is one of the two, or whose mentee they manage."""
    conditions = [_lasts(day), *([MentoringPair.id > after] if after is not None else [])]
    return _show(session, actor, *conditions, limit=limit)


def _show(session: Session, actor: Actor, *conditions: ColumnElement[bool], limit: int = 1) -> list[PairShown]:
    mentor, mentee = aliased(Person), aliased(Person)
    is_managed = MentoringPair.mentee_id.in_(_managed(actor)) if _leads(actor) else None
    seen = or_(*(condition for condition in (_is_one(actor), is_managed) if condition is not None))
    more = [is_managed.label("may_end")] if is_managed is not None else []
    wanted = select(MentoringPair, mentor.name, mentee.name, *more).join(mentor, mentor.id == MentoringPair.mentor_id)
    wanted = wanted.join(mentee, mentee.id == MentoringPair.mentee_id).where(seen, *conditions)
    rows = session.execute(wanted.order_by(MentoringPair.id).limit(limit))
    return [PairShown(row[0], row[1], row[2], may_end=len(row) > 3 and bool(row[3])) for row in rows]


def _mentee(session: Session, actor: Actor, mentee_id: UUID) -> Person:
    if not _leads(actor):
        raise NotFound("no such person")
    mentee = visible_person(session, actor=actor, person_id=mentee_id)
    if mentee.id == actor.id and "admin" not in actor.roles:
        raise Conflict("your own mentor is for your manager to name, or for an admin", field="mentee_id")
    return mentee


def _mentor(session: Session, now: Now, mentor_id: UUID | None, email: str | None) -> Person:
    if (mentor_id is None) == (email is None):
        raise Conflict("name the mentor, or say their e-mail address", field="mentor_id")
    field = "mentor_id" if mentor_id else "mentor_email"
    found = session.get(Person, mentor_id) if mentor_id else find_person(session, email=email or "")
    if found is None or {role.role for role in found.roles} <= {"partner"}:
        raise Conflict("there is no such person in the company", field=field)
    if found.has_left(now.at):
        raise Conflict(f"{found.name} has left", field=field)
    return found


def _managed(actor: Actor) -> Select[UUID]:
    return visible_people(actor) if "admin" in actor.roles else visible_people(actor).where(Person.id != actor.id)


def _leads(actor: Actor) -> bool:
    return not actor.roles.isdisjoint(LEADS)


def _is_one(actor: Actor) -> ColumnElement[bool]:
    return (MentoringPair.mentor_id == actor.id) | (MentoringPair.mentee_id == actor.id)


def _lasts(day: date) -> ColumnElement[bool]:
    return MentoringPair.until.is_(None) | (MentoringPair.until > day)
