"""Invitations to sessions, as a mail server receives them: who is sent what, once, and never about the past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.running import company_jobs
from api.web.database import db
from api.work.notices import invitations, posting
from api.work.notices.invitations import send_invitations, send_untold
from api.work.notices.sending import SendingOutcome
from config import Config
from lms.notices.invitations import EventName, choose_invitations, claim_invitation
from lms.notices.models import SentInvitation
from lms.people.installation import mark_as_demo
from lms.people.models import Person
from support.acting import at_once, statements
from support.appointments import DAY, HOME, HOUR, SENDER, change, meet, meet_again
from support.factories import MONDAY, Cast, apart, fill
from support.inviting import BOTH, Send, events_of, said, told
from support.mailing import Postbox

SECOND = timedelta(seconds=1)


def test_both_are_invited_once(session: Session, cast: Cast, postbox: Postbox, send: Send) -> None:
    """Also who planned it, and nobody else; whoever looks again finds nothing to do, and asks little."""
    meet(session, cast)
    assert send() == SendingOutcome(2, 0, ())
    assert said(postbox) == [(who, "Invitation") for who in BOTH]
    assert told(session) == {True}
    with statements(session.get_bind()) as asked:  # type: ignore[arg-type]  # it is an engine
        assert send(MONDAY + 2 * HOUR) == SendingOutcome(0, 0, ())
    assert len(asked) <= 4, asked
    assert {(row.sequence, row.method) for row in session.scalars(select(SentInvitation))} == {(0, "REQUEST")}


def test_a_change_is_sent_to_the_same_event_and_only_the_last_of_several(
    session: Session, cast: Cast, postbox: Postbox, send: Send
) -> None:
    """What is moved twice within a minute moves once in calendars."""
    one = meet(session, cast, status="proposed")
    send()
    change(one, status="accepted")
    change(one, scheduled_at=MONDAY + 2 * DAY)
    assert send().sent == 2
    assert said(postbox, 2) == [(who, "Changed") for who in BOTH]
    assert said(postbox)[0][1] in {"Proposed", "Changed"}
    first, second = (events_of(mail)[0] for mail in postbox.kept[::2])
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 2)
    assert (first["status"], second["status"]) == ("TENTATIVE", "CONFIRMED")
    assert second["dtstart"].dt == MONDAY + 2 * DAY


def test_a_cancelled_one_is_taken_out_of_calendars_that_know_it(
    session: Session, cast: Cast, postbox: Postbox, send: Send
) -> None:
    """And nobody hears of one that was over before they heard of it at all."""
    known, unknown = meet(session, cast), meet(session, cast, topic="Never mind")
    change(unknown, status="cancelled")
    assert send().sent == 2
    change(known, status="cancelled")
    assert send(MONDAY + 2 * HOUR).sent == 2
    assert said(postbox, 2) == [(who, "Cancelled") for who in BOTH]
    (event,) = events_of(postbox.kept[-1])
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert told(session) == {True}


@pytest.mark.parametrize("status", ["proposed", "accepted", "held", "missed", "cancelled"])
def test_nothing_is_sent_about_the_past(
    session: Session, cast: Cast, postbox: Postbox, send: Send, status: str
) -> None:
    """Nor about what was held or missed."""
    meet(session, cast, at=MONDAY, status=status)
    if status in ("held", "missed"):
        meet(session, cast, status=status)
    assert send() == SendingOutcome(0, 0, ())


def test_two_senders_at_once_send_each_once(
    app: Flask, session: Session, cast: Cast, postbox: Postbox, config: Config
) -> None:
    """Of two workers, with a session, a series and a change of one of its sessions."""
    meet(session, cast)
    meet_again(session, cast)
    _, sessions = meet_again(session, cast, topic="Other")
    change(sessions[3], status="cancelled")
    session.commit()

    def do() -> SendingOutcome:
        with app.app_context():
            try:
                return send_invitations(db.session(), config=config, at=MONDAY + HOUR)
            finally:
                db.session.remove()

    outcomes = at_once(*[lambda: apart(do) for _ in range(3)])
    assert sum(outcome.sent for outcome in outcomes) == 6
    assert [problem for outcome in outcomes for problem in outcome.problems] == []
    assert len({mail["Message-ID"] for mail in postbox.kept}) == len(postbox.kept) == 6


def test_one_refused_recipient_stops_nobody_else_and_is_tried_again(
    session: Session, cast: Cast, postbox: Postbox, send: Send
) -> None:
    """After an hour, not before; then with what holds by then."""
    one = meet(session, cast)
    postbox.refused = {BOTH[0]}
    outcome = send()
    assert (outcome.sent, len(outcome.problems)) == (1, 1)
    assert outcome.problems[0].startswith(f"{BOTH[0]}: ")
    postbox.refused = set()
    assert send(MONDAY + 2 * HOUR - SECOND) == SendingOutcome(0, 1, ())
    change(one, topic="Other")
    assert send(MONDAY + 2 * HOUR) == SendingOutcome(2, 0, ())
    assert said(postbox) == [(BOTH[0], "Invitation"), (BOTH[1], "Changed"), (BOTH[1], "Invitation")]


def test_a_server_that_is_down_is_asked_once_and_again_when_it_is_up(
    session: Session, cast: Cast, postbox: Postbox, send: Send
) -> None:
    """Nothing is lost, and what nobody tried needn't wait for an hour."""
    meet(session, cast)
    meet(session, cast, at=MONDAY + 3 * DAY)
    postbox.close()
    outcome = send()
    assert (outcome.sent, len(outcome.problems)) == (0, 1)
    assert f"127.0.0.1:{postbox.port}: " in outcome.problems[0]
    postbox.open()
    assert send(MONDAY + HOUR + 60 * SECOND).sent == 3
    assert send(MONDAY + 2 * HOUR).sent == 1
    assert told(session) == {True}


