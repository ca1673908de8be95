"""Invitations to series: one letter for all of it, and one for each session that is changed."""

from __future__ import annotations

from sqlalchemy.orm import Session

from api.work.notices.sending import SendingOutcome
from support.appointments import HOUR, WEEK, change, meet, meet_again
from support.factories import MONDAY, Cast
from support.inviting import BOTH, Send, events_of, said, told
from support.mailing import Postbox


def test_a_series_is_one_invitation_and_a_change_of_one_another(
    session: Session, cast: Cast, postbox: Postbox, send: Send
) -> None:
    """Moved, dropped, and back again; sessions that are made later aren't told one by one."""
    series, sessions = meet_again(session, cast)
    assert send().sent == 2
    assert "rrule" in events_of(postbox.kept[0])[0]
    change(sessions[2], scheduled_at=sessions[2].scheduled_at + HOUR)
    change(sessions[4], status="cancelled")
    assert send().sent == 4
    moved, dropped = (events_of(mail) for mail in postbox.kept[2::2])
    assert [len(moved), len(dropped)] == [1, 1]
    assert (moved[0]["status"], moved[0]["recurrence-id"].to_ical()) == ("CONFIRMED", b"20260317T090000")
    assert (dropped[0]["status"], dropped[0]["recurrence-id"].to_ical()) == ("CANCELLED", b"20260331T090000")
    assert {event["uid"] for event in (*moved, *dropped)} == {f"{series.id}@sessions.repertoire"}
    at = sessions[-1].scheduled_at + WEEK
    meet(session, cast, at=at, series_id=series.id, recurs_at=at, topic=series.topic)
    series.made_until = at
    assert send().sent == 0
    change(sessions[4], status="accepted")
    assert send(MONDAY + 2 * HOUR).sent == 2
    assert events_of(postbox.kept[-1])[0]["status"] == "CONFIRMED"
    assert told(session) == {True}


def test_who_hears_of_a_series_hears_at_once_what_was_changed_of_it(
    session: Session, cast: Cast, postbox: Postbox, send: Send
) -> None:
    """One letter says all, and a new one of the series says it again: programs forget changes when a series moves."""
    series, sessions = meet_again(session, cast)
    change(sessions[2], scheduled_at=sessions[2].scheduled_at + HOUR)
    change(sessions[4], status="cancelled")
    assert send().sent == 2
    master, moved = events_of(postbox.kept[0])
    assert master["exdate"].to_ical() == b"20260331T090000"
    assert moved["recurrence-id"].to_ical() == b"20260317T090000"
    change(series, place="Room 4")
    for one in sessions:
        one.place = "Room 4"
    assert send(MONDAY + 2 * HOUR).sent == 2
    assert [len(events_of(mail)) for mail in postbox.kept[2:]] == [2, 2]
    assert told(session) == {True}


def test_a_series_that_ends_keeps_what_was_and_one_that_never_was_goes(
    session: Session, cast: Cast, postbox: Postbox, send: Send
) -> None:
    """One letter each, whatever number of sessions were dropped with it."""
    begun, sessions = meet_again(session, cast, starts_at="2026-02-24T09:00")
    unbegun, others = meet_again(session, cast, topic="Other")
    send()
    for series, dropped in ((begun, sessions[1:]), (unbegun, others)):
        change(series, ended_at=MONDAY + HOUR)
        for one in dropped:
            change(one, status="cancelled")
    assert send(MONDAY + 2 * HOUR).sent == 4
    assert said(postbox, 4) == [(who, word) for who in BOTH for word in ("Cancelled", "Ended")]
    ended = next(mail for mail in postbox.kept[4:] if mail["Subject"].startswith("Ended"))
    assert events_of(ended)[0]["rrule"].to_ical() == b"FREQ=WEEKLY;UNTIL=20260224T080000Z"
    gone = next(mail for mail in postbox.kept[4:] if mail["Subject"].startswith("Cancelled"))
    assert events_of(gone)[0]["status"] == "CANCELLED"
    assert send(MONDAY + 3 * HOUR) == SendingOutcome(0, 0, ())
    assert told(session) == {True}
