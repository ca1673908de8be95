"""Time zones in a calendar are right for years, whoever reads them."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from api.work.calendars.zones import timezone_of

# By rule in the north, in the south by half an hour, by day of the month, by a list of dates, and without any change.
ZONES = [
    *("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Jerusalem"),
    *("Africa/Casablanca", "Africa/Cairo", "America/Nuuk", "Asia/Kathmandu", "UTC"),
]


@pytest.mark.parametrize("name", ZONES)
def test_a_zone_shows_what_its_clocks_show(name: str) -> None:
    """For ten years from the one that was asked for, apart from hours that there aren't."""
    written = timezone_of(name, 2026).to_ical().decode()
    read, known = tzical(io.StringIO(written)).get(name), ZoneInfo(name)
    shown, end = (datetime.fromisoformat(f"{year}-01-01") for year in (2026, 2036))
    while shown < end:
        offsets = {shown.replace(tzinfo=known, fold=fold).utcoffset() for fold in (0, 1)}
        assert shown.replace(tzinfo=read).utcoffset() in offsets, shown
        shown += timedelta(hours=61)


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("Europe/Berlin", ["BYDAY=-1SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=10"]),
        ("America/New_York", ["BYDAY=2SU;BYMONTH=3", "BYDAY=1SU;BYMONTH=11"]),
        ("Australia/Lord_Howe", ["BYDAY=1SU;BYMONTH=4", "BYDAY=1SU;BYMONTH=10"]),
    ],
)
def test_most_zones_are_one_summer_and_one_winter_by_yearly_rules(name: str, rules: list[str]) -> None:
    """Outlook knows no more than that, and leaves out lists of dates."""
    lines = timezone_of(name, 2026).to_ical().decode().split("\r\n")
    assert [line for line in lines if line.startswith("RRULE")] == [f"RRULE:FREQ=YEARLY;{rule}" for rule in rules]
    assert sorted(line for line in lines if line.startswith("BEGIN")) == [
        *("BEGIN:DAYLIGHT", "BEGIN:STANDARD", "BEGIN:VTIMEZONE")
    ]
    assert not any(line.startswith("RDATE") for line in lines)
