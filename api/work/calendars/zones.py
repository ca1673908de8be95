"""Time zones as components of a calendar, with the rules by which their clocks change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

# After this many years each date has fallen on each day of the week, so that a rule shows.
CYCLE = 28
# Clocks change at most once in so many days, also where Ramadan interrupts the summer.
STEP = timedelta(days=7)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class _Change:
    """A moment at which a zone's clocks change, and what they show before and after it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def shown(self) -> datetime:
        """What the clocks would show at that moment if they hadn't changed."""
        return (self.at + self.before).replace(tzinfo=None)


@lru_cache(maxsize=256)
def timezone_of(name: str, year: int) -> Timezone:
    """Return a zone's component, right from a year on.

    Yearly rules, not lists of dates, wherever there are any: Outlook leaves the lists out and is an hour off.
    """
    zone = ZoneInfo(name)
    begins = datetime(year - 1, 1, 1, tzinfo=UTC)
    kinds = _alike(_changes(zone, begins))
    rules = [_rule(changes, begins.year) for changes in kinds]
    made = Timezone()
    made.add("tzid", name)
    # Outlook makes one summer and one winter of all that stands here, so nothing stands here that may be left out.
    if not all(rules) or not rules:
        made.add_component(_standing(zone, begins))
    for changes, rule in zip(kinds, rules, strict=True):
        made.add_component(_observance(changes, rule))
    return made


def _standing(zone: ZoneInfo, at: datetime) -> TimezoneStandard | TimezoneDaylight:
    """Return what holds until the clocks change for the first time."""
    local = at.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    made = TimezoneDaylight() if local.dst() else TimezoneStandard()
    made.add("dtstart", at.replace(tzinfo=None))
    made.add("tzoffsetfrom", offset)
    made.add("tzoffsetto", offset)
    made.add("tzname", local.tzname() or zone.key)
    return made


def _changes(zone: ZoneInfo, begins: datetime) -> Iterator[_Change]:
    """Yield when the clocks change, for a cycle of years."""
    ends, at = begins.replace(year=begins.year + CYCLE + 1), begins
    while at < ends:
        later = at + STEP
        if _clock(zone, at) != _clock(zone, later):
            yield _change_between(zone, at, later)
        at = later


def _change_between(zone: ZoneInfo, least: datetime, most: datetime) -> _Change:
    """Return the change between two moments, to the second."""
    before = _clock(zone, least)
    while most - least > timedelta(seconds=1):
        middle = (least + (most - least) / 2).replace(microsecond=0)
        least, most = (middle, most) if _clock(zone, middle) == before else (least, middle)
    after, is_summer, name = _clock(zone, most)
    return _Change(most, before[0], after, name, is_summer)


def _clock(zone: ZoneInfo, at: datetime) -> tuple[timedelta, bool, str]:
    local = at.astimezone(zone)
    return local.utcoffset() or timedelta(), bool(local.dst()), local.tzname() or zone.key


def _alike(changes: Iterator[_Change]) -> list[list[_Change]]:
    """Return the changes of the same kind beside each other: those to summer, and those back."""
    found: dict[Any, list[_Change]] = {}
    for change in changes:
        found.setdefault((change.before, change.after, change.name, change.is_summer), []).append(change)
    return list(found.values())


def _observance(changes: Sequence[_Change], rule: dict[str, Any] | None) -> TimezoneStandard | TimezoneDaylight:
    """Return the component of one kind of change, by its yearly rule, or by its dates where there is none."""
    first = changes[0]
    made = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    made.add("dtstart", first.shown)
    if rule:
        made.add("rrule", rule)
    elif len(changes) > 1:
        made.add("rdate", [change.shown for change in changes[1:]])
    made.add("tzoffsetfrom", first.before)
    made.add("tzoffsetto", first.after)
    made.add("tzname", first.name)
    return made


def _rule(changes: Sequence[_Change], year: int) -> dict[str, Any] | None:
    """Return the rule by which a change comes in each of the years, such as the last Sunday of March; None without."""
    shown = [change.shown for change in changes]
    is_yearly = [moment.year for moment in shown] == list(range(year, year + CYCLE + 1))
    if not is_yearly or len({(one.month, one.weekday(), one.time()) for one in shown}) != 1:
        return None
    days = [one.day for one in shown]
    weekday, month = WEEKDAYS[shown[0].weekday()], shown[0].month
    if all(one.day + 7 > _days_in(one) for one in shown):
        return {"freq": "YEARLY", "bymonth": month, "byday": f"-1{weekday}"}
    if max(days) - min(days) > 6:
        return None
    if max(days) % 7 == 0:
        return {"freq": "YEARLY", "bymonth": month, "byday": f"{max(days) // 7}{weekday}"}
    among = list(range(min(days), max(days) + 1))
    return {"freq": "YEARLY", "bymonth": month, "bymonthday": among, "byday": weekday}


def _days_in(day: datetime) -> int:
    """Return how many days the month of a day has."""
    return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
