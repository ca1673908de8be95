"""Letters of the digest: what they say of each page, and addresses and names as they come."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask

from api.web.database import db
from api.work.notices.sending import SendingOutcome
from content.library import read_library
from content.search import update_index
from lms.people.models import Person
from support.factories import MONDAY
from support.mailing import ADA, HOUR, MARA, WEEK, Postbox, mail_to, send_week, text_of


def test_the_mail_says_of_each_page_what_to_do(office: Flask, postbox: Postbox) -> None:
    """Titles of any alphabet, links, the day, and the command; drafts and fresh pages stay out of it."""
    send_week(WEEK, at=MONDAY)
    message = mail_to(postbox, MARA)
    assert message["Subject"] == "Reviews: 1 expired, 1 overdue, 1 due soon"
    assert str(message["To"]) == "Mara Quill <mara@brightwharf.example>"
    plain, html = (text_of(message, kind) for kind in ("plain", "html"))
    assert "Cena <b>żółć</b>: 中文\n  its review counted until 2025-07-02\n" in plain
    assert "https://playbook.example/a%20b/overdue/\n  still true? repertoire reviewed 'a b/overdue.md'\n" in plain
    assert "Due soon\n  its review counts until 2026-03-13\n" in plain
    assert "Expired\n  expired on 2026-02-01: give it a new date under `expires`, or archive it\n" in plain
    assert plain.count("repertoire reviewed") == html.count("repertoire reviewed") == 2
    assert "Cena &lt;b&gt;żółć&lt;/b&gt;: 中文" in html
    assert '<a href="https://playbook.example/a%20b/overdue/"' in html
    for text in (plain, html):
        assert not any(title in text for title in ("Draft", "Fresh", "Of Ada"))


def test_a_mail_is_marked_as_made_by_a_machine_and_keeps_its_id(office: Flask, postbox: Postbox) -> None:
    """A repeat after a crash is recognised by its Message-ID; people and weeks differ."""
    send_week(WEEK, at=MONDAY)
    message = mail_to(postbox, MARA)
    assert (message["Auto-Submitted"], message["List-Id"]) == (
        "auto-generated",
        "Your week <week.playbook.example>",
    )
    assert str(message["From"]) == "Repertoire <repertoire@brightwharf.example>"
    db.session.execute(db.text("UPDATE digest SET sent_at = NULL"))
    db.session.commit()
    send_week(WEEK, at=MONDAY + 2 * HOUR)
    send_week(WEEK + timedelta(days=7), at=MONDAY + timedelta(days=7))
    ids = [mail["Message-ID"] for mail in postbox.kept if mail["To"].addresses[0].addr_spec == MARA]
    assert (len(ids), len(set(ids)), ids[0] == ids[1]) == (3, 2, True)
    assert mail_to(postbox, ADA)["Message-ID"] not in ids


def test_a_name_can_not_smuggle_in_a_header(office: Flask, postbox: Postbox) -> None:
    """Names and titles are one line each, whatever the directory and the pages hold."""
    mara = db.session.scalars(db.select(Person).where(Person.email == MARA)).one()
    mara.name = "Żółć 中文\r\nBcc: victim@elsewhere.example"
    db.session.commit()
    assert send_week(WEEK, at=MONDAY).problems == ()
    message = mail_to(postbox, MARA)
    assert message["Bcc"] is None
    assert message["To"].addresses[0].display_name == "Żółć 中文 Bcc: victim@elsewhere.example"
    assert postbox.to() == [ADA, MARA]


@pytest.mark.parametrize("address", ["żółć@brightwharf.example", "a..d,a@brightwharf.example"])
def test_an_unusual_address_is_written_to(office: Flask, postbox: Postbox, address: str) -> None:
    """Of another alphabet, or one that needs quotes."""
    _move_ada(office, address)
    assert send_week(WEEK, at=MONDAY) == SendingOutcome(2, 0, ())
    mailboxes = [mail["To"].addresses[0].username for mail in postbox.kept]
    assert address.partition("@")[0] in [name.encode("utf-8", "surrogateescape").decode() for name in mailboxes]


def test_an_address_that_no_message_can_hold_stops_nobody_else(office: Flask, postbox: Postbox) -> None:
    """Whatever came into the directory."""
    _move_ada(office, "a\rb@brightwharf.example")
    outcome = send_week(WEEK, at=MONDAY)
    assert (outcome.sent, len(outcome.problems)) == (1, 1)
    assert postbox.to() == [MARA]


def _move_ada(office: Flask, address: str) -> None:
    """Give Ada another address, and her page too."""
    ada = db.session.scalars(db.select(Person).where(Person.email == ADA)).one()
    ada.email = address
    db.session.commit()
    config = office.extensions["repertoire"].config
    page = config.content_dir / "ada.md"
    page.write_text(page.read_text().replace(f"owner: {ADA}", f"owner: {json.dumps(address)}"))
    update_index(read_library(config.content_dir), config.index_dir)
