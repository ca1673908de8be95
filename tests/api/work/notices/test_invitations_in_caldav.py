"""Invitations in a calendar on a real CalDAV server: a change reaches the same event, and what is cancelled goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

import pytest

from api.work.calendars.series import unrolled
from api.work.notices.errands import letter_of_occurrence, letter_of_series, letter_of_session
from lms.notices.appointments import Appointment, Recurring
from lms.notices.invitations import LastSent
from support.appointments import ADA, DAY, HOUR, WEEK, appointment, recurring, with_session
from support.caldav import CalendarProgram
from support.factories import MONDAY
from support.inviting import CONFIG, mail_of

SPAN = (MONDAY - DAY, MONDAY + 11 * WEEK)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarProgram]:
    """A calendar program with its server."""
    program = CalendarProgram(tmp_path_factory.mktemp("calendars"))
    yield program
    program.close()


KNOWN = LastSent(0, "REQUEST")


def about(one: Appointment, *, known: LastSent | None = KNOWN) -> EmailMessage:
    """Return the mail about a session that is alone."""
    return mail_of(letter_of_session(one, ADA, config=CONFIG, known=known, said=None))


def about_series(series: Recurring, *, known: LastSent | None = None) -> EmailMessage:
    """Return the mail about a series as a whole."""
    return mail_of(letter_of_series(unrolled(series), ADA, config=CONFIG, known=known, said=None, at=MONDAY))


def about_one(series: Recurring, number: int) -> EmailMessage:
    """Return the mail about one session of a series."""
    return mail_of(letter_of_occurrence(unrolled(series), series.sessions[number], ADA, config=CONFIG, said=None))


def times(series: Recurring) -> list[datetime]:
    """Return when the sessions of a series are, by the database."""
    return sorted(one.scheduled_at for one in series.sessions if one.status != "cancelled")


def test_a_session_is_noted_moved_and_taken_out(server: CalendarProgram) -> None:
    """One event at any time, at the new one after a change; an older mail that comes late changes nothing."""
    first = appointment(status="proposed")
    server.read(about(first, known=None))
    assert server.shows(*SPAN) == [(first.scheduled_at, "One-to-one with Max Oduya: Prices")]
    moved = replace(first, scheduled_at=first.scheduled_at + 3 * HOUR, sequence=1, topic="Discounts", status="accepted")
    for mail in (about(moved), about(moved), about(first, known=None)):
        server.read(mail)
        assert server.shows(*SPAN) == [(moved.scheduled_at, "One-to-one with Max Oduya: Discounts")]
        assert server.count() == 1
    server.read(about(replace(moved, status="cancelled", sequence=2)))
    assert (server.shows(*SPAN), server.count()) == ([], 0)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_a_series_is_noted_and_changed_one_by_one_and_as_a_whole(server: CalendarProgram, zone: str) -> None:
    """The server, which works out the occurrences itself, has the times of the database, whatever clocks changed."""
    series = recurring(zone=zone)
    span = MONDAY - DAY, series.made_until
    server.read(about_series(series))
    assert [start for start, _ in server.shows(*span)] == times(series)
    series = with_session(series, 5, scheduled_at=series.sessions[5].scheduled_at + 26 * HOUR)
    server.read(about_one(series, 5))
    series = with_session(series, 2, status="cancelled")
    server.read(about_one(series, 2))
    assert [start for start, _ in server.shows(*span)] == times(series)
    assert server.count() == 1
    series = replace(series, sequence=1, topic="Other")
    server.read(about_series(series, known=KNOWN))
    assert [start for start, _ in server.shows(*span)] == times(series)
    for number in range(6, len(series.sessions)):
        series = with_session(series, number, status="cancelled")
    series = replace(series, sequence=2, ended_at=MONDAY + 6 * WEEK)
    server.read(about_series(series, known=KNOWN))
    assert [start for start, _ in server.shows(*span)] == times(series)
    for number in range(6):
        series = with_session(series, number, status="cancelled")
    server.read(about_series(replace(series, sequence=3), known=KNOWN))
    assert (server.shows(*span), server.count()) == ([], 0)
