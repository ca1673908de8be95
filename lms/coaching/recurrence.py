"""Recurrence: rules of RFC 5545 on the clock of a time zone, checked so that they end, and the moments they give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NoReturn
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from lms.errors import Conflict

FREQUENCIES: dict[str, Literal[1, 2, 3]] = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_COUNT, MOST_INTERVAL, MOST_RULE = 520, 99, 500
LONGEST = timedelta(days=3653)
PARTS = ("FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST", "COUNT", "UNTIL")
# Wider than any calendar, so that only the first day, week or month of a rule is looked at.
_ONCE = 12 * 9999
_DAY = re.compile(rf"([+-]?[1-5])?({'|'.join(DAYS)})")
_UNTIL = re.compile(r"\d{8}(T\d{6}Z)?")


@dataclass(frozen=True)
class RepeatRule:
    """A rule that was read: its parts by name, as RFC 5545 writes them, and checked."""

    parts: Mapping[str, str]

    @property
    def text(self) -> str:
        """The rule as RFC 5545 writes it, its parts in one order."""
        return ";".join(f"{name}={self.parts[name]}" for name in PARTS if name in self.parts)

    @property
    def interval(self) -> int:
        """Every how many days, weeks or months."""
        return int(self.parts.get("INTERVAL", "1"))

    @property
    def count(self) -> int | None:
        """After how many times it ends."""
        return int(self.parts["COUNT"]) if "COUNT" in self.parts else None

    @property
    def until(self) -> datetime | None:
        """The last moment at which it may come."""
        text = self.parts.get("UNTIL")
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if text else None

    @property
    def days(self) -> list[tuple[int | None, int]]:
        """The days of the week it names, as place in the month (None for every one) and number from Monday."""
        found = [_DAY.fullmatch(day) for day in self.parts.get("BYDAY", "").split(",") if day]
        return [(int(one[1]) if one[1] else None, DAYS.index(one[2])) for one in found if one]

    @property
    def month_days(self) -> list[int]:
        """The days of the month it names, from its end where they are below zero."""
        return [int(day) for day in self.parts.get("BYMONTHDAY", "").split(",") if day]

    @property
    def place(self) -> int | None:
        """Which of the days that it names in a month counts."""
        return int(self.parts["BYSETPOS"]) if "BYSETPOS" in self.parts else None

    def ended(self, last: datetime) -> RepeatRule:
        """Return the same rule that ends at a moment, unless it ended before by day."""
        until = min(last, self.until) if self.until else last
        kept = {name: value for name, value in self.parts.items() if name != "COUNT"}
        return RepeatRule({**kept, "UNTIL": _written(until)})

    def counted(self, count: int) -> RepeatRule:
        """Return the same rule that comes so many times."""
        return RepeatRule({**self.parts, "COUNT": str(count)})


def read_rule(text: str) -> RepeatRule:
    """Return a rule that was checked when it was kept."""
    return RepeatRule(dict(part.split("=", 1) for part in text.split(";")))


def checked_rule(text: str, *, starts_at: datetime, zone: ZoneInfo) -> RepeatRule:
    """Return a rule whose first time is `starts_at` on a zone's clock; raises Conflict for one that we don't keep to.

    A day in UNTIL is the last, whole; it is kept as the moment at which it ends there.
    """
    rule = RepeatRule(_checked_parts(_parts_of(text)))
    if "UNTIL" in rule.parts:
        rule = RepeatRule({**rule.parts, "UNTIL": _checked_until(rule.parts["UNTIL"], starts_at, zone)})
    if next(iter(_by_clock(rule, starts_at, interval=_ONCE)), None) != starts_at:
        _refuse("the first day isn't one of the days on which it repeats")
    if rule.until and rule.until < starts_at.replace(tzinfo=zone):
        _refuse("it would end before it begins")
    return rule


def moments(
    rule: RepeatRule, *, starts_at: datetime, zone: ZoneInfo, until: datetime, after: datetime | None = None
) -> Iterator[datetime]:
    """Yield when a rule comes, in UTC, later than `after` and no later than `until`."""
    for _, moment in occurrences(rule, starts_at=starts_at, zone=zone):
        if moment > until:
            return
        if after is None or moment > after:
            yield moment


def occurrences(rule: RepeatRule, *, starts_at: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield what the clock shows each time that a rule comes, and which moment this is, in UTC.

    What the clock leaves out in spring comes as much later; of what it shows twice in autumn the first counts.
    """
    before: datetime | None = None
    for shown in _by_clock(rule, starts_at, interval=rule.interval):
        moment = shown.replace(tzinfo=zone).astimezone(UTC)
        if rule.until and moment > rule.until:
            return
        if before is None or moment > before:  # where a zone left out a whole day, two of its days are one moment
            before = moment
            yield shown, moment


