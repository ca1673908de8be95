"""The period of a report: whole days of the company, as parameters say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from pydantic import Field

from api.web.context import clock, now, parts
from api.web.shapes import Day, Strict
from lms.days import start_of
from lms.errors import Conflict

DEFAULT_DAYS = 90
# What is counted by day knows no others.
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2900, 12, 31)


class PeriodQuery(Strict):
    """The period, whole days of the company, both included; by default the last 90 days."""

    start: Day | None = Field(None, alias="from")
    end: Day | None = Field(None, alias="to")


class Period(NamedTuple):
    """The first and the last day of a period."""

    start: date
    end: date


def period_of(query: PeriodQuery) -> Period:
    """Return the period that was asked for; raises Conflict when it ends before it starts."""
    end = query.end or clock().day
    start = query.start or _days_before(end)
    if start > end:
        raise Conflict(f"the period starts on {start}, after its end on {end}", field="from")
    return Period(start, end)


def as_of_day(asked: date | None) -> date:
    """Return the day as of which figures are asked for, today if none is; raises Conflict for one that can't be."""
    day = asked or clock().day
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Conflict(f"`as_of` is a day between {FIRST_DAY} and {LAST_DAY}", field="as_of")
    return day


def moments_of(period: Period) -> tuple[datetime, datetime]:
    """Return when a period begins, and when it ends or, in one that isn't over, the present moment."""
    zone, end = parts().config.zone, period.end
    is_over = end < clock().day
    return start_of(zone, period.start), start_of(zone, end + timedelta(days=1)) if is_over else now()


def _days_before(end: date) -> date:
    return date.min if end < date(1, 12, 31) else end - timedelta(days=DEFAULT_DAYS)
