"""Partners: who may coach whom, in sessions of which kinds; a mentor is paired, and sees no records for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.coaching.changes import SessionPart
from lms.coaching.mentors import is_paired, mentees_on, mentors_on
from lms.coaching.models import KINDS
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, still_here, visible_people
from lms.people.managing import managers_of
from lms.people.models import Person

MENTORING = ("mentoring",)
LEADS = frozenset({"manager", "admin"})


@dataclass(frozen=True)
class Partner:
    """Somebody with whom one may have sessions, what they are in them, and of which kinds these are."""

    id: UUID
    name: str
    part: SessionPart
    kinds: Sequence[str]


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
    if not coach.roles.isdisjoint(LEADS):
        wanted = visible_people(coach).where(Person.id == rep_id)
        if session.scalar(wanted) is not None:
            return KINDS
    return MENTORING if is_paired(session, mentor_id=coach.id, mentee_id=rep_id, day=day) else ()


def list_partners(session: Session, *, actor: Actor, now: Now) -> list[Partner]:
    """Return whom the actor may have sessions with as managers, mentors or mentees; whom they manage is left out."""
    managers = managers_of(session, person=session.get_one(Person, actor.id), at=now.at)
    found = [Partner(one.id, one.name, "coach", KINDS) for one in managers]
    sides: tuple[tuple[SessionPart, Select[UUID]], ...] = (
        ("coach", mentors_on(actor.id, now.day)),
        ("rep", mentees_on(actor.id, now.day)),
    )
    for part, paired in sides:
        known = {one.id for one in found}
        people = select(Person.id, Person.name).where(Person.id.in_(paired), still_here(now.at)).order_by(Person.name)
        found += [Partner(row.id, row.name, part, MENTORING) for row in session.execute(people) if row.id not in known]
    return found


def _present(person: Person, at: datetime, field: str) -> Person:
    if person.has_left(at):
        raise Conflict(f"{person.name} has left", field=field)
    return person
