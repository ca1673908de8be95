"""The weekly digest, as a mail server receives it."""

from __future__ import annotations

import email
import email.policy
import json
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask

from api import create_app
from api.running import jobs
from api.web.context import parts
from api.web.database import db
from api.work.notices.digest import Outcome, send_digests, send_weekly, unsent_letters, week_start
from api.work.notices.letters import Letter
from config import Config
from content.library import read_library
from content.search import update_index
from lms.people.models import Person
from support.acting import at_once
from support.factories import MONDAY, apart, fill, write_good_page

WEEK = MONDAY.date()
HOUR = timedelta(hours=1)
MARA, ADA, OLGA = (f"{name}@brightwharf.example" for name in ("mara", "ada", "olga"))


class Postbox:
    """A mail server on loopback that keeps what it is given, and refuses some recipients."""

    def __init__(self) -> None:
        """Find a free port; nothing listens yet."""
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port: int = found.getsockname()[1]
        self.refused: set[str] = set()
        self.kept: list[EmailMessage] = []
        self.users: list[str] = []
        self._controller: Any = None

    def open(self, **options: Any) -> None:
        """Listen."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        self._controller.start()

    def close(self) -> None:
        """Listen no more."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """Refuse some."""
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep it."""
        self.kept.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def to(self) -> list[str]:
        """Return who was written to, in the order of addresses."""
        return sorted(message["To"].addresses[0].addr_spec for message in self.kept)


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server that listens."""
    box = Postbox()
    box.open()
    yield box
    box.close()


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Mara has pages in every state, Ada one that is overdue, a stranger and nobody too."""
    folder = tmp_path / "pages"
    old, soon = "2025-01-02", str(WEEK - timedelta(days=170))
    write_good_page(
        folder, "a b/overdue.md", title="'Cena <b>żółć</b>: 中文'", reviewed=old, owner=MARA.title(), id="overdue"
    )
    write_good_page(folder, "due.md", title="Due soon", reviewed=soon, owner=MARA)
    write_good_page(folder, "fresh.md", title="Fresh", reviewed=str(WEEK), owner=MARA)
    write_good_page(folder, "draft.md", title="Draft", reviewed=old, owner=MARA, status="draft")
    write_good_page(folder, "expired.md", title="Expired", reviewed=str(WEEK), expires="2026-02-01", owner=MARA)
    write_good_page(folder, "ada.md", title="Of Ada", reviewed=old, owner=ADA)
    write_good_page(folder, "max.md", title="Of Max", reviewed=str(WEEK), owner="max@brightwharf.example")
    write_good_page(folder, "olga.md", title="Of Olga", reviewed=old, owner=OLGA)
    write_good_page(folder, "partner.md", title="Of Paula", reviewed=old, owner="paula@brightwharf.example")
    write_good_page(folder, "stranger.md", title="Of a stranger", reviewed=old, owner="stranger@elsewhere.example")
    return folder


@pytest.fixture
def office(database_url: str, tmp_path: Path, pages: Path, postbox: Postbox) -> Iterator[Flask]:
    """The cast before these pages, with that mail server; Olga has left."""
    data_dir = tmp_path / "data"
    data_dir.mkdir(exist_ok=True)
    app = create_app(
        Config(
            data_dir=data_dir,
            content_dir=pages,
            database_url=database_url,
            base_url="https://playbook.example",
            smtp_host="127.0.0.1",
            smtp_port=postbox.port,
            mail_from="repertoire@brightwharf.example",
        )
    )
    update_index(read_library(pages), data_dir / "index")
    cast = fill(app)
    with app.app_context():
        db.session.get_one(Person, cast.olga.id).left_at = MONDAY - timedelta(days=1)
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["repertoire"].renderer.close()


