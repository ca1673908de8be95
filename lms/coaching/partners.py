"""Partners: who may coach whom, in sessions of which kinds; a mentor is paired, and sees no records for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from lms.coaching.models import KINDS, MentoringPair
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, visible_people
from lms.people.managing import managers_of
from lms.people.models import Person

MENTORING = ("mentoring",)
_LEADS = frozenset({"manager", "admin"})


def rep_for(session: Session, *, actor: Actor, rep_id: UUID, now: Now) -> tuple[Person, Sequence[str]]:
    """Return somebody whom the actor may coach now, and in which kinds of session; raises NotFound for others."""
    if rep_id == actor.id:
        raise Conflict("a session needs two people; name somebody else", field="rep_id")
    kinds = kinds_of(session, coach=actor, rep_id=rep_id, day=now.day)
    if not kinds:
        raise NotFound("no such person")
    return _present(session.get_one(Person, rep_id), now.at, "rep_id"), kinds


def coach_for(session: Session, *, actor: Actor, coach_id: UUID, now: Now) -> tuple[Person, Sequence[str]]:
    """Return somebody who may coach the actor, as their manager or mentor; raises NotFound for others."""
    if coach_id == actor.id:
        raise Conflict("a session needs two people; name somebody else", field="coach_id")
    for person in managers_of(session, person=session.get_one(Person, actor.id), at=now.at):
        if person.id == coach_id:
            return person, KINDS
    if is_paired(session, mentor_id=coach_id, mentee_id=actor.id, day=now.day):
        return _present(session.get_one(Person, coach_id), now.at, "coach_id"), MENTORING
    raise NotFound("no such person")


def kinds_of(session: Session, *, coach: Actor, rep_id: UUID, day: date) -> Sequence[str]:
    """Return the kinds of session that somebody may have with a rep on a day: all as manager, mentoring as mentor."""
    if not coach.roles.isdisjoint(_LEADS):
        wanted = visible_people(coach).where(Person.id == rep_id)
        if session.scalar(wanted) is not None:
            return KINDS
    return MENTORING if is_paired(session, mentor_id=coach.id, mentee_id=rep_id, day=day) else ()


def is_paired(session: Session, *, mentor_id: UUID, mentee_id: UUID, day: date) -> bool:
    """Tell whether somebody is the mentor of another on a day."""
    wanted = select(MentoringPair.id).where(
        MentoringPair.mentor_id == mentor_id, MentoringPair.mentee_id == mentee_id, holds_on(day)
    )
    return session.scalar(wanted.limit(1)) is not None


def mentees_on(actor: Actor, day: date) -> Select[UUID]:
    """Select the ids of those whose mentor the actor is on a day."""
    return select(MentoringPair.mentee_id).where(MentoringPair.mentor_id == actor.id, holds_on(day))


def mentors_of(session: Session, *, person_id: UUID, day: date) -> list[Person]:
    """Return the mentors of a person on a day, by name."""
    theirs = select(MentoringPair.mentor_id).where(MentoringPair.mentee_id == person_id, holds_on(day))
    return list(session.scalars(select(Person).where(Person.id.in_(theirs)).order_by(Person.name, Person.id)))


def holds_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a pair holds on a day."""
    return (MentoringPair.since <= day) & or_(MentoringPair.until.is_(None), MentoringPair.until > day)


def _present(person: Person, at: datetime, field: str) -> Person:
    if person.has_left(at):
        raise Conflict(f"{person.name} has left", field=field)
    return person
