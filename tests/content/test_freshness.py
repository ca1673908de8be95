"""How fresh a page is on each day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import entry_of
from content.freshness import STATES, Freshness, freshness_of, last_due_day
from support.factories import read_text

PAGE = "---\nreviewed: 2026-03-01\nreview_every: 30 days\n---\ntext"  # verified until 2026-03-31


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 3, 1), "verified"),
        (date(2026, 3, 20), "verified"),
        (date(2026, 3, 21), "due"),
        (date(2026, 3, 31), "due"),
        (date(2026, 4, 1), "overdue"),
        (date(2030, 1, 1), "overdue"),
    ],
)
def test_a_page_is_due_before_its_review_ends_and_overdue_after(today: date, state: Freshness) -> None:
    """On its last day it still counts."""
    assert freshness_of(entry_of(read_text(PAGE)), today=today, due_days=10) == state


@pytest.mark.parametrize(
    ("reviewed", "every", "until"),
    [
        ("2026-11-30", "12 months", date(2027, 11, 30)),
        ("2026-11-30", "1 year", date(2027, 11, 30)),
        ("2026-08-31", "6 months", date(2027, 2, 28)),
        ("2027-08-31", "6 months", date(2028, 2, 29)),
        ("2028-02-29", "1 year", date(2029, 2, 28)),
        ("2026-01-31", "1 month", date(2026, 2, 28)),
        ("2026-12-30", "2 weeks", date(2027, 1, 13)),
        ("2026-02-27", "90 days", date(2026, 5, 28)),
        ("2026-01-01", "9999 years", date.max),
    ],
)
def test_months_and_years_are_those_of_the_calendar(reviewed: str, every: str, until: date) -> None:
    """The same day, or the last of a shorter month; what lasts longer than calendars lasts for ever."""
    fields = read_text(f"---\nreviewed: {reviewed}\nreview_every: {every}\n---\ntext").fields
    assert fields.verified_until == until


def test_without_due_days_a_page_is_due_on_its_last_day_only() -> None:
    """And verified until then."""
    entry = entry_of(read_text(PAGE))
    days = [date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)]
    assert [freshness_of(entry, today=day, due_days=0) for day in days] == ["verified", "due", "overdue"]


@pytest.mark.parametrize("front", ["title: A", "reviewed: 2026-03-01", "review_every: 30 days"])
def test_a_page_that_does_not_say_is_unknown(front: str) -> None:
    """Nothing is guessed."""
    entry = entry_of(read_text(f"---\n{front}\n---\ntext"))
    assert freshness_of(entry, today=date(2026, 3, 1), due_days=30) == "unknown"


def test_a_page_that_expires_is_overdue_then() -> None:
    """Though its review would count longer."""
    entry = entry_of(read_text(PAGE.replace("---\ntext", "expires: 2026-03-05\n---\ntext")))
    assert freshness_of(entry, today=date(2026, 3, 6), due_days=0) == "overdue"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 3650))
def test_the_last_due_day_parts_due_from_verified(today: date, due_days: int) -> None:
    """Lists that ask the index by days and entries asked one by one agree."""
    last = date.fromisoformat(last_due_day(today, due_days))
    for day, state in ((last, "due"), (last + timedelta(1), "verified")):
        entry = entry_of(read_text(f"---\nreviewed: {day - timedelta(7)}\nreview_every: 1 week\n---\ntext"))
        assert freshness_of(entry, today=today, due_days=due_days) == state
    assert set(STATES) == {"verified", "due", "overdue", "unknown"}
