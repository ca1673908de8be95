"""Links to sign in by e-mail: who gets one, what the letter says, and what happens when the mail server is away."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.web.context import parts
from api.work.notices import sign_in_links
from api.work.notices.mail import MailServerError, RefusedError, UnreachableError
from api.work.notices.sign_in_links import send_sign_in_links
from api.work.seldom import Seldom
from config import Config
from lms.errors import NotFound
from lms.people.installation import mark_as_demo
from lms.people.models import Person, SignInLink, SignInWish
from lms.people.proofs import issue_link, use_link
from lms.people.wishes import claim_wish, forget_wishes, note_wish
from support.factories import MONDAY, Cast
from support.mailing import ADA, Postbox, mail_to, text_of
from support.signing_in import mail_settings

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOME = "https://playbook.brightwharf.example"


class Moody(Postbox):
    """A mail server that answers a sender, or a letter to somebody, with something else than yes."""

    sender = "250 OK"
    letters: dict[str, str]

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """Take the sender, or not."""
        if self.sender.startswith("250"):
            envelope.mail_from = address
        return self.sender

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take the letter, or not."""
        said = self.letters.get(envelope.rcpt_tos[0])
        return said or await super().handle_DATA(server, session, envelope)


@pytest.fixture
def postbox() -> Iterator[Moody]:
    """A mail server that listens."""
    box = Moody()
    box.letters = {}
    box.open()
    yield box
    box.close()


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    """The log, which has said nothing within this minute."""
    monkeypatch.setattr(sign_in_links, "seldom", Seldom(logging.getLogger("repertoire.mail"), RefusedError))
    return caplog


@pytest.fixture
def config(cast: Cast, postbox: Postbox) -> Config:
    """The settings of the app, with that mail server."""
    return replace(
        parts().config, **mail_settings(postbox, base_url=HOME, site_name="Pier <One>", brand_colour="#5c1240")
    )


def wish(session: Session, *emails: str) -> None:
    """Note that somebody typed these addresses."""
    for email in emails:
        note_wish(session, email=email, at=MONDAY)
    session.commit()


def secret_in(postbox: Postbox, number: int = -1) -> str:
    """Return the secret of the link in a letter."""
    found = re.search(rf"^{re.escape(HOME)}/sign-in/(\S+)$", text_of(postbox.kept[number], "plain"), re.MULTILINE)
    assert found
    return found[1]


def test_only_who_is_known_and_here_gets_a_link(session: Session, cast: Cast, config: Config, postbox: Postbox) -> None:
    """Of all wishes nothing is left, and no address that was typed."""
    session.get_one(Person, cast.olga.id).left_at = MONDAY
    wish(session, "ADA@brightwharf.example ", "nobody@brightwharf.example", cast.olga.email, cast.paula.email)
    assert send_sign_in_links(session, config, at=MONDAY) == 2
    assert postbox.to() == [ADA, "paula@brightwharf.example"]
    assert session.scalars(select(SignInWish)).all() == []
    assert send_sign_in_links(session, config, at=MONDAY) == 0


def test_the_letter_is_in_plain_words_and_in_the_companys_name(
    session: Session, cast: Cast, config: Config, postbox: Postbox
) -> None:
    """As text and as HTML, with one link, under BASE_URL; a name with ends of lines makes no header."""
    session.get_one(Person, cast.ada.id).name = "Ada\r\nBcc: evil@evil.example\n<b>"
    wish(session, ADA)
    send_sign_in_links(session, config, at=MONDAY)
    letter = mail_to(postbox, "ada")
    assert (letter["Subject"], letter["From"].addresses[0].display_name) == ("Sign in to Pier <One>", "Pier <One>")
    assert (letter["Bcc"], letter["Auto-Submitted"]) == (None, "auto-generated")
    text, html = text_of(letter, "plain"), text_of(letter, "html")
    link = f"{HOME}/sign-in/{secret_in(postbox)}"
    assert ("within 15 minutes" in text, text.count(link), html.count(link)) == (True, 1, 2)
    assert ("#5c1240" in html, "Pier &lt;One&gt;" in html, "<b>" in html) == (True, True, False)


def test_a_look_alike_of_an_address_sends_nothing_elsewhere(
    session: Session, cast: Cast, config: Config, postbox: Postbox
) -> None:
    """What the comparison takes for the same goes to the directory's address, and all else to nobody."""
    session.get_one(Person, cast.ada.id).email = "kim@brightwharf.example"
    session.commit()
    wish(session, "\u212aim@brightwharf.example", "k\u0131m@brightwharf.example", "kim@brightwharf\uff0eexample")
    assert send_sign_in_links(session, config, at=MONDAY) == 1
    assert postbox.to() == ["kim@brightwharf.example"]


def test_an_address_in_other_letters_is_written_to(
    session: Session, cast: Cast, config: Config, postbox: Postbox
) -> None:
    """A mail server that takes none refuses it, and the next one goes."""
    session.get_one(Person, cast.max.id).email = "józef@żółć.example"
    session.commit()
    wish(session, "JÓZEF@żółć.example", ADA)
    send_sign_in_links(session, config, at=MONDAY)
    assert ADA in postbox.to()
    assert session.scalars(select(SignInWish)).all() == []


