"""Months of reports and the day on which each is told."""

from __future__ import annotations

from datetime import date

import pytest

from api.work.kpis.months import first_working_day, last_day_of, month_before, say_month, say_month_shortly


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 7, 31), date(2026, 7, 1)),
        (date(2026, 8, 9), date(2026, 8, 3)),
        (date(2026, 11, 1), date(2026, 11, 2)),
    ],
)
def test_the_first_working_day_is_no_day_of_a_weekend(day: date, first: date) -> None:
    """The first of August 2026 is a Saturday, that of November a Sunday."""
    assert first_working_day(day) == first


def test_months_are_found_across_the_end_of_a_year_and_in_leap_years() -> None:
    """By calendar, and named in full and as on an axis."""
    assert month_before(date(2026, 1, 31)) == date(2025, 12, 1)
    assert last_day_of(date(2028, 2, 1)) == date(2028, 2, 29)
    assert last_day_of(date(2026, 12, 5)) == date(2026, 12, 31)
    assert (say_month(date(2026, 11, 1)), say_month_shortly(date(2026, 9, 1))) == ("November 2026", "Sept 2026")
