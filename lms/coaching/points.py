"""Points: what a rep wants to talk about the next time, with a coach of theirs or with whoever comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from lms.coaching.mentors import mentors_on
from lms.coaching.models import AgendaPoint, CoachingSession
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, still_here
from lms.people.managing import managers_of
from lms.people.models import Person

# Sessions that are still to take place.
COMING = ("proposed", "accepted")
_IS_OPEN = (AgendaPoint.session_id.is_(None), AgendaPoint.dropped_at.is_(None))


def add_point(session: Session, *, actor: Actor, text: str, coach_id: UUID | None, now: Now) -> AgendaPoint:
    """Write down what the actor wants to talk about; raises NotFound for a coach who isn't one of theirs."""
    _check_coach(session, actor, coach_id, now)
    point = AgendaPoint(rep_id=actor.id, coach_id=coach_id, text=text, added_at=now.at)
    session.add(point)
    session.flush()
    return point


def change_point(session: Session, *, actor: Actor, point_id: UUID, values: Mapping[str, Any], now: Now) -> AgendaPoint:
    """Say anew what is given of `text` and `coach_id` of an open point of the actor's."""
    point = get_point(session, actor=actor, point_id=point_id)
    if point.dropped_at is not None or point.session_id is not None:
        raise Conflict("this point isn't open any more; open it again first")
    if values.get("coach_id") not in {None, point.coach_id}:
        _check_coach(session, actor, values["coach_id"], now)
    for name, value in values.items():
        setattr(point, name, value)
    session.flush()
    return point


def drop_point(session: Session, *, actor: Actor, point_id: UUID, now: Now) -> AgendaPoint:
    """Drop a point of the actor's; saying it twice keeps the first time, and one that was talked about stays so."""
    point = get_point(session, actor=actor, point_id=point_id)
    if point.session_id is None:
        point.dropped_at = point.dropped_at or now.at
        session.flush()
    return point


def open_point(session: Session, *, actor: Actor, point_id: UUID) -> AgendaPoint:
    """Open a point of the actor's again, that was dropped or for which there was no time."""
    point = get_point(session, actor=actor, point_id=point_id)
    point.session_id = point.dropped_at = None
    session.flush()
    return point


def get_point(session: Session, *, actor: Actor, point_id: UUID) -> AgendaPoint:
    """Return a point of the actor's; raises NotFound for anybody else's."""
    wanted = select(AgendaPoint).where(AgendaPoint.id == point_id, AgendaPoint.rep_id == actor.id)
    point = session.scalar(wanted)
    if point is None:
        raise NotFound("no such point")
    return point


def list_points(
    session: Session, *, actor: Actor, is_open: bool = True, after: UUID | None = None, limit: int
) -> list[AgendaPoint]:
    """Return the actor's points in the order in which they were written; closed ones the last written first."""
    wanted = select(AgendaPoint).where(AgendaPoint.rep_id == actor.id)
    if is_open:
        wanted = wanted.where(*_IS_OPEN).order_by(AgendaPoint.id)
        wanted = wanted if after is None else wanted.where(AgendaPoint.id > after)
    else:
        closed = or_(AgendaPoint.session_id.is_not(None), AgendaPoint.dropped_at.is_not(None))
        wanted = wanted.where(closed).order_by(AgendaPoint.id.desc())
        wanted = wanted if after is None else wanted.where(AgendaPoint.id < after)
    return list(session.scalars(wanted.limit(limit)))


def points_of(session: Session, *, coaching: CoachingSession) -> list[AgendaPoint]:
    """Return the points of a session: those it took up, or while it is to come those that it would."""
    if coaching.status in COMING:
        wanted = select(AgendaPoint).where(_meant_for(coaching), *_IS_OPEN)
    else:
        wanted = select(AgendaPoint).where(AgendaPoint.session_id == coaching.id)
    return list(session.scalars(wanted.order_by(AgendaPoint.id)))


def take_up_points(session: Session, *, coaching: CoachingSession) -> None:
    """Let a session that is held take up what the rep wanted to talk about in it."""
    mine = update(AgendaPoint).where(_meant_for(coaching), *_IS_OPEN)
    session.execute(mine.values(session_id=coaching.id))


def give_back_points(session: Session, *, coaching: CoachingSession) -> None:
    """Open again what a session took up that wasn't held after all."""
    session.execute(update(AgendaPoint).where(AgendaPoint.session_id == coaching.id).values(session_id=None))


def coaches_of(session: Session, *, actor: Actor, now: Now) -> list[Person]:
    """Return for whom the actor may write a point: managers above them, mentors, and who has a session planned."""
    planned = select(CoachingSession.coach_id).where(
        CoachingSession.rep_id == actor.id, CoachingSession.status.in_(COMING)
    )
    managers = managers_of(session, person=session.get_one(Person, actor.id), at=now.at)
    wanted = or_(
        Person.id.in_(planned),
        Person.id.in_(mentors_on(actor.id, now.day)),
        Person.id.in_([one.id for one in managers]),
    )
    people = select(Person).where(wanted, Person.id != actor.id, still_here(now.at))
    return list(session.scalars(people.order_by(Person.name, Person.id)))


def _check_coach(session: Session, actor: Actor, coach_id: UUID | None, now: Now) -> None:
    if coach_id is not None and coach_id not in {one.id for one in coaches_of(session, actor=actor, now=now)}:
        raise NotFound("no such coach of yours")


def _meant_for(coaching: CoachingSession) -> ColumnElement[bool]:
    is_for = or_(AgendaPoint.coach_id.is_(None), AgendaPoint.coach_id == coaching.coach_id)
    return (AgendaPoint.rep_id == coaching.rep_id) & is_for