def _by_clock(rule: RepeatRule, starts_at: datetime, *, interval: int) -> rrule:
    """Return what the clock shows each time, until COUNT; UNTIL is a moment, and compared as one."""
    return rrule(
        FREQUENCIES[rule.parts["FREQ"]],
        dtstart=starts_at,
        interval=interval,
        count=rule.count,
        byweekday=[weekday(day, place) for place, day in rule.days] or None,
        bymonthday=rule.month_days or None,
        bysetpos=rule.place,
        wkst=DAYS.index(rule.parts["WKST"]) if "WKST" in rule.parts else None,
    )


def _parts_of(text: str) -> dict[str, str]:
    if len(text) > MOST_RULE:
        _refuse(f"it has more than {MOST_RULE} characters")
    found: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, is_set, value = part.partition("=")
        if name not in PARTS or not is_set:
            _refuse(f"`{part[:40]}` is no part of one; use {', '.join(PARTS)}")
        if name in found:
            _refuse(f"{name} stands in it twice")
        found[name] = value
    return found


def _checked_parts(found: dict[str, str]) -> dict[str, str]:
    frequency = found.get("FREQ")
    if frequency not in FREQUENCIES:
        _refuse(f"FREQ is one of {', '.join(FREQUENCIES)}")
    is_monthly = frequency == "MONTHLY"
    checks = {
        "INTERVAL": lambda text: _whole(text, "INTERVAL", 1, MOST_INTERVAL),
        "COUNT": lambda text: _whole(text, "COUNT", 1, MOST_COUNT),
        "BYSETPOS": lambda text: _whole(text, "BYSETPOS", -31, 31),
        "BYMONTHDAY": lambda text: ",".join(_each(text, "BYMONTHDAY", 31)),
        "BYDAY": lambda text: _checked_days(text, is_monthly=is_monthly),
    }
    checked = {name: checks[name](value) if name in checks else value for name, value in found.items()}
    if "COUNT" in found and "UNTIL" in found:
        _refuse("it has COUNT or UNTIL, not both")
    if "BYMONTHDAY" in found and (not is_monthly or "BYDAY" in found):
        _refuse("BYMONTHDAY goes with FREQ=MONTHLY, without BYDAY")
    if "BYSETPOS" in found and not (is_monthly and "BYDAY" in found):
        _refuse("BYSETPOS goes with FREQ=MONTHLY and BYDAY")
    if found.get("WKST", "MO") not in DAYS:
        _refuse(f"WKST is one of {', '.join(DAYS)}")
    if checked.get("INTERVAL") == "1":
        del checked["INTERVAL"]
    return checked


def _checked_days(text: str, *, is_monthly: bool) -> str:
    days = [_DAY.fullmatch(day) for day in text.split(",")]
    if not all(days):
        _refuse(f"BYDAY is one or more of {', '.join(DAYS)}, in a month with its place before it, such as 2TU or -1FR")
    if not is_monthly and any(day and day[1] for day in days):
        _refuse("BYDAY has a place before a day, such as 2TU, only with FREQ=MONTHLY")
    wanted = {(DAYS.index(day[2]), int(day[1] or 0)) for day in days if day}
    return ",".join(f"{place or ''}{DAYS[day]}" for day, place in sorted(wanted))


def _each(text: str, name: str, most: int) -> list[str]:
    return [str(day) for day in sorted({int(_whole(one, name, -most, most)) for one in text.split(",")})]


def _whole(text: str, name: str, least: int, most: int) -> str:
    if not re.fullmatch(r"[+-]?[0-9]{1,4}", text) or not least <= int(text) <= most or int(text) == 0:
        _refuse(f"{name} is a whole number from {least} to {most}" + (", but not 0" if least < 0 else ""))
    return str(int(text))


def _checked_until(text: str, starts_at: datetime, zone: ZoneInfo) -> str:
    if not _UNTIL.fullmatch(text):
        _refuse("UNTIL is a day such as 20260731, or a moment in UTC such as 20260731T220000Z")
    try:
        if len(text) == 8:
            day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
            until = datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)
        else:
            until = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        _refuse("UNTIL is no day that there is")
    if until - starts_at.replace(tzinfo=zone) > LONGEST:
        _refuse("UNTIL lies more than ten years after its beginning; leave it out for a rule without an end")
    return _written(until)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _refuse(why: str) -> NoReturn:
    raise Conflict(f"the rule can't be kept: {why}", field="rule")
