"""A series in a calendar: at the right hour on both sides of a change of clocks, whatever was moved or dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.work.calendars.series import ended_event, unrolled
from api.work.calendars.sessions import Reader
from api.work.calendars.writing import write_message
from lms.notices.appointments import Recurring
from support.appointments import ADA, DAY, HOME, HOUR, SENDER, WEEK, events_in, recurring, with_session, written
from support.expanding import Times, times_by_ical_js, times_by_vobject
from support.factories import MONDAY

TITLE = "One-to-one with Max Oduya: Weekly"
ZONES = {
    # Clocks go forward on 29 March and back on 25 October.
    "Europe/Berlin": "2026-03-03T09:00",
    # They go forward on 8 March and back on 1 November.
    "America/New_York": "2026-03-03T09:00",
    # They go back by half an hour on 5 April and forward on 4 October.
    "Australia/Lord_Howe": "2026-03-03T09:00",
}
CASES: dict[str, Callable[[Recurring], Recurring]] = {
    "as it was planned": lambda series: series,
    "one dropped": lambda series: with_session(series, 4, status="cancelled"),
    "the first dropped": lambda series: with_session(series, 0, status="cancelled"),
    "one moved across the change": lambda series: with_session(
        series, 3, scheduled_at=series.sessions[3].scheduled_at + 9 * DAY + HOUR
    ),
    "one longer and elsewhere": lambda series: with_session(series, 5, minutes=45, place="Room 4"),
    "ended": lambda series: ended_after(series, 6),
}


def ended_after(series: Recurring, kept: int) -> Recurring:
    """Return a series that was ended after some of its sessions."""
    for number in range(kept, len(series.sessions)):
        series = with_session(series, number, status="cancelled")
    return replace(series, ended_at=series.sessions[kept].scheduled_at - DAY, sequence=series.sequence + 1)


def expected(series: Recurring) -> Times:
    """Return when the sessions of a series are, by the database."""
    kept = [one for one in series.sessions if one.status != "cancelled"]
    return sorted((one.scheduled_at, one.ends_at, TITLE) for one in kept)


def until(series: Recurring) -> datetime:
    """Return until when the sessions of a series are in the database."""
    return series.made_until


@pytest.mark.parametrize("zone", ZONES)
def test_every_program_finds_the_times_that_the_database_has(zone: str) -> None:
    """On both sides of the change of clocks, each in its own way of reading rules and zones."""
    plans = [case(recurring(zone=zone, starts_at=ZONES[zone])) for case in CASES.values()]
    texts = [written(series) for series in plans]
    by_ical_js = times_by_ical_js(texts, until=max(map(until, plans)))
    for series, text, found in zip(plans, texts, by_ical_js, strict=True):
        hours = {one.scheduled_at.astimezone(ZoneInfo(zone)).hour for one in series.sessions}
        assert 9 in hours
        assert found == expected(series)
        assert times_by_vobject(text, until=until(series)) == expected(series)
    offsets = {start.astimezone(ZoneInfo(zone)).utcoffset() for start, _, _ in by_ical_js[0]}
    assert len(offsets) == 2, "no clock changed"


@pytest.mark.parametrize(
    ("rule", "rest"),
    [
        ("FREQ=WEEKLY;COUNT=20", "FREQ=WEEKLY;COUNT=18"),
        ("FREQ=WEEKLY;UNTIL=20260630T070000Z", "FREQ=WEEKLY;UNTIL=20260630T070000Z"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR"),
    ],
)
def test_what_is_left_of_a_series_is_what_it_was(rule: str, rest: str) -> None:
    """A feed begins where its window does, also where the rule counts, and shows the same from there on."""
    series = recurring(rule, made_for=26 * WEEK)
    window = replace(series, sessions=series.sessions[2:])
    text = written(window)
    assert f"RRULE:{rest}\r\n" in text.decode()
    assert times_by_vobject(text, until=until(series)) == expected(window)


def test_nothing_is_left_of_a_series_whose_sessions_were_all_dropped_and_that_was_ended() -> None:
    """In a feed there is nothing; a calendar that knows it is told that it goes."""
    series = ended_after(recurring(), 0)
    assert events_in(written(series)) == []
    (event,) = events_in(write_message([ended_event(series, Reader(ADA.id, HOME, SENDER))], method="CANCEL"))
    assert (event["status"], event["sequence"], event["uid"]) == ("CANCELLED", 1, f"{series.id}@sessions.repertoire")


def test_beyond_what_was_made_a_series_goes_on_by_its_rule() -> None:
    """The sessions of next year aren't in the database yet, and are in calendars."""
    series = recurring(made_for=2 * WEEK)
    times = times_by_vobject(written(series), until=MONDAY + 52 * WEEK)
    assert len(times) == 52
    assert {start.astimezone(ZoneInfo(series.zone)).strftime("%a %H:%M") for start, _, _ in times} == {"Tue 09:00"}


