"""Errands: which letter, if any, brings somebody's calendar up to a session or a series as it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from icalendar import Event

from api.work.calendars.series import Unrolled, ended_event, occurrence_event, series_events
from api.work.calendars.sessions import Reader, coaching_url, session_event, session_url, title_of, uid_of
from api.work.calendars.writing import plain
from api.work.notices.invitation_letters import CalendarMethod, Invitation, TimeSpan
from config import Config
from lms.notices.appointments import Appointment, Attendee, Recurring
from lms.notices.invitations import ALL, EventName, LastSent

OPEN = ("proposed", "accepted")
# So many times of a series are said.
NEXT = 3
_SAYS = {"accepted": "Accepted", "moved": "Moved"}


def name_of(one: Appointment | Recurring, to: Attendee, roll: Unrolled | None = None) -> EventName:
    """Return what somebody's calendar knows a session or series by; with its series, as one of that."""
    if roll is None or isinstance(one, Recurring) or one.recurs_at is None:
        return EventName(to.id, uid_of(one.id), ALL)
    return EventName(to.id, uid_of(roll.series.id), f"{roll.clock_at(one):%Y%m%dT%H%M%S}")


def coming_of(roll: Unrolled, at: datetime) -> list[Appointment]:
    """Return the sessions of a series that are still to come."""
    return [one for one in roll.kept.values() if one.scheduled_at > at and one.status in OPEN]


def letter_of_session(
    one: Appointment, to: Attendee, *, config: Config, known: LastSent | None, said: str | None
) -> Invitation | None:
    """Return the letter of a session that is alone; None where there is nothing to say, `known` being what was sent."""
    if one.status == "cancelled":
        is_new, wanted = False, known is not None
    else:
        is_new, wanted = known is None or known.sequence < 0, one.status in OPEN
    if not wanted:
        return None
    says = _says(one, is_new=is_new, said=said)
    return _letter(one, to, config, name_of(one, to), one.sequence, says, [session_event(one, _reader(to, config))])


def letter_of_occurrence(
    roll: Unrolled, one: Appointment, to: Attendee, *, config: Config, said: str | None
) -> Invitation | None:
    """Return the letter of one session of a series that somebody's calendar knows.

    It holds that one event: Outlook takes no change of an occurrence that has the whole series beside it.
    """
    if one.status not in (*OPEN, "cancelled"):
        return None
    event = occurrence_event(roll, one, _reader(to, config))
    says = _says(one, is_new=False, said=said)
    return _letter(one, to, config, name_of(one, to, roll), one.sequence, says, [event])


def letter_of_series(
    roll: Unrolled, to: Attendee, *, config: Config, known: LastSent | None, said: str | None, at: datetime
) -> Invitation | None:
    """Return the letter of a whole series; None where nothing of it is to come, and none that is known was ended."""
    series, reader = roll.series, _reader(to, config)
    coming = coming_of(roll, at)
    known_as = name_of(series, to)
    if coming or roll.goes_on:
        is_new = known is None or known.sequence < 0
        says = "Invitation" if series.is_agreed else "Proposed"
        if not is_new:
            says = "Ends" if series.ended_at else "Accepted" if said == "accepted" else "Changed"
        spans = sorted((TimeSpan(one.scheduled_at, one.ends_at) for one in coming), key=lambda span: span.start)[:NEXT]
        spans = spans or [_first(series, roll.first)]
        events = _of_series(roll, reader)
        return _letter(series, to, config, known_as, series.sequence, says, events, spans=spans)
    if known is None or series.ended_at is None:
        return None
    spans = [TimeSpan(one.scheduled_at, one.ends_at) for one in roll.kept.values()][-1:] or [_first(series, roll.first)]
    events = _of_series(roll, reader) if roll.kept else [ended_event(series, reader)]
    says = "Ended" if roll.kept else "Cancelled"
    return _letter(series, to, config, known_as, series.sequence, says, events, spans=spans)


def _letter(
    one: Appointment | Recurring,
    to: Attendee,
    config: Config,
    name: EventName,
    sequence: int,
    says: str,
    events: list[Event],
    *,
    spans: list[TimeSpan] | None = None,
) -> Invitation:
    method: CalendarMethod = "CANCEL" if says == "Cancelled" else "REQUEST"
    url = session_url(config.public_url, one.id) if isinstance(one, Appointment) else coaching_url(config.public_url)
    about: dict[str, Any] = {"title": title_of(one, to.id), "place": plain(one.place or ""), "url": url}
    if spans is None:
        spans = [TimeSpan(one.scheduled_at, one.ends_at)] if isinstance(one, Appointment) else []
    return Invitation(
        to=to,
        coach=one.coach,
        name=name,
        sequence=sequence,
        method=method,
        says=says,
        spans=spans,
        goes_on=isinstance(one, Recurring) and one.ended_at is None,
        asks=_asks(one, to),
        events=events,
        **about,
    )


def _says(one: Appointment, *, is_new: bool, said: str | None) -> str:
    """Return the first word of the subject, by what was done last."""
    if one.status == "cancelled":
        return "Cancelled"
    if is_new:
        return "Proposed" if one.status == "proposed" else "Invitation"
    return _SAYS.get(said or "", "Changed")


def _asks(one: Appointment | Recurring, to: Attendee) -> Literal["", "you", "other"]:
    """Return whom a proposal asks, as somebody reads it; nothing for what is agreed or over."""
    if isinstance(one, Appointment):
        is_open, by_id = one.status == "proposed", one.proposed_by_id
    else:
        is_open, by_id = not one.is_agreed and one.ended_at is None, one.created_by_id
    if not is_open:
        return ""
    return "other" if by_id == to.id else "you"


def _of_series(roll: Unrolled, reader: Reader) -> list[Event]:
    """Return the events of a series under its own name; what its rule doesn't know any more has letters of its own."""
    name = uid_of(roll.series.id)
    return [event for event in series_events(roll, reader) if str(event["uid"]) == name]


def _first(series: Recurring, shown: datetime | None) -> TimeSpan:
    start = (shown or datetime.fromisoformat(series.starts_at)).replace(tzinfo=ZoneInfo(series.zone))
    return TimeSpan(start, start + timedelta(minutes=series.minutes))


def _reader(to: Attendee, config: Config) -> Reader:
    return Reader(to.id, config.public_url, config.mail_from)
