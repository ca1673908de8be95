"""The time zone whose days are counted: when the company changes it, what was counted by the old days is marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.days import day_of, start_of
from lms.demand.models import CountedZone, DemandSpan, PageSpan
from lms.usage.marks import DayMark, mark_days
from lms.usage.models import OpenEvent, SearchEvent

FIRST_ZONE = "UTC"
# Any number that no other lock of this database has.
_LOCK = 7_208_114
_INSTANT = timedelta(microseconds=1)


def count_alone(session: Session) -> None:
    """Let one process at a time write counts on PostgreSQL, until the transaction ends; SQLite sees to it by itself."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def counted_zone(session: Session) -> ZoneInfo:
    """Return the time zone whose days are counted."""
    return ZoneInfo(session.scalar(select(CountedZone.zone)) or FIRST_ZONE)


def follow_zone(session: Session, *, zone: ZoneInfo, whole_since: datetime | None) -> Iterator[int]:
    """Let the days of a zone be counted from now on, and mark those on which anything was counted by another's.

    A counted day whose events aren't all there any more, or not with their people, keeps its counts as they are:
    `whole_since` is the moment from which on retention left everything, None where it takes nothing away.
    """
    before = counted_zone(session)
    if before.key == zone.key:
        return
    yield 0  # the next statement begins what must happen as one
    count_alone(session)
    if _change(session, before, zone):
        mark_days(session, _days_to_count(session, before, zone, whole_since))
    yield 0


def _change(session: Session, before: ZoneInfo, zone: ZoneInfo) -> bool:
    """Note the new zone; False when it isn't the old one any more that is noted."""
    insert = insert_into(session, CountedZone)
    change = insert.on_conflict_do_update(
        index_elements=["number"], set_={"zone": insert.excluded.zone}, where=CountedZone.zone == before.key
    ).returning(CountedZone.number)
    return session.execute(change, {"number": 1, "zone": zone.key}).first() is not None


def _days_to_count(session: Session, before: ZoneInfo, zone: ZoneInfo, whole_since: datetime | None) -> set[date]:
    """Return the days that were counted, or marked, in the zone before, and those that their moments lie on by now.

    Zones may be 26 hours apart: then a day shares no moment with the one of the same name.
    """
    counted = {
        day
        for table in (DemandSpan, PageSpan)
        for day in session.scalars(select(table.start).where(table.span == "day").distinct())
    }
    first = _first_with_person(session)
    since = date.max if first is None else day_of(before, first)
    kept = {day for day in counted if day < since or (whole_since and start_of(before, day) < whole_since)}
    seen = (counted | set(session.scalars(select(DayMark.day)))) - kept
    return (seen | {new for day in seen for new in _days_within(before, day, zone)}) - kept


def _days_within(before: ZoneInfo, day: date, zone: ZoneInfo) -> set[date]:
    """Return the days of a zone that a day of the zone before shares a moment with."""
    if day in {date.min, date.max}:
        return {day}
    first, last = start_of(before, day), start_of(before, day + timedelta(days=1)) - _INSTANT
    moments = (first, first + (last - first) / 2, last)
    return {day_of(zone, moment) for moment in moments}


def _first_with_person(session: Session) -> datetime | None:
    """Return the moment of the first search or open whose person is known: retention takes the oldest first."""
    firsts = [
        session.scalar(select(table.at).where(table.person_id.is_not(None)).order_by(table.at).limit(1))
        for table in (SearchEvent, OpenEvent)
    ]
    return min((first for first in firsts if first is not None), default=None)