def test_each_owner_in_the_directory_gets_one_mail_and_nobody_else(office: Flask, postbox: Postbox) -> None:
    """Not who left, not a partner, not a stranger, not who has nothing to look at; and no second one this week."""
    assert _send(WEEK, at=MONDAY) == Outcome(2, 0, ())
    assert postbox.to() == [ADA, MARA]
    assert _send(WEEK, at=MONDAY + 2 * HOUR) == Outcome(0, 2, ())
    assert _send(WEEK + timedelta(days=7), at=MONDAY + timedelta(days=7)).sent == 2
    assert len(postbox.kept) == 4


def test_the_mail_says_of_each_page_what_to_do(office: Flask, postbox: Postbox) -> None:
    """Titles of any alphabet, links, the day, and the command; drafts and fresh pages stay out of it."""
    _send(WEEK, at=MONDAY)
    message = _mail_to(postbox, MARA)
    assert message["Subject"] == "Reviews: 1 expired, 1 overdue, 1 due soon"
    assert str(message["To"]) == "Mara Quill <mara@brightwharf.example>"
    plain, html = (_part(message, kind) for kind in ("plain", "html"))
    assert "Cena <b>żółć</b>: 中文\n  its review counted until 2025-07-01\n" in plain
    assert "https://playbook.example/a%20b/overdue/\n  still true? repertoire reviewed 'a b/overdue.md'\n" in plain
    assert "Due soon\n  its review counts until 2026-03-12\n" in plain
    assert "Expired\n  expired on 2026-02-01: give it a new date under `expires`, or archive it\n" in plain
    assert plain.count("repertoire reviewed") == html.count("repertoire reviewed") == 2
    assert "Cena &lt;b&gt;żółć&lt;/b&gt;: 中文" in html
    assert '<a href="https://playbook.example/a%20b/overdue/"' in html
    for text in (plain, html):
        assert not any(title in text for title in ("Draft", "Fresh", "Of Ada"))


def test_a_mail_is_marked_as_made_by_a_machine_and_keeps_its_id(office: Flask, postbox: Postbox) -> None:
    """A repeat after a crash is recognised by its Message-ID; people and weeks differ."""
    _send(WEEK, at=MONDAY)
    message = _mail_to(postbox, MARA)
    assert (message["Auto-Submitted"], message["List-Id"]) == (
        "auto-generated",
        "Reviews of pages <reviews.playbook.example>",
    )
    assert str(message["From"]) == "Repertoire <repertoire@brightwharf.example>"
    db.session.execute(db.text("UPDATE digest SET sent_at = NULL"))
    db.session.commit()
    _send(WEEK, at=MONDAY + 2 * HOUR)
    _send(WEEK + timedelta(days=7), at=MONDAY + timedelta(days=7))
    ids = [mail["Message-ID"] for mail in postbox.kept if mail["To"].addresses[0].addr_spec == MARA]
    assert (len(ids), len(set(ids)), ids[0] == ids[1]) == (3, 2, True)
    assert _mail_to(postbox, ADA)["Message-ID"] not in ids


def test_a_name_can_not_smuggle_in_a_header(office: Flask, postbox: Postbox) -> None:
    """Names and titles are one line each, whatever the directory and the pages hold."""
    mara = db.session.scalars(db.select(Person).where(Person.email == MARA)).one()
    mara.name = "Żółć 中文\r\nBcc: victim@elsewhere.example"
    db.session.commit()
    assert _send(WEEK, at=MONDAY).problems == ()
    message = _mail_to(postbox, MARA)
    assert message["Bcc"] is None
    assert message["To"].addresses[0].display_name == "Żółć 中文 Bcc: victim@elsewhere.example"
    assert postbox.to() == [ADA, MARA]


def test_one_refused_recipient_stops_nobody_else_and_is_tried_again(office: Flask, postbox: Postbox) -> None:
    """After an hour, not before."""
    postbox.refused = {ADA}
    outcome = _send(WEEK, at=MONDAY)
    assert (outcome.sent, outcome.skipped, len(outcome.problems)) == (1, 0, 1)
    assert "ada@brightwharf.example: " in outcome.problems[0]
    assert "no such mailbox" in outcome.problems[0]
    postbox.refused = set()
    assert _send(WEEK, at=MONDAY + HOUR / 2) == Outcome(0, 2, ())
    assert _send(WEEK, at=MONDAY + HOUR) == Outcome(1, 1, ())
    assert postbox.to() == [ADA, MARA]


