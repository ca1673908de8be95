"""Reps hear by e-mail that a buyer opened their link: once, from a real mail server, and of nothing old."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from api.running.company_jobs import tell_of_openings
from api.web.context import parts
from api.web.database import db
from api.work.notices.mail import UnreachableError
from api.work.sharing.telling import NEWS, tell_openings
from lms.days import present
from support.factories import Cast, fill
from support.mailing import Postbox
from support.sharing_links import Buyer, moved, share


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """The company's mail server."""
    made = Postbox()
    made.open(enable_SMTPUTF8=True)
    yield made
    made.close()


@pytest.fixture
def office(make_app: Callable[..., Flask], postbox: Postbox) -> Flask:
    """A company with a mail server."""
    return make_app(smtp_host="127.0.0.1", smtp_port=postbox.port, mail_from="playbook@brightwharf.example")


def _opened(office: Flask, *, name: str = "Lena Vogt") -> Cast:
    """Let a buyer open a link of Ada's."""
    cast = fill(office)
    link = share(cast.ada, contact={"name": name})
    Buyer(office, link).read(link["items"][0])
    moved(office)
    return cast


def test_a_rep_is_told_once(office: Flask, postbox: Postbox) -> None:
    """With whom, what, and where to see more."""
    _opened(office, name="Lena\nBcc: x@y.example")
    with office.app_context():
        for _ in range(3):
            tell_of_openings()
    (letter,) = postbox.kept
    assert (letter["To"], letter["Bcc"]) == ("ada@brightwharf.example", None)
    assert letter["Subject"] == "Lena Bcc: x@y.example opened “Dockside”"
    assert "/app/shared/#" in letter.get_content()


def test_what_could_not_be_told_is_told_later(office: Flask, postbox: Postbox) -> None:
    """When the mail server is back; what is older than two days is no news any more."""
    _opened(office)
    postbox.close()
    with office.app_context():
        config = parts().config
        with pytest.raises(UnreachableError):
            tell_openings(db.session(), config, at=present())
        postbox.open(enable_SMTPUTF8=True)
        assert tell_openings(db.session(), config, at=present() + NEWS + timedelta(minutes=1)) == 0
        assert tell_openings(db.session(), config, at=present()) == 1
    assert len(postbox.kept) == 1


def test_without_a_mail_server_home_tells_alone(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """And nothing is claimed."""
    link = share(sqlite_cast.ada)
    Buyer(sqlite_app, link).read(link["items"][0])
    moved(sqlite_app)
    with sqlite_app.app_context():
        assert tell_openings(db.session(), parts().config, at=present()) == 0