def test_a_mail_server_that_is_away_loses_no_wish(
    session: Session, cast: Cast, config: Config, postbox: Postbox
) -> None:
    """It is met once the server is back, as long as somebody may still wait for it."""
    wish(session, ADA)
    postbox.close()
    with pytest.raises(UnreachableError):
        send_sign_in_links(session, config, at=MONDAY)
    postbox.open()
    assert send_sign_in_links(session, config, at=MONDAY + SECOND) == 1
    wish(session, ADA)
    assert send_sign_in_links(session, config, at=MONDAY + 15 * MINUTE) == 0
    forget_wishes(session, at=MONDAY + 15 * MINUTE)
    assert session.scalars(select(SignInWish)).all() == []


def test_a_recipient_who_is_refused_keeps_nobody_waiting(
    session: Session, cast: Cast, config: Config, postbox: Postbox
) -> None:
    """The next letter leaves, and the refused one isn't tried for ever."""
    postbox.refused = {cast.max.email}
    wish(session, cast.max.email, ADA)
    assert send_sign_in_links(session, config, at=MONDAY) == 1
    assert (postbox.to(), session.scalars(select(SignInWish)).all()) == ([ADA], [])


@pytest.mark.parametrize(
    ("recipient", "letter"),
    [
        ("450 4.2.0 greylisted", None),
        ("421 too many connections", None),
        (None, "451 try later, <max@brightwharf.example>"),
        (None, "554 5.7.1 no links here"),
    ],
)
def test_a_letter_that_is_not_taken_just_now_is_tried_again(
    session: Session,
    cast: Cast,
    config: Config,
    postbox: Moody,
    log: pytest.LogCaptureFixture,
    recipient: str | None,
    letter: str | None,
) -> None:
    """A minute later; meanwhile the next ones go, and the log says why, once and without anybody's address."""
    if recipient:
        postbox.refused, postbox.refusal = {cast.max.email}, recipient
    if letter:
        postbox.letters = {cast.max.email: letter}
    wish(session, cast.max.email, cast.max.email, ADA)
    assert send_sign_in_links(session, config, at=MONDAY) == 1
    assert postbox.to() == [ADA]
    assert send_sign_in_links(session, config, at=MONDAY + 59 * SECOND) == 0
    (line,) = [one.getMessage() for one in log.records if one.name == "repertoire.mail"]
    assert ((recipient or letter or "")[:9] in line, "@" in line) == (True, False)
    postbox.refused, postbox.letters = set(), {}
    assert send_sign_in_links(session, config, at=MONDAY + MINUTE) == 2
    assert session.scalars(select(SignInWish)).all() == []


@pytest.mark.parametrize("refusal", ["450 4.7.1 not now", "550 5.7.1 not from here"])
def test_a_sender_who_is_refused_loses_no_wish(
    session: Session, cast: Cast, config: Config, postbox: Moody, refusal: str
) -> None:
    """All letters wait, and the job says why as long as it is so."""
    postbox.sender = refusal
    wish(session, cast.max.email, ADA)
    for _ in range(2):
        with pytest.raises(MailServerError, match=f"takes nothing from MAIL_FROM: {refusal}"):
            send_sign_in_links(session, config, at=MONDAY)
    postbox.sender = "250 OK"
    assert send_sign_in_links(session, config, at=MONDAY + SECOND) == 2


def test_a_wish_is_met_by_one_sender_and_again_if_that_was_cut_off(
    session: Session, cast: Cast, config: Config, postbox: Postbox
) -> None:
    """Nobody else takes it within a minute."""
    wish(session, ADA)
    claimed = claim_wish(session, at=MONDAY)
    session.commit()
    assert claimed is not None
    assert send_sign_in_links(session, config, at=MONDAY + 59 * SECOND) == 0
    assert send_sign_in_links(session, config, at=MONDAY + MINUTE) == 1


def test_one_of_several_letters_signs_in_and_ends_the_others(
    session: Session, cast: Cast, config: Config, postbox: Postbox
) -> None:
    """Whichever is used; a link that a command made goes on."""
    ada = session.get_one(Person, cast.ada.id)
    by_command = issue_link(session, person=ada, at=MONDAY)
    wish(session, ADA, ADA)
    send_sign_in_links(session, config, at=MONDAY)
    first, second = secret_in(postbox, 0), secret_in(postbox, 1)
    assert use_link(session, secret=first, at=MONDAY + 14 * MINUTE)
    for secret in (first, second):
        with pytest.raises(NotFound, match="used already, or is too old"):
            use_link(session, secret=secret, at=MONDAY + 14 * MINUTE)
    assert use_link(session, secret=by_command, at=MONDAY + 14 * MINUTE)


def test_a_link_from_a_letter_is_good_for_a_quarter_of_an_hour(
    session: Session, cast: Cast, config: Config, postbox: Postbox
) -> None:
    """And no second longer."""
    wish(session, ADA)
    send_sign_in_links(session, config, at=MONDAY)
    link = session.scalars(select(SignInLink)).one()
    assert (link.expires_at, link.method) == (MONDAY + 15 * MINUTE, "e-mail")


def test_the_demo_writes_to_nobody(session: Session, cast: Cast, config: Config, postbox: Postbox) -> None:
    """Its people don't exist."""
    mark_as_demo(session, at=MONDAY)
    wish(session, ADA)
    assert send_sign_in_links(session, config, at=MONDAY) == 0
    assert postbox.kept == []