def test_a_session_that_its_rule_knows_no_more_is_an_event_of_its_own() -> None:
    """Such as one that was held before the series came on another weekday."""
    series = recurring()
    moved = replace(series, rule="FREQ=WEEKLY;BYDAY=WE", starts_at="2026-03-11T09:00", sessions=series.sessions[:1])
    times = times_by_vobject(written(moved), until=MONDAY + 3 * WEEK)
    assert times[0] == expected(moved)[0]
    uids = [str(event["uid"]) for event in events_in(written(moved))]
    assert uids == [f"{series.id}@sessions.repertoire", f"{series.sessions[0].id}@sessions.repertoire"]


def test_a_change_of_one_is_never_older_than_the_series() -> None:
    """Its sequence counts both."""
    series = with_session(replace(recurring(), sequence=5), 3, topic="Other")
    master, changed = events_in(written(series))
    assert (master["sequence"], changed["sequence"]) == (5, 6)
    assert changed["recurrence-id"].to_ical() == b"20260324T090000"
    assert changed["recurrence-id"].params["TZID"] == "Europe/Berlin"
    assert (changed["uid"], changed["summary"]) == (master["uid"], "One-to-one with Max Oduya: Other")


def test_a_series_is_a_proposal_until_it_is_agreed() -> None:
    """What isn't made yet is as the series; a session that was accepted before says so for itself."""
    series = replace(recurring(), is_agreed=False)
    proposed = replace(series, sessions=tuple(replace(one, status="proposed") for one in series.sessions))
    assert [event["status"] for event in events_in(written(proposed))] == ["TENTATIVE"]
    accepted = with_session(proposed, 1, status="accepted")
    assert [event["status"] for event in events_in(written(accepted))] == ["TENTATIVE", "CONFIRMED"]


def test_exceptions_are_on_the_clock_of_the_series() -> None:
    """Exchange doesn't find them in UTC."""
    text = written(with_session(with_session(recurring(), 2, status="cancelled"), 7, status="cancelled")).decode()
    assert "EXDATE;TZID=Europe/Berlin:20260317T090000,20260421T090000\r\n" in text


HOURS = st.integers(0, 23)
RULES = st.sampled_from(
    [
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;INTERVAL=2",
        "FREQ=DAILY;COUNT=40",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=WEEKLY;BYDAY=SU",
    ]
)


@settings(max_examples=40)
@given(st.sampled_from(sorted(ZONES)), RULES, HOURS, st.sets(st.integers(0, 5)), st.integers(-400, 400))
def test_whatever_is_dropped_and_moved_the_times_are_those_of_the_database(
    zone: str, rule: str, hour: int, dropped: set[int], by: int
) -> None:
    """Also at hours that a change of clocks leaves out or repeats."""
    series = recurring(rule, zone, f"2026-03-01T{hour:02}:15", made_for=8 * WEEK)
    for number in dropped & set(range(len(series.sessions))):
        series = with_session(series, number, status="cancelled")
    if len(series.sessions) > 6:
        at = series.sessions[6].scheduled_at + timedelta(hours=by)
        series = with_session(series, 6, scheduled_at=at)
    roll = unrolled(series)
    found = [(one.recurs_at, one.scheduled_at) for one in roll.kept.values()]
    assert found == [(one.recurs_at, one.scheduled_at) for one in series.sessions if one.status != "cancelled"]
    assert {shown.replace(tzinfo=roll.zone).astimezone(UTC) for shown in roll.kept} == {at for at, _ in found}
    events_in(written(series))
