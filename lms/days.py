"""Days of the company: a moment belongs to one of them, and each begins at midnight of its time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Now:
    """A moment, and which day that is for the company."""

    at: datetime
    day: date


def present() -> datetime:
    """Return the present moment in UTC; whoever else looks at a clock would make a day of its own."""
    return datetime.now(UTC)


def of_unix(seconds: float) -> datetime:
    """Return the moment so many seconds after the first of 1970, which is how systems count; raises OverflowError."""
    return _EPOCH + timedelta(seconds=seconds)


def day_of(zone: ZoneInfo, at: datetime) -> date:
    """Return the day that a moment belongs to in a time zone."""
    return at.astimezone(zone).date()


def now_in(zone: ZoneInfo, at: datetime) -> Now:
    """Return a moment with the day it belongs to in a time zone."""
    return Now(at, day_of(zone, at))


def today_in(zone: ZoneInfo) -> date:
    """Return which day it is in a time zone."""
    return now_in(zone, present()).day


def month_number(day: date) -> int:
    """Return the number of a day's month, counted since the year 0: twelve a year, without a gap."""
    return day.year * 12 + day.month - 1


def first_of_month(number: int) -> date:
    """Return the first day of a month by its number."""
    return date(number // 12, number % 12 + 1, 1)


def start_of(zone: ZoneInfo, day: date) -> datetime:
    """Return the first moment of a day in a time zone, in UTC; of the calendar's first day, the first there is."""
    if day == date.min:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(day, time.min, zone).astimezone(UTC)