@pytest.mark.parametrize("address", ["żółć@brightwharf.example", "a..d,a@brightwharf.example"])
def test_an_unusual_address_is_written_to(office: Flask, postbox: Postbox, address: str) -> None:
    """Of another alphabet, or one that needs quotes."""
    _move_ada(office, address)
    assert _send(WEEK, at=MONDAY) == Outcome(2, 0, ())
    mailboxes = [mail["To"].addresses[0].username for mail in postbox.kept]
    assert address.partition("@")[0] in [name.encode("utf-8", "surrogateescape").decode() for name in mailboxes]


def test_an_address_that_no_message_can_hold_stops_nobody_else(office: Flask, postbox: Postbox) -> None:
    """Whatever came into the directory."""
    _move_ada(office, "a\rb@brightwharf.example")
    outcome = _send(WEEK, at=MONDAY)
    assert (outcome.sent, len(outcome.problems)) == (1, 1)
    assert postbox.to() == [MARA]


def test_a_server_that_is_down_is_asked_once_and_again_when_it_is_up(office: Flask, postbox: Postbox) -> None:
    """Nothing is lost, also when it is up only after the day on which digests are begun."""
    postbox.close()
    outcome = _send(WEEK, at=MONDAY)
    assert (outcome.sent, len(outcome.problems)) == (0, 2)
    assert all(f"127.0.0.1:{postbox.port}: " in problem for problem in outcome.problems)
    postbox.open()
    assert _send(WEEK, at=MONDAY + timedelta(days=3), may_begin=False) == Outcome(2, 0, ())
    assert postbox.to() == [ADA, MARA]


def test_two_senders_at_once_send_each_mail_once(office: Flask, postbox: Postbox) -> None:
    """Of two workers, or a worker and the command."""

    def send() -> Outcome:
        with office.app_context():
            try:
                return _send(WEEK, at=MONDAY)
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
            jobs.send_digests()
            assert db.session.scalars(db.text("SELECT count(*) FROM digest")).one() == 0
            db.session.remove()


def test_what_would_be_sent_can_be_looked_at(office: Flask, postbox: Postbox) -> None:
    """Nothing is sent or claimed by looking."""
    assert [letter.to.email for letter in _unsent(WEEK, at=MONDAY)] == [ADA, MARA]
    assert _send(WEEK, at=MONDAY).sent == 2
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
        outcome = _send(WEEK, at=MONDAY)
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


def _move_ada(office: Flask, address: str) -> None:
    """Give Ada another address, and her page too."""
    ada = db.session.scalars(db.select(Person).where(Person.email == ADA)).one()
    ada.email = address
    db.session.commit()
    config = office.extensions["repertoire"].config
    page = config.content_dir / "ada.md"
    page.write_text(page.read_text().replace(f"owner: {ADA}", f"owner: {json.dumps(address)}"))
    update_index(read_library(config.content_dir), config.index_dir)


def _mail_to(postbox: Postbox, address: str) -> EmailMessage:
    return next(mail for mail in postbox.kept if mail["To"].addresses[0].addr_spec == address)


def _part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    text: str = found.get_content()
    return text.replace("\r\n", "\n")


def _send(week: date, **options: Any) -> Outcome:
    """Send a week's digests with the settings and the library of the app."""
    own = parts()
    return send_digests(db.session(), week, config=own.config, catalogue=own.search.catalogue(), **options)


def _unsent(week: date, at: datetime) -> list[Letter]:
    """Return what would be sent, with the settings and the library of the app."""
    own = parts()
    return unsent_letters(db.session(), week, config=own.config, catalogue=own.search.catalogue(), at=at)


def _send_weekly(at: datetime) -> None:
    """Send what is due by the week, with the settings and the library of the app."""
    own = parts()
    send_weekly(db.session(), config=own.config, catalogue=own.search.catalogue(), at=at)
