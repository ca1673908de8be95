"""Appointments: sessions and series as calendars show them, without a word of what is said in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select, union_all
from sqlalchemy.orm import Session

from lms.coaching.models import CoachingSession, SessionSeries
from lms.people.models import Person

_SESSION = tuple(
    getattr(CoachingSession, name)
    for name in (
        *("id", "series_id", "recurs_at", "coach_id", "rep_id", "kind", "topic", "place", "status"),
        *("proposed_by_id", "scheduled_at", "minutes", "sequence", "told_sequence", "created_at", "changed_at"),
    )
)
_SERIES = tuple(
    getattr(SessionSeries, name)
    for name in (
        *("id", "coach_id", "rep_id", "kind", "topic", "place", "rule", "zone", "starts_at", "minutes"),
        *("sequence", "told_sequence", "is_agreed", "made_until", "created_at"),
        "created_by_id",
        *("changed_at", "ended_at"),
    )
)


@dataclass(frozen=True)
class Attendee:
    """One of a session's two people, and the time zone they set, if they did."""

    id: UUID
    name: str
    email: str
    time_zone: str | None


@dataclass(frozen=True)
class Appointment:
    """A session, alone or one of a series."""

    id: UUID
    series_id: UUID | None
    recurs_at: datetime | None
    coach: Attendee
    rep: Attendee
    kind: str
    topic: str
    place: str | None
    status: str
    proposed_by_id: UUID
    scheduled_at: datetime
    minutes: int
    sequence: int
    told_sequence: int
    created_at: datetime
    changed_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.scheduled_at + timedelta(minutes=self.minutes)

    @property
    def standing(self) -> Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]:
        """Its status in the words of RFC 5545."""
        if self.status == "cancelled":
            return "CANCELLED"
        return "TENTATIVE" if self.status == "proposed" else "CONFIRMED"


@dataclass(frozen=True)
class Recurring:
    """A series, with those of its sessions that were read."""

    id: UUID
    coach: Attendee
    rep: Attendee
    kind: str
    topic: str
    place: str | None
    rule: str
    zone: str
    starts_at: str
    minutes: int
    sequence: int
    told_sequence: int
    is_agreed: bool
    made_until: datetime
    created_at: datetime
    created_by_id: UUID
    changed_at: datetime
    ended_at: datetime | None
    sessions: tuple[Appointment, ...]


@dataclass(frozen=True)
class Appointments:
    """Sessions alone, the next first, and series, as they were made."""

    alone: tuple[Appointment, ...]
    series: tuple[Recurring, ...]


def appointments_of(session: Session, *, person_id: UUID, since: datetime) -> Appointments:
    """Return what somebody has with others from a moment on, but for what was cancelled."""
    # One range of an index for each part that they play.
    each = [
        select(*_SESSION).where(side == person_id, CoachingSession.scheduled_at >= since)
        for side in (CoachingSession.coach_id, CoachingSession.rep_id)
    ]
    rows = session.execute(union_all(*each)).all()
    mine = or_(SessionSeries.coach_id == person_id, SessionSeries.rep_id == person_id)
    goes_on = or_(SessionSeries.ended_at.is_(None), SessionSeries.ended_at >= since)
    series = session.execute(select(*_SERIES).where(mine, goes_on).order_by(SessionSeries.id)).all()
    missing = {row.series_id for row in rows if row.series_id} - {row.id for row in series}
    if missing:
        series = [*series, *_series_rows(session, SessionSeries.id.in_(missing))]
    return _put_together(session, rows, series)


def series_with_sessions(session: Session, *, series_ids: Collection[UUID]) -> dict[UUID, Recurring]:
    """Return some series with all sessions that they ever had."""
    rows = session.execute(select(*_SESSION).where(CoachingSession.series_id.in_(series_ids))).all()
    found = _put_together(session, rows, _series_rows(session, SessionSeries.id.in_(series_ids)))
    return {one.id: one for one in found.series}


def sessions_where(session: Session, *conditions: ColumnElement[bool], limit: int) -> list[Appointment]:
    """Return the first sessions by their time that fulfil conditions."""
    order = CoachingSession.scheduled_at, CoachingSession.id
    rows = session.execute(select(*_SESSION).where(*conditions).order_by(*order).limit(limit)).all()
    people = _people(session, rows)
    return [_appointment(row, people) for row in rows]


def _series_rows(session: Session, condition: ColumnElement[bool]) -> Sequence[Row[Any]]:
    return session.execute(select(*_SERIES).where(condition).order_by(SessionSeries.id)).all()


def _put_together(session: Session, rows: Iterable[Row[Any]], series: Sequence[Row[Any]]) -> Appointments:
    rows = sorted(rows, key=lambda row: (row.scheduled_at, row.id))
    people = _people(session, [*rows, *series])
    alone: list[Appointment] = []
    of_series: dict[UUID, list[Appointment]] = {row.id: [] for row in series}
    for row in rows:
        (of_series[row.series_id] if row.series_id else alone).append(_appointment(row, people))
    return Appointments(
        tuple(one for one in alone if one.status != "cancelled"),
        tuple(_recurring(row, people, of_series[row.id]) for row in series),
    )


def _people(session: Session, rows: Iterable[Row[Any]]) -> dict[UUID, Attendee]:
    """Return everybody who is named in rows of sessions or series."""
    ids = {person_id for row in rows for person_id in (row.coach_id, row.rep_id)}
    wanted = select(Person.id, Person.name, Person.email, Person.time_zone).where(Person.id.in_(ids))
    return {row.id: Attendee(*row) for row in session.execute(wanted)}


def _appointment(row: Row[Any], people: dict[UUID, Attendee]) -> Appointment:
    known = {name: value for name, value in row._mapping.items() if name not in {"coach_id", "rep_id"}}  # noqa: SLF001 - SQLAlchemy's public name for it
    return Appointment(coach=people[row.coach_id], rep=people[row.rep_id], **known)


def _recurring(row: Row[Any], people: dict[UUID, Attendee], sessions: list[Appointment]) -> Recurring:
    known = {name: value for name, value in row._mapping.items() if name not in {"coach_id", "rep_id"}}  # noqa: SLF001 - as above
    return Recurring(coach=people[row.coach_id], rep=people[row.rep_id], sessions=tuple(sessions), **known)
