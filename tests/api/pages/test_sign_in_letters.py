"""Asking for a link by e-mail: the same answer for everybody, and a limit that tells nothing either."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from api.web.database import db
from lms.people.models import SignInWish
from support.factories import apart, fill
from support.mailing import ADA, Postbox, mail_to, text_of
from support.signing_in import ask_for_link, mail_settings, send_asked, use, who

NOBODY = "eve@brightwharf.example"
MakeMailing = Callable[..., Flask]
# Of each answer its own.
ONE_OF_EACH = {"X-RateLimit-Reset", "X-Request-ID"}


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server that listens."""
    box = Postbox()
    box.open()
    yield box
    box.close()


@pytest.fixture
def mailing(make_app: Callable[..., Flask], postbox: Postbox) -> MakeMailing:
    """Make apps with the cast and that mail server."""

    def make(**settings: Any) -> Flask:
        app = make_app(**mail_settings(postbox, **settings))
        fill(app)
        return app

    return make


def wishes(app: Flask) -> list[str]:
    """Return the addresses of the wishes that were noted."""
    with app.app_context():
        return [wish.address for wish in db.session.query(SignInWish).order_by(SignInWish.id)]


def test_a_link_by_e_mail_leads_to_the_page_that_was_asked_for(mailing: MakeMailing, postbox: Postbox) -> None:
    """Its address is under BASE_URL, whatever host the request named; looking at it doesn't spend it."""
    app = mailing(base_url="https://playbook.example")
    client = app.test_client()
    apart(client.get, "/sign-in", query_string={"next": "/guides/pricing/"})
    answer = ask_for_link(client, f" {ADA.title()} ", base_url="https://evil.example")
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert f"If {ADA} is known here" in answer.get_data(as_text=True)
    send_asked(app)
    assert "evil" not in postbox.kept[0].as_string()
    link = re.search(r"https://playbook\.example/sign-in/(\S+)", text_of(mail_to(postbox, "ada"), "plain"))
    assert link
    assert apart(client.get, f"/sign-in/{link[1]}", base_url="https://playbook.example").status_code == 200
    signed_in = apart(
        client.post,
        f"/sign-in/{link[1]}",
        headers={"Sec-Fetch-Site": "same-origin"},
        base_url="https://playbook.example",
    )
    assert (signed_in.status_code, signed_in.headers["Location"]) == (303, "/")
    assert [use(app.test_client(), link[1]).status_code for _ in range(2)] == [404, 404]


def test_an_address_that_nobody_has_is_answered_alike(mailing: MakeMailing, postbox: Postbox) -> None:
    """In words, headers and what is asked of the database; nothing is looked up while somebody waits."""
    app = mailing()
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
    told = []
    for email in (ADA, NOBODY):
        asked.clear()
        answer = ask_for_link(app.test_client(), email)
        headers = sorted((name, value) for name, value in answer.headers if name not in ONE_OF_EACH)
        page = answer.get_data(as_text=True).replace(email, "ADDRESS")
        told.append((answer.status_code, page, [one for one in headers if one[0] != "Content-Length"], list(asked)))
    assert told[0] == told[1]
    assert told[0][3]
    assert not any("person" in statement for statement in told[0][3])
    assert wishes(app) == [ADA, NOBODY]
    send_asked(app)
    assert (postbox.to(), wishes(app)) == ([ADA], [])


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "ada@",
        "@brightwharf.example",
        "ada@brightwharf.example\r\nBcc: eve@evil.example",
        "ada@brightwharf.example\x00",
        "ada@brightwharf.example\x85x",
        "a\u200bda@brightwharf.example",
        "ada@brightwharf.example, eve@evil.example",
        "<ada@brightwharf.example>",
        f"{'a' * 65}@brightwharf.example",
        f"ada@{'b' * 256}.example",
        f"{'a' * 64}@{'b' * 256}",
        "a" * 100_000,
        "<script>alert(1)</script>@x",
    ],
)
def test_what_is_no_address_is_said_at_once(sqlite_mailing: Flask, typed: str) -> None:
    """Nothing is noted of it, and nothing of it is run."""
    answer = ask_for_link(sqlite_mailing.test_client(), typed)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "isn't an e-mail address" in page.replace("&#39;", "'")) == (400, True)
    assert "<script>alert" not in page
    assert wishes(sqlite_mailing) == []


@pytest.fixture
def sqlite_mailing(mailing: MakeMailing) -> Flask:
    """One of these apps."""
    return mailing()


def test_letters_are_limited_by_address_whether_anybody_has_it_or_not(mailing: MakeMailing) -> None:
    """From any network; however the address is written."""
    app = mailing(sign_in_letters="2 per hour")
    for email in (ADA, NOBODY):
        typed = [email, email.upper(), f" {email}"]
        peers = [{"REMOTE_ADDR": f"203.0.113.{number}"} for number in range(3)]
        answers = [
            ask_for_link(app.test_client(), one, environ_overrides=peer) for one, peer in zip(typed, peers, strict=True)
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert email not in answers[-1].get_data(as_text=True)


def test_letters_are_limited_by_network(mailing: MakeMailing) -> None:
    """Who tries one address after the other is stopped; from elsewhere one may still sign in."""
    app = mailing(sign_in_begun="3 per hour")
    answers = [ask_for_link(app.test_client(), f"user{number}@brightwharf.example") for number in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert ask_for_link(app.test_client(), ADA, environ_overrides=elsewhere).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}, {"Origin": "https://evil.example"}],
)
def test_another_site_asks_for_no_letter(sqlite_mailing: Flask, headers: dict[str, str]) -> None:
    """Else any page could fill somebody's mailbox."""
    assert ask_for_link(sqlite_mailing.test_client(), ADA, headers=headers).status_code == 403
    assert wishes(sqlite_mailing) == []


def test_without_a_mail_server_the_page_says_whom_to_ask(make_app: Callable[..., Flask]) -> None:
    """In the words of the company; what is typed all the same isn't noted."""
    app = make_app(sign_in_help="Ask <it@company.example>")
    page = apart(app.test_client().get, "/sign-in").get_data(as_text=True)
    assert ("Ask &lt;it@company.example&gt;" in page, 'name="email"' in page) == (True, False)
    assert ask_for_link(app.test_client(), ADA).status_code == 404
    assert wishes(app) == []


def test_the_way_in_by_e_mail_works_in_a_browser_without_scripts(sqlite_mailing: Flask, postbox: Postbox) -> None:
    """A form, a letter, a button; the session says how it began."""
    client = sqlite_mailing.test_client()
    page = apart(client.get, "/sign-in").get_data(as_text=True)
    assert ('method="post" action="/sign-in"' in page, "<script>" in page) == (True, False)
    ask_for_link(client, ADA)
    send_asked(sqlite_mailing)
    link = re.search(r"/sign-in/(\S+)", text_of(mail_to(postbox, "ada"), "plain"))
    assert link
    assert (use(client, link[1]).status_code, who(client)) == (303, "Ada Lind")
    (one,) = apart(client.get, "/api/v1/me/sessions").get_json()["items"]
    assert (one["method"], one["is_this"]) == ("e-mail", True)
