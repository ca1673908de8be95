"""Weeks of coaching by person: what they are to do, what they wait for that is overdue, and the sessions to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from lms.coaching.actions.models import ActionItem
from lms.coaching.models import CoachingSession
from lms.coaching.points import COMING
from lms.days import Now
from lms.people.models import Person

WEEK = timedelta(days=7)
# Columns and not objects: a company has some ten thousand of these.
_PEOPLE = select(Person.id, Person.name, Person.time_zone)
_OF_ITEMS = ("session_id", "coach_id", "rep_id", "owner_id", "text", "due_on")
_OF_SESSIONS = ("id", "coach_id", "rep_id", "topic", "scheduled_at", "status")


@dataclass(frozen=True, slots=True)
class WeekItem:
    """An open action item, with the name of the other one of the two."""

    session_id: UUID
    text: str
    other: str
    due_on: date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class WeekSession:
    """A session within the next seven days; an `is_proposal` isn't accepted yet."""

    id: UUID
    topic: str
    other: str
    at: datetime
    is_proposal: bool


@dataclass(frozen=True, slots=True)
class CoachingWeek:
    """What a week of coaching asks of one person: their items, overdue ones of others, and sessions, each in order.

    `zone` is the time zone that the person has set.
    """

    zone: str | None = None
    own: list[WeekItem] = field(default_factory=list)
    waiting: list[WeekItem] = field(default_factory=list)
    sessions: list[WeekSession] = field(default_factory=list)


def weeks_by_person(session: Session, *, now: Now) -> dict[UUID, CoachingWeek]:
    """Return the seven days from now on of everybody of whom they ask something.

    An item that is overdue reaches both of its two people, one that is due within these days its owner alone.
    """
    items, sessions = _items(session, now.day), _sessions(session, now.at)
    people = {person_id for row in (*items, *sessions) for person_id in (row.coach_id, row.rep_id)}
    known = {row.id: row for row in session.execute(_PEOPLE.where(Person.id.in_(people)))} if people else {}
    weeks = {person_id: CoachingWeek(known[person_id].time_zone) for person_id in people}
    for item in items:
        other_id = item.rep_id if item.owner_id == item.coach_id else item.coach_id
        weeks[item.owner_id].own.append(_item(item, known[other_id].name, now.day))
        if item.due_on < now.day:
            weeks[other_id].waiting.append(_item(item, known[item.owner_id].name, now.day))
    for one in sessions:
        for person_id, other_id in ((one.coach_id, one.rep_id), (one.rep_id, one.coach_id)):
            told = WeekSession(one.id, one.topic, known[other_id].name, one.scheduled_at, one.status == "proposed")
            weeks[person_id].sessions.append(told)
    return {person_id: week for person_id, week in weeks.items() if week.own or week.waiting or week.sessions}


def _item(item: Row[Any], other: str, today: date) -> WeekItem:
    return WeekItem(item.session_id, item.text, other, item.due_on, item.due_on < today)


def _items(session: Session, today: date) -> Sequence[Row[Any]]:
    wanted = (
        select(*(getattr(ActionItem, name) for name in _OF_ITEMS))
        .where(ActionItem.closed_at.is_(None), ActionItem.due_on < today + WEEK)
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    return session.execute(wanted).all()


def _sessions(session: Session, at: datetime) -> Sequence[Row[Any]]:
    when = CoachingSession.scheduled_at
    wanted = (
        select(*(getattr(CoachingSession, name) for name in _OF_SESSIONS))
        .where(CoachingSession.status.in_(COMING), when >= at, when < at + WEEK)
        .order_by(when, CoachingSession.id)
    )
    return session.execute(wanted).all()
