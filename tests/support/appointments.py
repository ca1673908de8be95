"""Sessions and series of the cast, put into the database as they stand, and what their calendars say of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from api.work.calendars.series import series_events, unrolled
from api.work.calendars.sessions import Reader
from api.work.calendars.writing import write_feed, write_message
from lms.coaching.models import CoachingSession, SessionSeries
from lms.coaching.recurrence import moments, read_rule
from lms.notices.appointments import Appointment, Attendee, Recurring
from support.factories import MONDAY, Cast, Player

HOME = "https://playbook.example"
SENDER = "playbook@brightwharf.example"
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


MAX = Attendee(UUID(int=1), "Max Oduya", "max@brightwharf.example", None)
ADA = Attendee(UUID(int=2), "Ada Lind", "ada@brightwharf.example", None)


def appointment(at: datetime = MONDAY + DAY, **known: Any) -> Appointment:
    """Return a session of Max and Ada, as it is read for calendars."""
    fields: dict[str, Any] = {
        "id": uuid7(),
        "series_id": None,
        "recurs_at": None,
        "coach": MAX,
        "rep": ADA,
        "kind": "one-to-one",
        "topic": "Prices",
        "place": None,
        "status": "accepted",
        "scheduled_at": at,
        "minutes": 30,
        "sequence": 0,
        "told_sequence": -1,
        "proposed_by_id": MAX.id,
        "created_at": MONDAY,
        "changed_at": MONDAY,
    }
    return Appointment(**{**fields, **known})


def recurring(
    rule: str = "FREQ=WEEKLY",
    zone: str = "Europe/Berlin",
    starts_at: str = "2026-03-03T09:00",
    *,
    made_for: timedelta = 10 * WEEK,
    **known: Any,
) -> Recurring:
    """Return a series of Max and Ada with the sessions of its first weeks."""
    begins = datetime.fromisoformat(starts_at).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    until = begins + made_for
    made = moments_of(rule, zone, starts_at, until)
    fields: dict[str, Any] = {
        "id": uuid7(),
        "coach": MAX,
        "rep": ADA,
        "kind": "one-to-one",
        "topic": "Weekly",
        "place": None,
        "rule": rule,
        "zone": zone,
        "starts_at": starts_at,
        "minutes": 30,
        "sequence": 0,
        "told_sequence": -1,
        "made_until": until,
        "created_at": MONDAY,
        "changed_at": MONDAY,
        "ended_at": None,
        "is_agreed": True,
        "created_by_id": MAX.id,
        "sessions": (),
    }
    series = Recurring(**{**fields, **known})
    sessions = [appointment(at, series_id=series.id, recurs_at=at, topic=series.topic) for at in made]
    return replace(series, sessions=tuple(sessions))


def moments_of(rule: str, zone: str, starts_at: str, until: datetime) -> list[datetime]:
    """Return when a series comes by its rule."""
    begins = datetime.fromisoformat(starts_at)
    return list(moments(read_rule(rule), starts_at=begins, zone=ZoneInfo(zone), until=until))


def with_session(series: Recurring, number: int, **changes: Any) -> Recurring:
    """Return a series in which one of its sessions was changed, by its number from 0."""
    sessions = list(series.sessions)
    old = sessions[number]
    sessions[number] = replace(old, sequence=old.sequence + 1, changed_at=old.changed_at + HOUR, **changes)
    return replace(series, sessions=tuple(sessions))


def written(series: Recurring, *, sender: str = "") -> bytes:
    """Return the calendar of a series, as Ada's feed has it, or as an invitation by e-mail."""
    events = series_events(unrolled(series), Reader(ADA.id, HOME, sender))
    return write_message(events, method="REQUEST") if sender else write_feed(events, name="Playbook")


def meet(session: Session, cast: Cast, *, at: datetime = MONDAY + DAY, **known: Any) -> CoachingSession:
    """Put a session of Max and Ada into the database, which both have accepted; `at` is when it is."""
    fields: dict[str, Any] = {
        "coach_id": cast.max.id,
        "rep_id": cast.ada.id,
        "proposed_by_id": cast.max.id,
        "kind": "one-to-one",
        "topic": "Prices",
        "status": "accepted",
        "minutes": 30,
        "sequence": 0,
        "scheduled_at": at,
        "created_at": MONDAY,
        "changed_at": MONDAY,
    }
    made = CoachingSession(**{**fields, **known})
    session.add(made)
    session.flush()
    return made


def meet_again(
    session: Session,
    cast: Cast,
    *,
    rule: str = "FREQ=WEEKLY",
    zone: str = "Europe/Berlin",
    starts_at: str = "2026-03-03T09:00",
    made_for: timedelta = 10 * WEEK,
    **known: Any,
) -> tuple[SessionSeries, list[CoachingSession]]:
    """Put a series of Max and Ada into the database, with the sessions of its first weeks."""
    begins = datetime.fromisoformat(starts_at).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    fields: dict[str, Any] = {
        "coach_id": cast.max.id,
        "rep_id": cast.ada.id,
        "kind": "one-to-one",
        "topic": "Weekly",
        "minutes": 30,
        "rule": rule,
        "zone": zone,
        "starts_at": starts_at,
        "sequence": 0,
        "is_agreed": True,
        "made_until": begins + made_for,
        "created_at": MONDAY,
        "created_by_id": cast.max.id,
        "changed_at": MONDAY,
    }
    series = SessionSeries(**{"is_agreed": True, **fields, **known})
    session.add(series)
    session.flush()
    made = [
        meet(session, cast, at=at, series_id=series.id, recurs_at=at, kind=series.kind, topic=series.topic)
        for at in moments_of(rule, zone, starts_at, series.made_until)
    ]
    return series, made


def change(one: CoachingSession | SessionSeries, **known: Any) -> None:
    """Change a session or series as a person does: calendars must hear of it."""
    for name, value in known.items():
        setattr(one, name, value)
    one.sequence += 1
    one.changed_at += HOUR


def reader(player: Player, *, sender: str = "") -> Reader:
    """Return whose calendar an event is written for."""
    return Reader(player.id, HOME, sender)


def events_in(written: bytes) -> list[Any]:
    """Return the events of a calendar, after checking how it is written."""
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(len(line) <= 75 for line in lines)
    (calendar,) = Calendar.from_ical(written, multiple=True)
    events = list(calendar.walk("VEVENT"))
    assert [event.errors for event in events] == [[]] * len(events)
    assert written.count(b"\r\nBEGIN:VEVENT\r\n") == len(events)
    return events
