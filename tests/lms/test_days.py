"""Days of the company: which one a moment belongs to, and when it begins."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lms.days import Now, now_in, start_of

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("zone", "day", "starts"),
    [
        ("UTC", date(2026, 3, 2), datetime(2026, 3, 2, tzinfo=UTC)),
        ("Pacific/Auckland", date(2026, 3, 2), datetime(2026, 3, 1, 11, tzinfo=UTC)),
        ("America/Los_Angeles", date(2026, 3, 2), datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 10, 26), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        # Here the clocks go from midnight to one o'clock: the day begins at one.
        ("America/Santiago", date(2026, 9, 6), datetime(2026, 9, 6, 4, tzinfo=UTC)),
        # Here they go back from one o'clock to midnight: the day begins at the first of two midnights.
        ("America/Havana", date(2026, 11, 1), datetime(2026, 11, 1, 4, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_its_midnight_and_not_before(zone: str, day: date, starts: datetime) -> None:
    """One second earlier it is still the day before."""
    assert start_of(ZoneInfo(zone), day) == starts
    assert now_in(ZoneInfo(zone), starts) == Now(starts, day)
    assert now_in(ZoneInfo(zone), starts - SECOND).day == day - timedelta(days=1)
