"""Days in the ways that people and programs write them; which of three orders was meant, one cell can't always tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from content.quiz.keyboard import as_typed, without_accents
from lms.days import day_of

DayOrder = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[DayOrder, ...] = get_args(DayOrder)
# How orders are given to a command or a request.
ORDER_LIST = r"^(?:dmy|mdy|ymd|[a-z_]+:(?:dmy|mdy|ymd)(?:,[a-z_]+:(?:dmy|mdy|ymd))*)$"
LONGEST = 80
# Excel counts days from here, on an old Mac from 1904; smaller and larger numbers are hardly days.
_EXCEL, _OLD_MAC = date(1899, 12, 30), date(1904, 1, 1)
_SERIALS = range(15_000, 80_000)
_CENTURY = 70  # of two digits, from here on they are of the last century
_SIGN = r"\s*[./-]\s*"
_FIGURES = re.compile(rf"(\d{{1,4}}){_SIGN}(\d{{1,2}}){_SIGN}(\d{{4}}|\d{{1,2}})(?!\d)\.?|(\d{{4}})(\d\d)(\d\d)(?!\d)")
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?")
_WEEKDAY = re.compile(r"[^\W\d_]+\.?,?\s+(?=\d)|[^\W\d_]+\.?,\s+")
_WORDS = (
    re.compile(
        r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|o|\.)?[\s-]*(?:(?:de|of)\s+)?(?P<m>[^\W\d_]{3,})\.?,?[\s-]*(?:del?\s+)?"
        r"(?P<y>\d{4}|\d{2})(?!\d)(?:\s*(?:г(?:ода)?|r(?:oku)?)(?!\w)\.?)?"
    ),
    re.compile(r"(?P<m>[^\W\d_]{3,})\.?\s*(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?P<y>\d{4})[\s-]+(?P<m>[^\W\d_]{3,})\.?[\s-]+(?P<d>\d{1,2})(?!\d)"),
)
_TIME = re.compile(
    r"(?P<h>\d{1,2})\s*[:h.]\s*(?P<m>\d\d)(?:[:.](?P<s>\d\d)(?:[.,]\d{1,9})?)?(?:\s*(?:uhr|h))?"
    r"\s*(?P<half>[ap])?(?(half)\.?\s?m\.?)\s*(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-]\d\d(?::?\d\d)?)?"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d{3}(?:\d{3})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_EPOCH = re.compile(r"\d{12,13}")
_EPOCH_DAY = 86_400_000
_MONTHS = (
    "january januar jänner janvier enero styczeń stycznia январь января",
    "february februar februar février febrero luty lutego февраль февраля",
    "march märz maerz mars marzo marzec marca март марта",
    "april avril abril kwiecień kwietnia апрель апреля",
    "may mai mayo maj maja май мая",
    "june juni juin junio czerwiec czerwca июнь июня",
    "july juli juillet julio lipiec lipca июль июля",
    "august août agosto sierpień sierpnia август августа",
    "september septembre septiembre setiembre wrzesień września сентябрь сентября",
    "october oktober octobre octubre październik października октябрь октября",
    "november novembre noviembre listopad listopada ноябрь ноября",
    "december dezember décembre diciembre grudzień grudnia декабрь декабря",
)


class DayWithTime(NamedTuple):
    """The day of a moment for the company, and the moment in UTC where its time is known."""

    day: date
    at: datetime | None = None


def read_day(text: str, *, zone: ZoneInfo, is_old_mac: bool = False) -> dict[DayOrder, date]:
    """Return the day that a text means, by the order in which it may be written; nothing when it is no day.

    A moment is of the day it has in the company's zone, and one that names no zone is of that zone.
    """
    return {order: found.day for order, found in read_moment(text, zone=zone, is_old_mac=is_old_mac).items()}


def read_moment(text: str, *, zone: ZoneInfo, is_old_mac: bool = False) -> dict[DayOrder, DayWithTime]:
    """Return the same with the time of the day, where the text says one; also of milliseconds since 1970."""
    if len(text) > LONGEST:
        return {}
    if is_iso(text):
        written = read_iso(text, zone=zone)
        return dict.fromkeys(ORDERS, written) if written else {}
    typed = as_typed(text)
    serial = _SERIAL.fullmatch(typed)
    if serial:
        number = int(serial[1])
        first = _OLD_MAC if is_old_mac else _EXCEL
        return dict.fromkeys(ORDERS, DayWithTime(first + timedelta(number))) if number in _SERIALS else {}
    if _EPOCH.fullmatch(typed):
        return dict.fromkeys(ORDERS, _since_1970(int(typed), zone))
    return {order: found for order, day, rest in _dates(typed) if (found := _in_zone(day, rest, zone))}


def _since_1970(milliseconds: int, zone: ZoneInfo) -> DayWithTime:
    """Return a moment; of a midnight in UTC the day that it begins, because that is how days are written so."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return DayWithTime(at.date()) if milliseconds % _EPOCH_DAY == 0 else DayWithTime(day_of(zone, at), at)


