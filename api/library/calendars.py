"""An iCalendar of reviews: one all-day event for each page of an owner, on the day its review ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from shlex import quote

from icalendar import Alarm, Calendar, Event

from content.catalogue import Entry
from content.places.links import site_url
from content.problem import one_line
from lms.notices.recipients import Recipient

REMIND_BEFORE = timedelta(days=7)
REFRESH_EVERY = timedelta(hours=12)
EPOCH = date(1970, 1, 1)


def owned_by(entries: Iterable[Entry], person: Recipient) -> list[Entry]:
    """Return the pages that name this person as their owner and say until when they count."""
    return [page for page in entries if page.verified_until and page.owner == person.email]


def calendar_of(entries: Iterable[Entry], *, home: str) -> bytes:
    """Write the calendar; the same pages give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Repertoire//Reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "Reviews of pages")
    calendar.add("x-wr-calname", "Reviews of pages")
    calendar.add("refresh-interval", REFRESH_EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for entry in entries:
        calendar.add_component(_event(entry, home))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: Entry, home: str) -> Event:
    """Make the event; its sequence grows with each review, so that a calendar moves it instead of adding another."""
    reviewed = date.fromisoformat(entry.reviewed) if entry.reviewed else EPOCH
    summary = f"Review: {one_line(entry.title)}"
    event = Event()
    event.add("uid", f"{entry.id}@reviews.repertoire")
    event.add("sequence", max(0, (reviewed - EPOCH).days))
    event.add("dtstamp", datetime.combine(reviewed, time(), UTC))
    event.add("dtstart", date.fromisoformat(entry.verified_until or ""))
    event.add("summary", summary)
    event.add("description", f"Still true? repertoire reviewed {quote(one_line(entry.path))}")
    event.add("url", f"{home}{site_url(entry.url)}")
    event.add("categories", ["Review", entry.type])
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -REMIND_BEFORE)
    event.add_component(alarm)
    return event
