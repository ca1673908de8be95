"""Freshness of a page: whether its review still counts, is due soon, or is overdue."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, get_args

from content.catalogue import Entry

Freshness = Literal["verified", "due", "overdue", "unknown"]
STATES: tuple[Freshness, ...] = get_args(Freshness)


def freshness_of(entry: Entry, *, today: date, due_days: int) -> Freshness:
    """Return the state of a page's review; `due_days` before its end it is due, without an end it is unknown."""
    if entry.verified_until is None:
        return "unknown"
    if entry.verified_until < today.isoformat():
        return "overdue"
    return "due" if entry.verified_until <= last_due_day(today, due_days) else "verified"


def last_due_day(today: date, due_days: int) -> str:
    """Return the last day, as ISO text, whose reviews are due by now."""
    return (today + timedelta(days=due_days)).isoformat()