def is_iso(text: str) -> bool:
    """Tell whether a text is written as most programs do, so that its order is no question."""
    return _ISO.fullmatch(text) is not None


def read_iso(text: str, *, zone: ZoneInfo) -> DayWithTime | None:
    """Return what a text means that `is_iso`; None when there is no such day or time."""
    try:
        if len(text) == 10:
            return DayWithTime(date.fromisoformat(text))
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            return DayWithTime(found.date(), found.replace(tzinfo=zone).astimezone(UTC))
        return DayWithTime(day_of(zone, found), found.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def orders_in(text: str) -> dict[str, DayOrder]:
    """Return orders by field as they are written for a command or a request: `dmy` for all, or `due_on:dmy,...`."""
    pairs = [part.rpartition(":")[::2] for part in text.split(",") if part]
    return {field: order for field, given in pairs for order in ORDERS if order == given}


def _dates(typed: str) -> Iterator[tuple[DayOrder, date | None, str]]:
    """Yield each order with its day, and what stands behind it."""
    found = _FIGURES.match(typed)
    if found is None:
        yield from _worded(typed)
        return
    rest = typed[found.end() :]
    first, second, third = found.group(4, 5, 6) if found[4] else found.group(1, 2, 3)
    if len(first) == 4 and len(third) <= 2:
        for order in ORDERS:
            yield order, _day(first, second, third), rest
    elif len(first) <= 2 <= len(third):
        yield "dmy", _day(third, second, first), rest
        yield "mdy", _day(third, first, second), rest
        if len(first) == len(third) == 2:
            yield "ymd", _day(first, second, third), rest


def _worded(typed: str) -> Iterator[tuple[DayOrder, date | None, str]]:
    weekday = _WEEKDAY.match(typed)
    for start in (0, weekday.end() if weekday else 0):
        for pattern in _WORDS:
            words = pattern.match(typed, start)
            month = _months().get(without_accents(words["m"])) if words else None
            if words and month:
                for order in ORDERS:
                    yield order, _day(words["y"], str(month), words["d"]), typed[words.end() :]
                return


def _day(year: str, month: str, day: str) -> date | None:
    full = int(year) + (0 if len(year) == 4 else 1900 if int(year) >= _CENTURY else 2000)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def _in_zone(day: date | None, rest: str, zone: ZoneInfo) -> DayWithTime | None:
    """Return a moment, on the day that it has for the company; None when what stands behind the day is no time."""
    rest = rest.lstrip(" ,t")
    if day is None or not rest:
        return None if day is None else DayWithTime(day)
    found = _TIME.fullmatch(rest)
    if found is None:
        return None
    hour = int(found["h"])
    if found["half"]:
        hour = hour % 12 + 12 * (found["half"] == "p") if 1 <= hour <= 12 else 99
    try:
        clock = time(hour, int(found["m"]), int(found["s"] or 0))
        written = _zone_of(found["zone"])
        at = datetime.combine(day, clock, written or zone).astimezone(UTC)
        return DayWithTime(day_of(zone, at) if written else day, at)
    except (ValueError, OverflowError):
        return None


def _zone_of(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    offset = text.removeprefix("utc").removeprefix("gmt").replace(":", "")
    if offset in {"", "z"}:
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[3:] or 0)
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


@cache
def _months() -> dict[str, int]:
    """Return the months by their names in six languages, and by what they are cut to."""
    found: dict[str, set[int]] = {}
    for number, names in enumerate(_MONTHS, start=1):
        for name in without_accents(names).split():
            for length in range(3, len(name) + 1):
                found.setdefault(name[:length], set()).add(number)
    return {name: months.pop() for name, months in found.items() if len(months) == 1}
