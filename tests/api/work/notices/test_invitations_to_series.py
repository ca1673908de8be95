"""Invitations to series: one letter for all of it, and one for each session that is changed."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.work.notices.sending import SendingOutcome
from lms.coaching.changing import cancel_session, move_session
from lms.coaching.models import CoachingSession
from lms.coaching.plans import SessionPlan
from lms.coaching.series import accept_series, plan_series
from lms.coaching.series_changes import SeriesTurn, change_series, end_series
from support.appointments import DAY, HOUR, WEEK, change, meet, meet_again
from support.factories import MONDAY, Cast
from support.inviting import BOTH, Send, events_of, said, told
from support.learning import on
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


def test_what_people_do_with_a_series_is_one_letter_each_time(
    session: Session, cast: Cast, postbox: Postbox, send: Send
) -> None:
    """However many sessions it has: proposed, accepted, one moved, one dropped, changed from a day on, and ended."""
    now = on(1 / 24)
    plan = SessionPlan("Weekly", MONDAY + DAY, 30)
    who: dict[str, Any] = {"actor": cast.max.actor, "now": now}
    series = plan_series(
        session, plan=plan, rule="FREQ=WEEKLY", company=ZoneInfo("Europe/Berlin"), rep_id=cast.ada.id, asks=True, **who
    )
    assert send().sent == 2
    accept_series(session, actor=cast.ada.actor, series_id=series.id, now=now)
    assert send().sent == 2
    first, second = list(session.scalars(select(CoachingSession).order_by(CoachingSession.scheduled_at)))[1:3]
    move_session(session, session_id=first.id, scheduled_at=first.scheduled_at + HOUR, **who)
    assert send().sent == 2
    cancel_session(session, session_id=second.id, reason="on holiday", **who)
    assert send().sent == 2
    assert [word for _, word in said(postbox)].count("Proposed") == 2
    assert said(postbox, 2) == [(one, word) for one in BOTH for word in ("Accepted", "Cancelled", "Moved")]
    turn = SeriesTurn(MONDAY + 30 * DAY, rule="FREQ=WEEKLY;BYDAY=WE", changes={"topic": "Deals"})
    new = change_series(session, series_id=series.id, turn=turn, **who)
    assert send().sent == 4
    assert said(postbox, 8) == [(one, word) for one in BOTH for word in ("Ends", "Invitation")]
    end_series(session, series_id=new.id, reason="she moved", **who)
    assert send().sent == 2
    assert said(postbox, 12) == [(one, "Cancelled") for one in BOTH]
    assert told(session) == {True}


def test_a_session_that_was_moved_goes_with_the_end_of_its_series(
    session: Session, cast: Cast, postbox: Postbox, send: Send
) -> None:
    """A calendar knows it by itself, and the rule that ends says nothing of it any more."""
    now = on(1 / 24)
    who: dict[str, Any] = {"actor": cast.max.actor, "now": now}
    plan = SessionPlan("Weekly", MONDAY + DAY, 30)
    berlin = ZoneInfo("Europe/Berlin")
    series = plan_series(session, plan=plan, rule="FREQ=WEEKLY", company=berlin, rep_id=cast.ada.id, **who)
    assert send().sent == 2
    last = list(session.scalars(select(CoachingSession).order_by(CoachingSession.scheduled_at)))[-1]
    move_session(session, session_id=last.id, scheduled_at=last.scheduled_at + HOUR, **who)
    assert send().sent == 2
    end_series(session, series_id=series.id, reason="enough", on=(MONDAY + 20 * DAY).date(), **who)
    assert send().sent == 4
    assert said(postbox, 4) == [(one, word) for one in BOTH for word in ("Cancelled", "Ends")]
    assert told(session) == {True}
