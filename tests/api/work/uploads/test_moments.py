"""Days and moments as people and programs write them, in six languages."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from api.work.uploads.days import read_day, read_moment

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        "22 stycznia 2024",
        "22 styczeń 2024",
        "22 sty 2024 r.",
        "22 stycznia 2024 roku",
        "22 января 2024 г.",
        "22 января 2024 года",
        "22 янв. 2024",
        "22 ЯНВАРЬ 2024",
        "2024-01-22",
        "20240122",
        "45313",
        "45313.677",
        "1/22/2024, 4:14 PM",
        "2024-01-22T16:14:25.000+0000",
        "2024-01-21T23:30:00Z",
        "1705939465000",
        "1705881600000",
    ],
)
def test_a_day_is_read_whoever_wrote_it(text: str) -> None:
    """Nominative and genitive, short and long, serial numbers, moments of other zones, milliseconds."""
    assert set(read_day(text, zone=BERLIN).values()) == {date(2024, 1, 22)}


@pytest.mark.parametrize(
    ("names", "months"),
    [
        ("sty lut mar kwi maj cze lip sie wrz paź lis gru", range(1, 13)),
        (
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
            range(1, 13),
        ),
        ("янв фев мар апр май июн июл авг сен окт ноя дек", range(1, 13)),
        ("января февраля марта апреля мая июня июля августа сентября октября ноября декабря", range(1, 13)),
    ],
)
def test_every_month_is_known(names: str, months: range) -> None:
    """Of Polish and Russian, cut short and in the case in which days are said."""
    found = [read_day(f"3 {name} 2026", zone=BERLIN)["dmy"].month for name in names.split()]
    assert found == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2024-01-22T16:14:25.000+0000", "2024-01-22T16:14:25+00:00"),
        ("2024-01-22 16:14", "2024-01-22T15:14:00+00:00"),
        ("2024-01-22T16:14:25", "2024-01-22T15:14:25+00:00"),
        ("1705939465000", "2024-01-22T16:04:25+00:00"),
        ("1705881600000", None),
        ("2024-01-22", None),
        ("45313", None),
    ],
)
def test_a_moment_keeps_its_time_in_utc(text: str, at: str | None) -> None:
    """One without a zone is of the company's; a day alone has no time."""
    found = read_moment(text, zone=BERLIN)["ymd"]
    assert found.day == date(2024, 1, 22)
    assert (found.at.isoformat() if found.at else None) == at


@pytest.mark.parametrize(
    "text", ["2024-02-30", "2024-13-01T00:00:00Z", "0000-01-01", "2024-01-22T25:00:00Z", "22 foo 2024"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    """Also where it looks like one."""
    assert read_day(text, zone=BERLIN) == {}
