"""Days, months, quarters and years: any period cut into the fewest whole ones."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from lms.days import first_of_month, month_number

SPANS = ("day", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """Spans of one kind in a row: the starts of the first and of the last."""

    span: str
    first: date
    last: date


def start_of_span(span: str, day: date) -> date:
    """Return the first day of the span that a day is in."""
    return day if span == "day" else _first_day(span, _number(span, day))


def cut(start: date, end: date) -> list[Stretch]:
    """Cut a period, both days included, into stretches of whole spans that hold each day once."""
    return _cut(start, end, SPANS[::-1])


def _cut(start: date, end: date, spans: tuple[str, ...]) -> list[Stretch]:
    if start > end:
        return []
    span, finer = spans[0], spans[1:]
    if span == "day":
        return [Stretch(span, start, end)]
    first, last = _number(span, start), _number(span, end)
    first += start != _first_day(span, first)
    last -= end != _last_day(span, last)
    if first > last:
        return _cut(start, end, finer)
    begin, finish = _first_day(span, first), _last_day(span, last)
    before = _cut(start, begin - _DAY, finer) if start < begin else []
    after = _cut(finish + _DAY, end, finer) if finish < end else []
    return [*before, Stretch(span, begin, _first_day(span, last)), *after]


def _number(span: str, day: date) -> int:
    """Count the spans since the year 0."""
    return month_number(day) // _MONTHS[span]


def _first_day(span: str, number: int) -> date:
    return first_of_month(number * _MONTHS[span])


def _last_day(span: str, number: int) -> date:
    first = first_of_month((number + 1) * _MONTHS[span] - 1)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
