"""Rules of RFC 5545: which are kept, and when they come on the clock of a zone that is put forward and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.coaching.recurrence import DAYS, checked_rule, moments, read_rule
from lms.coaching.rule_words import say_rule
from lms.errors import Conflict

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
LORD_HOWE, CHATHAM = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Chatham")
ZONES = (BERLIN, NEW_YORK, LORD_HOWE, CHATHAM)
MONDAY = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - what a clock shows, wherever it hangs
LATER = datetime(2060, 1, 1, tzinfo=UTC)


def when(rule: str, zone: ZoneInfo, starts_at: datetime = MONDAY, until: datetime = LATER) -> list[datetime]:
    """Return when a rule comes, in UTC."""
    return list(
        moments(checked_rule(rule, starts_at=starts_at, zone=zone), starts_at=starts_at, zone=zone, until=until)
    )


@pytest.mark.parametrize(
    ("zone", "first", "turn"),
    [
        (BERLIN, "2026-03-23T09:00+01:00", "2026-03-30T09:00+02:00"),
        (BERLIN, "2026-10-19T09:00+02:00", "2026-10-26T09:00+01:00"),
        (NEW_YORK, "2026-03-02T09:00-05:00", "2026-03-09T09:00-04:00"),
        (NEW_YORK, "2026-10-26T09:00-04:00", "2026-11-02T09:00-05:00"),
        (LORD_HOWE, "2026-03-30T09:00+11:00", "2026-04-06T09:00+10:30"),
        (LORD_HOWE, "2026-09-28T09:00+10:30", "2026-10-05T09:00+11:00"),
        (CHATHAM, "2026-03-30T09:00+13:45", "2026-04-06T09:00+12:45"),
        (CHATHAM, "2026-09-21T09:00+12:45", "2026-09-28T09:00+13:45"),
    ],
)
def test_it_stays_nine_on_the_clock_when_that_is_put_forward_and_back(zone: ZoneInfo, first: str, turn: str) -> None:
    """In each zone on its own day, and by as much as it does: an hour, or half of one."""
    starts, turned = datetime.fromisoformat(first), datetime.fromisoformat(turn)
    found = when("FREQ=WEEKLY;COUNT=2", zone, starts.replace(tzinfo=None))
    assert found == [starts.astimezone(UTC), turned.astimezone(UTC)]


def test_a_time_that_the_clock_leaves_out_comes_as_much_later() -> None:
    """02:30 isn't there on the last Sunday of March in Berlin, nor 02:15 on the first of October on Lord Howe."""
    found = when("FREQ=DAILY;COUNT=3", BERLIN, datetime(2026, 3, 28, 2, 30))  # noqa: DTZ001 - on the clock
    assert [f"{at.astimezone(BERLIN):%d %H:%M}" for at in found] == ["28 02:30", "29 03:30", "30 02:30"]
    found = when("FREQ=DAILY;COUNT=3", LORD_HOWE, datetime(2026, 10, 3, 2, 15))  # noqa: DTZ001 - on the clock
    assert [f"{at.astimezone(LORD_HOWE):%d %H:%M}" for at in found] == ["03 02:15", "04 02:45", "05 02:15"]


def test_of_a_time_that_comes_twice_the_first_counts() -> None:
    """02:30 comes twice on the last Sunday of October in Berlin, 01:30 on the first of November in New York."""
    found = when("FREQ=DAILY;COUNT=3", BERLIN, datetime(2026, 10, 24, 2, 30))  # noqa: DTZ001 - on the clock
    assert [f"{at:%d %H:%M}" for at in found] == ["24 00:30", "25 00:30", "26 01:30"]
    found = when("FREQ=DAILY;COUNT=3", NEW_YORK, datetime(2026, 10, 31, 1, 30))  # noqa: DTZ001 - on the clock
    assert [f"{at:%d %H:%M}" for at in found] == ["31 05:30", "01 05:30", "02 06:30"]


def test_a_day_that_a_zone_left_out_gives_no_moment_twice() -> None:
    """Samoa went from the 29th to the 31st of December 2011."""
    found = when("FREQ=DAILY;COUNT=4", ZoneInfo("Pacific/Apia"), datetime(2011, 12, 28, 9))  # noqa: DTZ001 - on the clock
    assert [f"{at:%d %H:%M}" for at in found] == ["28 19:00", "29 19:00", "30 19:00"]


@pytest.mark.parametrize(
    ("rule", "kept", "days"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=3", "FREQ=WEEKLY;INTERVAL=2;COUNT=3", "02.03 16.03 30.03"),
        ("RRULE:freq=weekly;interval=1;count=2", "FREQ=WEEKLY;COUNT=2", "02.03 09.03"),
        ("FREQ=WEEKLY;BYDAY=TH,MO;COUNT=3", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", "02.03 05.03 09.03"),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", "FREQ=MONTHLY;BYDAY=1MO;COUNT=3", "02.03 06.04 04.05"),
        ("FREQ=MONTHLY;BYMONTHDAY=2;COUNT=3", "FREQ=MONTHLY;BYMONTHDAY=2;COUNT=3", "02.03 02.04 02.05"),
        (
            "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=6",
            "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=6",
            "02.03 03.03 04.03 05.03 06.03 09.03",
        ),
        ("FREQ=WEEKLY;UNTIL=20260316", "FREQ=WEEKLY;UNTIL=20260316T225959Z", "02.03 09.03 16.03"),
        ("FREQ=WEEKLY;UNTIL=20260316T080000Z", "FREQ=WEEKLY;UNTIL=20260316T080000Z", "02.03 09.03 16.03"),
        ("FREQ=WEEKLY;UNTIL=20260316T075959Z", "FREQ=WEEKLY;UNTIL=20260316T075959Z", "02.03 09.03"),
    ],
)
def test_a_rule_is_kept_in_one_way_of_writing_it(rule: str, kept: str, days: str) -> None:
    """A day in UNTIL is the last, whole, on the clock of the zone."""
    checked = checked_rule(rule, starts_at=MONDAY, zone=BERLIN)
    assert checked.text == kept
    assert read_rule(kept) == checked
    assert [f"{at.astimezone(BERLIN):%d.%m}" for at in when(rule, BERLIN)] == days.split()


