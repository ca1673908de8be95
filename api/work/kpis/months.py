"""Months of reports: the one that a digest is about, what it is called, and on which day it is told."""

from __future__ import annotations

from datetime import date, timedelta

_FIRST_NAMES = ("January", "February", "March", "April", "May", "June")
_NAMES = (*_FIRST_NAMES, "July", "August", "September", "October", "November", "December")
_SATURDAY = 5


def month_before(day: date) -> date:
    """Return the first day of the month before the one that a day is in."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def last_day_of(month: date) -> date:
    """Return the last day of the month that a day is in."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def first_working_day(month: date) -> date:
    """Return the first day from Monday to Friday of the month that a day is in."""
    first = month.replace(day=1)
    return first + timedelta(days=7 - first.weekday() if first.weekday() >= _SATURDAY else 0)


def say_month(month: date) -> str:
    """Return what a month is called: `November 2026`."""
    return f"{_NAMES[month.month - 1]} {month.year}"


def say_month_shortly(month: date) -> str:
    """Return what a month is called on an axis, as the site has it: `Nov 2026`."""
    return f"{_NAMES[month.month - 1][: 4 if month.month == 9 else 3]} {month.year}"
