"""Any period cut into whole years, quarters, months and days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.demand.spans import SPANS, Stretch, cut, start_of_span

DAY = timedelta(days=1)
LONGEST = {"day": 1, "month": 31, "quarter": 92, "year": 366}


def test_a_whole_year_is_one_span() -> None:
    """And two of them are one stretch."""
    assert cut(date(2024, 1, 1), date(2025, 12, 31)) == [Stretch("year", date(2024, 1, 1), date(2025, 1, 1))]


def test_a_ragged_period_is_cut_into_the_fewest() -> None:
    """Days to the end of the month, months to that of the quarter, and so up and down again."""
    assert cut(date(2023, 8, 30), date(2025, 5, 2)) == [
        Stretch("day", date(2023, 8, 30), date(2023, 8, 31)),
        Stretch("month", date(2023, 9, 1), date(2023, 9, 1)),
        Stretch("quarter", date(2023, 10, 1), date(2023, 10, 1)),
        Stretch("year", date(2024, 1, 1), date(2024, 1, 1)),
        Stretch("quarter", date(2025, 1, 1), date(2025, 1, 1)),
        Stretch("month", date(2025, 4, 1), date(2025, 4, 1)),
        Stretch("day", date(2025, 5, 1), date(2025, 5, 2)),
    ]


def test_a_single_day_is_one_span() -> None:
    """Also the twenty-ninth of February."""
    assert cut(date(2024, 2, 29), date(2024, 2, 29)) == [Stretch("day", date(2024, 2, 29), date(2024, 2, 29))]


@pytest.mark.parametrize("start", [date.min, date(9998, 12, 30)])
def test_the_ends_of_the_calendar_can_be_cut(start: date) -> None:
    """Nothing overflows."""
    stretches = cut(start, date.max)
    assert stretches[0].first == start
    assert stretches[-1] == ("year", stretches[-1].first, date(9999, 1, 1))


@given(st.dates(date(2019, 1, 1), date(2026, 12, 31)), st.integers(0, 1200))
def test_every_day_is_in_exactly_one_span(start: date, length: int) -> None:
    """Whatever the period; and there are never more stretches than seven."""
    end = start + length * DAY
    stretches = cut(start, end)
    days = [day for stretch in stretches for day in _days(stretch)]
    assert days == [start + number * DAY for number in range(length + 1)]
    assert len(stretches) <= 7


@given(st.dates(date(2019, 1, 1), date(2026, 12, 31)), st.integers(0, 1200))
def test_no_row_of_spans_could_be_a_coarser_one(start: date, length: int) -> None:
    """A stretch of days never holds a whole month, one of months no quarter, one of quarters no year."""
    for stretch in cut(start, start + length * DAY):
        days = list(_days(stretch))
        for coarser in SPANS[SPANS.index(stretch.span) + 1 :]:
            starts = {start_of_span(coarser, day) for day in days}
            assert not any(_whole(coarser, first) <= set(days) for first in starts)


def _days(stretch: Stretch) -> list[date]:
    """Return the days of a stretch by walking through them."""
    day = stretch.first
    found = []
    while day < stretch.last or start_of_span(stretch.span, day) == stretch.last:
        found.append(day)
        day += DAY
    return found


def _whole(span: str, first: date) -> set[date]:
    days = (first + number * DAY for number in range(LONGEST[span]))
    return {day for day in days if start_of_span(span, day) == first}