def test_the_last_working_day_of_a_month() -> None:
    """BYSETPOS counts among the days that are named."""
    rule = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3"
    found = when(rule, BERLIN, datetime(2026, 3, 31, 9))  # noqa: DTZ001 - on the clock
    assert [at.date() for at in found] == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 29)]


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("", "no part"),
        ("FREQ", "no part"),
        ("FREQ=SECONDLY", "FREQ is one of DAILY, WEEKLY, MONTHLY"),
        ("FREQ=YEARLY", "FREQ is one of"),
        ("COUNT=3", "FREQ is one of"),
        ("FREQ=WEEKLY;BYHOUR=9", "`BYHOUR=9` is no part"),
        ("FREQ=WEEKLY;FREQ=DAILY", "FREQ stands in it twice"),
        ("FREQ=WEEKLY;COUNT=2;UNTIL=20260401", "not both"),
        ("FREQ=WEEKLY;COUNT=0", "COUNT is a whole number from 1 to 520"),
        ("FREQ=WEEKLY;COUNT=1000000000", "COUNT is a whole number"),
        ("FREQ=WEEKLY;COUNT=٣", "COUNT is a whole number"),
        ("FREQ=WEEKLY;INTERVAL=100", "INTERVAL is a whole number from 1 to 99"),
        ("FREQ=WEEKLY;INTERVAL=-1", "INTERVAL is a whole number"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY is one or more of"),
        ("FREQ=WEEKLY;BYDAY=", "BYDAY is one or more of"),
        ("FREQ=WEEKLY;BYDAY=1MO", "only with FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY is one or more of"),
        ("FREQ=WEEKLY;BYMONTHDAY=2", "BYMONTHDAY goes with"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "but not 0"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1MO", "without BYDAY"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS goes with"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=31", "the first day isn't one"),
        ("FREQ=WEEKLY;BYDAY=TU", "the first day isn't one"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "the first day isn't one"),
        ("FREQ=MONTHLY;BYMONTHDAY=-31", "the first day isn't one"),
        ("FREQ=WEEKLY;WKST=XX", "WKST is one of"),
        ("FREQ=WEEKLY;UNTIL=20260231", "no day that there is"),
        ("FREQ=WEEKLY;UNTIL=20260331T090000", "UNTIL is a day such as"),
        ("FREQ=WEEKLY;UNTIL=20260301", "would end before it begins"),
        ("FREQ=WEEKLY;UNTIL=20460301", "more than ten years"),
        ("FREQ=WEEKLY;" + "BYDAY=MO," * 99, "more than 500 characters"),
    ],
)
def test_a_rule_that_is_not_kept_is_refused_at_once(rule: str, why: str) -> None:
    """With what to change."""
    with pytest.raises(Conflict, match="the rule can't be kept") as refused:
        checked_rule(rule, starts_at=MONDAY, zone=BERLIN)
    assert why in str(refused.value)
    assert refused.value.field == "rule"


RULES = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 99)),
    st.builds(
        lambda days, interval: f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(days)}",
        st.sets(st.sampled_from(DAYS)).map(lambda days: sorted({*days, "MO"})),
        st.integers(1, 99),
    ),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYDAY=1MO".format, st.integers(1, 99)),
    st.builds("FREQ=MONTHLY;INTERVAL={}".format, st.integers(1, 99)),
)


@given(RULES, st.sampled_from(ZONES), st.integers(0, 47), st.integers(1, 40))
def test_what_a_rule_gives_is_in_order_and_does_not_depend_on_how_it_is_asked(
    rule: str, zone: ZoneInfo, half_hours: int, count: int
) -> None:
    """Asked for in two parts it is the same; the clock shows its time but where that isn't there; words say it."""
    starts_at = MONDAY.replace(hour=0) + timedelta(minutes=30 * half_hours)
    checked = checked_rule(f"{rule};COUNT={count}", starts_at=starts_at, zone=zone)
    whole = list(moments(checked, starts_at=starts_at, zone=zone, until=LATER))
    assert len(whole) <= count
    assert all(one < other for one, other in pairwise(whole))
    cut = whole[len(whole) // 2]
    first = list(moments(checked, starts_at=starts_at, zone=zone, until=cut))
    rest = list(moments(checked, starts_at=starts_at, zone=zone, until=LATER, after=cut))
    assert first + rest == whole
    off = [at for at in whole if at.astimezone(zone).time() != starts_at.time()]
    assert all(at.astimezone(zone).utcoffset() != (at - timedelta(hours=1)).astimezone(zone).utcoffset() for at in off)
    assert list(moments(checked.ended(cut), starts_at=starts_at, zone=zone, until=LATER)) == first
    assert say_rule(checked, zone).startswith("every ")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "every week on working days"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,TH;COUNT=10", "every week on Monday, Wednesday and Thursday, 10 times"),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20260706T215959Z", "every 2 weeks, until 6 Jul 2026"),
        ("FREQ=MONTHLY;BYDAY=1MO", "every month on the first Monday"),
        ("FREQ=MONTHLY;BYMONTHDAY=2,-1", "every month on the last day and day 2"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1;COUNT=1", "every month on the first Monday or Tuesday, once"),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    """As a person would."""
    assert say_rule(checked_rule(rule, starts_at=MONDAY, zone=BERLIN), BERLIN) == words
