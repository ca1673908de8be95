"""Answers and bounces from a mailbox: matched by Message-ID, noted once, and nothing else of it kept or changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from api.running.company_jobs import read_answers
from api.web.context import clock, parts
from api.web.database import db
from api.work.sending.letters import failed_in, read_headers
from api.work.sending.mailbox import MailboxError, read_mailbox
from lms.base import in_steps
from lms.days import present
from lms.sending.models import MailboxPlace, SendOutcome, SentMessage
from lms.sending.outcomes import undo_in_run
from support.acting import items_of
from support.factories import Cast, fill
from support.imap import FOLDER, Mailbox, mailbox_on_loopback
from support.sequences import LENA, begin, mark, moment

LENAS, ADAS = "Lena Vogt <lena.vogt@kranich.example>", "Ada Lind <ada@brightwharf.example>"
# As Postfix reports what it couldn't deliver.
REPORT = b"""From: MAILER-DAEMON@mx.example
To: bounces@brightwharf.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="BOUND"

--BOUND
Content-Type: text/plain

It could not be delivered.
--BOUND
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; lena.vogt@kranich.example
Action: %(action)s
Status: 5.1.1
--BOUND
Content-Type: %(kind)s

Message-ID: %(id)s
Subject: Waiting lorries

--BOUND--
"""


@dataclass(frozen=True)
class Reading:
    """A company whose mailbox is read, and what Ada sent: to Lena, to Bo and to Cy."""

    cast: Cast
    mailbox: Mailbox
    ids: tuple[str, str, str]

    def read(self) -> int:
        """Read what is new, and return how much was noted."""
        return in_steps(db.session(), read_mailbox(db.session(), config=parts().config, now=clock()))

    def states(self) -> list[str]:
        """Return how the runs stand, in the order in which they began."""
        return [run["state"] for run in reversed(items_of(self.cast.ada.get("/sending/runs")))]

    def answer(self, sent: int, **headers: str) -> EmailMessage:
        """Return an answer of Lena's to a message; more headers replace those of it."""
        message = EmailMessage()
        given = {"From": LENAS, "In-Reply-To": self.ids[sent], "References": f"<other@x> {self.ids[sent]}"}
        for name, value in {**given, **{key.replace("_", "-"): text for key, text in headers.items()}}.items():
            message[name] = value
        message.set_content("Yes, 60 a day. SECRETWORD")
        return message


@pytest.fixture
def reading(make_app: Callable[..., Flask]) -> Iterator[Reading]:
    """Three sequences of which the first message was sent yesterday."""
    with mailbox_on_loopback() as mailbox:
        app = make_app(**mailbox.settings)
        cast = fill(app)
        ids = ("<lena@brightwharf.example>", "<bo@brightwharf.example>", "<cy@brightwharf.example>")
        with app.app_context():
            for message_id in ids:
                contact = replace(LENA, email=message_id.strip("<>").replace("brightwharf", "acme"))
                yesterday = moment(-1, since=present())
                run = begin(db.session(), cast.ada, now=yesterday, contact=contact)
                mark(db.session(), cast.ada, run, 0, now=yesterday, way="eml", message_id=message_id)
            db.session.commit()
            yield Reading(cast, mailbox, ids)
            db.session.remove()


def test_an_answer_ends_its_sequence_once(reading: Reading) -> None:
    """By the message it answers, or any it follows in a thread; what is read stays as it was, unread."""
    assert reading.read() == 0
    reading.mailbox.put(reading.answer(0))
    later = reading.answer(1, From="Kai <kai@acme.example>", In_Reply_To="<between@x>")
    later.replace_header("References", f"{reading.ids[1]} <between@x>")
    reading.mailbox.put(later)
    reading.mailbox.put(reading.answer(0, In_Reply_To="<nothing@x>", References="<of-ours@x>"))
    assert reading.read() == 2
    assert reading.states() == ["replied", "replied", "running"]
    assert reading.read() == 0
    read_answers()
    assert reading.mailbox.flags() == [(), (), ()]
    outcomes = db.session.scalars(select(SendOutcome)).all()
    assert {(one.kind, one.source, one.by_id, one.after_days) for one in outcomes} == {("replied", "mailbox", None, 1)}
    (place,) = db.session.scalars(select(MailboxPlace))
    assert (place.last_uid > 0, place.mailbox.endswith(f"/{FOLDER}")) == (True, True)


def test_what_nobody_wrote_or_our_own_people_did_is_no_answer(reading: Reading) -> None:
    """A notice of absence, Ada's own next message, and Max who forwards it leave the sequence running."""
    reading.mailbox.put(reading.answer(0, Auto_Submitted="auto-replied"))
    reading.mailbox.put(reading.answer(0, X_Autoreply="yes"))
    reading.mailbox.put(reading.answer(0, From=ADAS))
    reading.mailbox.put(reading.answer(0, From="MAX@brightwharf.example"))
    assert reading.read() == 0
    reading.mailbox.put(reading.answer(0, Auto_Submitted="no"))
    assert reading.read() == 1
    assert reading.states() == ["replied", "running", "running"]


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_of_what_failed_is_a_bounce(reading: Reading, kind: str) -> None:
    """One of a delay is none yet, and one that can't be read says nothing."""
    for action, sent in (("failed", 0), ("delayed", 1)):
        about = {b"action": action.encode(), b"kind": kind.encode(), b"id": reading.ids[sent].encode()}
        reading.mailbox.put(REPORT % about)
    reading.mailbox.put(b"Content-Type: multipart/report; report-type=delivery-status\n\nnothing\n")
    assert reading.read() == 1
    assert reading.states() == ["bounced", "running", "running"]


def test_a_mailbox_numbered_anew_notes_nothing_twice(reading: Reading) -> None:
    """What was taken back by hand isn't noted again from the same letter, and the new numbering is kept."""
    reading.mailbox.put(reading.answer(0))
    assert reading.read() == 1
    run_id = db.session.scalars(select(SentMessage.run_id).where(SentMessage.message_id == reading.ids[0])).one()
    assert run_id is not None
    undo_in_run(db.session(), actor=reading.cast.ada.actor, run_id=run_id, now=clock())
    db.session.commit()
    before = db.session.scalars(select(MailboxPlace.uid_validity)).one()
    db.session.commit()
    reading.mailbox.number_anew()
    assert reading.read() == 0
    reading.mailbox.put(reading.answer(0))
    reading.mailbox.put(reading.answer(1))
    assert reading.read() == 1
    assert reading.states() == ["running", "replied", "running"]
    db.session.expire_all()
    assert db.session.scalars(select(MailboxPlace.uid_validity)).one() != before


def test_a_mailbox_that_cant_be_read_is_said(reading: Reading, make_app: Callable[..., Flask]) -> None:
    """Health shows why; a company that names none reads nothing."""
    for change in ({"imap_password": "wrong"}, {"imap_folder": "Nowhere"}, {"imap_port": 1}):
        config = replace(parts().config, **change)
        with pytest.raises(MailboxError, match=r"^127\.0\.0\.1:\d+: "):
            list(read_mailbox(db.session(), config=config, now=clock()))
    assert list(read_mailbox(db.session(), config=replace(parts().config, imap_host=""), now=clock())) == []


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe\x00", b"References: " + b"<a@b> " * 50_000, b"Content-Type: ;;;\r\nFrom: <<>>\r\n\r\n"]
)
def test_headers_of_any_kind_can_be_read(raw: bytes) -> None:
    """Strangers write them."""
    found: Any = read_headers(raw)
    assert len(found.about) <= 1
    assert failed_in(raw) == ()