def test_what_a_killed_sender_had_claimed_is_sent_again_after_an_hour(
    session: Session, cast: Cast, postbox: Postbox, send: Send
) -> None:
    """It may have left or not, so what was cancelled meanwhile is taken back."""
    one = meet(session, cast)
    name = EventName(cast.ada.id, f"{one.id}@sessions.repertoire")
    assert claim_invitation(session, name, sequence=0, at=MONDAY + HOUR)
    assert send(MONDAY + HOUR + SECOND) == SendingOutcome(1, 1, ())
    change(one, status="cancelled")
    assert send(MONDAY + 2 * HOUR - SECOND) == SendingOutcome(1, 1, ())
    assert send(MONDAY + 2 * HOUR) == SendingOutcome(1, 0, ())
    assert said(postbox) == [(BOTH[0], "Cancelled"), (BOTH[1], "Cancelled"), (BOTH[1], "Invitation")]
    assert not claim_invitation(session, name, sequence=1, at=MONDAY + 9 * HOUR)


def test_nobody_is_invited_who_left_or_wants_none(session: Session, cast: Cast, postbox: Postbox, send: Send) -> None:
    """The other of the two is; what happened meanwhile isn't sent afterwards, and what comes then is."""
    one = meet(session, cast)
    meet(session, cast, coach_id=cast.greta.id, rep_id=cast.olga.id)
    session.execute(update(Person).where(Person.id == cast.olga.id).values(left_at=MONDAY))
    choose_invitations(session, actor=cast.ada.actor, are_sent=False, at=MONDAY)
    assert send().sent == 2
    assert [who for who, _ in said(postbox)] == ["greta@brightwharf.example", BOTH[1]]
    choose_invitations(session, actor=cast.ada.actor, are_sent=True, at=MONDAY)
    assert send().sent == 0
    change(one, topic="Other")
    assert send().sent == 2
    assert said(postbox, 2) == [(BOTH[0], "Invitation"), (BOTH[1], "Changed")]


def test_without_a_mail_server_and_for_a_demo_nothing_is_claimed(
    session: Session, cast: Cast, postbox: Postbox, config: Config
) -> None:
    """Nor sent."""
    meet(session, cast)
    session.commit()
    send_untold(session, config=replace(config, smtp_host=""), at=MONDAY + HOUR)
    mark_as_demo(session, at=MONDAY)
    session.commit()
    send_untold(session, config=config, at=MONDAY + HOUR)
    assert session.scalars(select(SentInvitation)).all() == []
    assert postbox.kept == []


def test_many_are_sent_in_several_goes(
    session: Session, cast: Cast, postbox: Postbox, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever switches a mail server on doesn't wait for all of them; one that is refused stops none behind it."""
    monkeypatch.setattr(posting, "MOST", 5)
    monkeypatch.setattr(invitations, "BATCH", 2)
    for hours in range(3):
        meet(session, cast, at=MONDAY + DAY + hours * HOUR)
        meet_again(session, cast, starts_at=f"2026-03-0{3 + hours}T09:00")
    postbox.refused = {BOTH[0]}
    goes = [send(MONDAY + HOUR + number * SECOND) for number in range(4)]
    assert [go.sent + len(go.problems) for go in goes] == [5, 5, 2, 0]
    assert said(postbox) == [(BOTH[1], "Invitation")] * 6


def test_the_worker_sends_them_by_the_settings_and_the_clock(make_app: Callable[..., Flask], postbox: Postbox) -> None:
    """What is to come by now."""
    mail = {"smtp_host": "127.0.0.1", "smtp_port": postbox.port, "mail_from": SENDER}
    app = make_app(is_indexed=False, base_url=HOME, **mail)
    cast = fill(app)
    with app.app_context():
        now = datetime.now(UTC)
        meet(db.session(), cast, at=now + HOUR)
        meet(db.session(), cast, at=now - HOUR)
        db.session.commit()
        company_jobs.send_session_news()
        company_jobs.send_session_news()
        db.session.remove()
    assert said(postbox) == [(who, "Invitation") for who in BOTH]
