"""The weekly digest, as a mail server receives it."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from flask import Flask

from api.running import company_jobs
from api.web.context import parts
from api.web.database import db
from api.work.notices.digest import send_weekly, unsent_letters, week_start
from api.work.notices.letters import Letter
from api.work.notices.sending import SendingOutcome
from config import Config
from content.library import read_library
from content.search import update_index
from support.acting import at_once
from support.factories import MONDAY, apart, fill, write_good_page
from support.mailing import ADA, HOUR, MARA, WEEK, Postbox, send_week


def test_each_owner_in_the_directory_gets_one_mail_and_nobody_else(office: Flask, postbox: Postbox) -> None:
    """Not who left, not a partner, not a stranger, not who has nothing to look at; and no second one this week."""
    assert send_week(WEEK, at=MONDAY) == SendingOutcome(2, 0, ())
    assert postbox.to() == [ADA, MARA]
    assert send_week(WEEK, at=MONDAY + 2 * HOUR) == SendingOutcome(0, 2, ())
    assert send_week(WEEK + timedelta(days=7), at=MONDAY + timedelta(days=7)).sent == 2
    assert len(postbox.kept) == 4


def test_one_refused_recipient_stops_nobody_else_and_is_tried_again(office: Flask, postbox: Postbox) -> None:
    """After an hour, not before."""
    postbox.refused = {ADA}
    outcome = send_week(WEEK, at=MONDAY)
    assert (outcome.sent, outcome.skipped, len(outcome.problems)) == (1, 0, 1)
    assert "ada@brightwharf.example: " in outcome.problems[0]
    assert "no such mailbox" in outcome.problems[0]
    postbox.refused = set()
    assert send_week(WEEK, at=MONDAY + HOUR / 2) == SendingOutcome(0, 2, ())
    assert send_week(WEEK, at=MONDAY + HOUR) == SendingOutcome(1, 1, ())
    assert postbox.to() == [ADA, MARA]


def test_a_server_that_is_down_is_asked_once_and_again_when_it_is_up(office: Flask, postbox: Postbox) -> None:
    """Nothing is lost, also when it is up only after the day on which digests are begun."""
    postbox.close()
    outcome = send_week(WEEK, at=MONDAY)
    assert (outcome.sent, len(outcome.problems)) == (0, 2)
    assert all(f"127.0.0.1:{postbox.port}: " in problem for problem in outcome.problems)
    postbox.open()
    assert send_week(WEEK, at=MONDAY + timedelta(days=3), may_begin=False) == SendingOutcome(2, 0, ())
    assert postbox.to() == [ADA, MARA]


def test_two_senders_at_once_send_each_mail_once(office: Flask, postbox: Postbox) -> None:
    """Of two workers, or a worker and the command."""

    def send() -> SendingOutcome:
        with office.app_context():
            try:
                return send_week(WEEK, at=MONDAY)
            finally:
                db.session.remove()

    outcomes = at_once(*[lambda: apart(send) for _ in range(3)])
    assert sum(outcome.sent for outcome in outcomes) == 2
    assert [problem for outcome in outcomes for problem in outcome.problems] == []
    assert postbox.to() == [ADA, MARA]


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        (datetime(2026, 3, 2, 5, 59, tzinfo=UTC), 0),
        (datetime(2026, 3, 2, 6, 0, tzinfo=UTC), 2),
        (datetime(2026, 3, 3, 5, 59, tzinfo=UTC), 2),
        (datetime(2026, 3, 3, 6, 0, tzinfo=UTC), 0),
        (datetime(2026, 3, 8, 12, 0, tzinfo=UTC), 0),
    ],
)
def test_digests_are_begun_within_a_day_of_their_hour(office: Flask, postbox: Postbox, at: datetime, sent: int) -> None:
    """A page that falls due on Thursday waits for Monday."""
    _send_weekly(at=at)
    assert len(postbox.kept) == sent


@pytest.mark.parametrize(
    ("weekday", "hour", "start"),
    [
        ("monday", 6, datetime(2026, 3, 2, 6, tzinfo=UTC)),
        ("monday", 23, datetime(2026, 3, 2, 23, tzinfo=UTC)),
        ("tuesday", 0, datetime(2026, 2, 24, 0, tzinfo=UTC)),
        ("sunday", 12, datetime(2026, 3, 1, 12, tzinfo=UTC)),
    ],
)
def test_a_week_begins_on_the_last_such_day(weekday: str, hour: int, start: datetime) -> None:
    """Today included, whatever the hour."""
    assert week_start(Config(digest_weekday=weekday, digest_hour=hour), MONDAY) == start


def test_without_a_mail_server_or_an_index_nothing_is_sent(make_app: Callable[..., Flask]) -> None:
    """And nothing fails."""
    for settings in ({}, {"smtp_host": "127.0.0.1", "smtp_port": 1, "mail_from": "a@x.example"}):
        app = make_app(is_indexed=False, **settings)
        with app.app_context():
            company_jobs.send_digests()
            assert db.session.scalars(db.text("SELECT count(*) FROM digest")).one() == 0
            db.session.remove()


def test_without_a_mail_server_nothing_is_claimed(office: Flask, postbox: Postbox) -> None:
    """Although an index names owners who would get a mail at this moment."""
    own = parts()
    alone = replace(own.config, smtp_host="")
    send_weekly(db.session(), config=alone, catalogue=own.search.catalogue(), at=MONDAY)
    assert db.session.scalars(db.text("SELECT count(*) FROM digest")).one() == 0
    assert postbox.kept == []


def test_what_would_be_sent_can_be_looked_at(office: Flask, postbox: Postbox) -> None:
    """Nothing is sent or claimed by looking."""
    assert [letter.to.email for letter in _unsent(WEEK, at=MONDAY)] == [ADA, MARA]
    assert send_week(WEEK, at=MONDAY).sent == 2
    assert _unsent(WEEK, at=MONDAY) == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd knows only STARTTLS as TLS
@pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificate with openssl")
@pytest.mark.parametrize(("security", "password"), [("starttls", "right"), ("tls", "right"), ("starttls", "wrong")])
def test_a_server_may_ask_for_encryption_and_a_password(
    make_app: Callable[..., Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str, password: str
) -> None:
    """With a wrong password nothing is sent, and the reason is told without it."""
    write_good_page(tmp_path / "own", "a.md", reviewed="2025-01-02", owner=MARA)
    context = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    box = Postbox()
    box.open(
        authenticator=_check_password,
        auth_required=True,
        **({"ssl_context": context, "auth_require_tls": False} if security == "tls" else {"tls_context": context}),
    )
    app = make_app(
        is_indexed=False,
        content_dir=tmp_path / "own",
        smtp_host="localhost",
        smtp_port=box.port,
        smtp_security=security,
        smtp_user="relay",
        smtp_password=password,
        mail_from="repertoire@brightwharf.example",
    )
    config = app.extensions["repertoire"].config
    update_index(read_library(config.content_dir), config.index_dir)
    fill(app)
    with app.app_context():
        outcome = send_week(WEEK, at=MONDAY)
        db.session.remove()
    box.close()
    assert box.to() == ([MARA] if password == "right" else [])
    assert len(outcome.problems) == (password != "right")
    assert all("uthentication" in problem and "wrong" not in problem for problem in outcome.problems)


def _check_password(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.login == b"relay" and data.password == b"right", handled=False)


def _certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate of localhost that clients trust through SSL_CERT_FILE."""
    made = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *named, *made]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def _unsent(week: date, at: datetime) -> list[Letter]:
    """Return what would be sent, with the settings and the library of the app."""
    own = parts()
    return unsent_letters(db.session(), week, config=own.config, catalogue=own.search.catalogue(), at=at)


def _send_weekly(at: datetime) -> None:
    """Send what is due by the week, with the settings and the library of the app."""
    own = parts()
    send_weekly(db.session(), config=own.config, catalogue=own.search.catalogue(), at=at)
