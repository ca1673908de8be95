"""Occurrences of a rule (RFC 5545) on the clock of a time zone, each with the moment at which it comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar.prop import vRecur


def occurrences(rule: str, zone: ZoneInfo, starts_at: str) -> Iterator[tuple[datetime, datetime]]:
    """Yield what the clock shows at each occurrence, and the moment that this is.

    A time that the clock leaves out is taken as before it was put forward, one that it shows twice as the first
    (RFC 5545, 3.3.5).
    """
    parts = read_rule(rule)
    if "UNTIL" in parts:
        parts["UNTIL"] = [shown_until(parts["UNTIL"][0], zone)]
    written = vRecur(parts).to_ical().decode()  # type: ignore[no-untyped-call]  # the library says nothing of it
    for shown in rrulestr(written, dtstart=datetime.fromisoformat(starts_at)):
        yield shown, shown.replace(tzinfo=zone).astimezone(UTC)


def read_rule(rule: str) -> dict[str, Any]:
    """Return the parts of a rule by their names in capitals."""
    return dict(vRecur.from_ical(rule.removeprefix("RRULE:")))


def shown_until(until: Any, zone: ZoneInfo) -> datetime:
    """Return what the clock shows when a rule ends, which may be written as a day, a moment, or just so."""
    if not isinstance(until, datetime):
        return datetime.combine(until, time(23, 59, 59))
    return until if until.tzinfo is None else until.astimezone(zone).replace(tzinfo=None)
