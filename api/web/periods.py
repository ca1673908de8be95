"""The period of a report: whole days in UTC, as parameters say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from pydantic import Field

from api.web.context import now
from api.web.shapes import Day, Strict
from lms.errors import Invalid

DEFAULT_DAYS = 90


class PeriodQuery(Strict):
    """The period, whole days in UTC, both included; by default the last 90 days."""

    start: Day | None = Field(None, alias="from")
    end: Day | None = Field(None, alias="to")


class Period(NamedTuple):
    """The first and the last day of a period."""

    start: date
    end: date


def period_of(query: PeriodQuery) -> Period:
    """Return the period that was asked for; raises Conflict when it ends before it starts."""
    end = query.end or now().date()
    start = query.start or _days_before(end)
    if start > end:
        raise Invalid(f"the period starts on {start}, after its end on {end}", field="from")
    return Period(start, end)


def moments_of(period: Period) -> tuple[datetime, datetime]:
    """Return when a period begins, and when it ends or, in one that isn't over, the present moment."""
    end = period.end
    return _midnight(period.start), min(now(), _midnight(end) + timedelta(days=1)) if end < date.max else now()


def _days_before(end: date) -> date:
    return date.min if end < date(1, 12, 31) else end - timedelta(days=DEFAULT_DAYS)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
