"""Calendars in writing: events and the time zones they name, as the bytes of one file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from api.work.calendars.zones import timezone_of

PRODUCT = "-//Repertoire//Calendar//EN"
REFRESH_EVERY = timedelta(hours=1)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def plain(text: str) -> str:
    """Return words as one line, in which nothing can end the line that it stands on."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def write_feed(events: Iterable[Event], *, name: str) -> bytes:
    """Write what a calendar subscribes to; the same events give the same bytes."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH_EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return _written(calendar, list(events))


def write_message(events: Iterable[Event], *, method: str) -> bytes:
    """Write what an e-mail asks a calendar to do (RFC 5546)."""
    return _written(_calendar(method), list(events))


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _written(calendar: Calendar, events: list[Event]) -> bytes:
    """Write a calendar with each zone that its events name, from the year on in which the first of them is."""
    years: dict[str, int] = {}
    for event in events:
        start = event.DTSTART
        if isinstance(start, datetime) and isinstance(start.tzinfo, ZoneInfo):
            name = start.tzinfo.key
            years[name] = min(years.get(name, start.year), start.year)
    for name in sorted(years):
        calendar.add_component(timezone_of(name, years[name]))
    for event in events:
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
