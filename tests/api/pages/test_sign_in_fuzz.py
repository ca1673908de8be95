"""The sign-in pages and whoever plays with them: addresses to go on to, hosts, links and secrets of any kind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from api.web.asked import ASKED, local_page
from api.web.database import db
from lms.people.models import BrowserSession, Person
from lms.people.proofs import BY_LETTER, issue_link
from support.acting import at_once
from support.factories import Cast, apart, sign_in
from support.signing_in import SAME, use, who

HERE = "https://playbook.example/sign-in"
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https:evil.example",
    "https:///evil.example",
    "HTTPS://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "@evil.example",
    "/ /evil.example",
    "/\u2028/evil.example",
    "/\uff0f/evil.example",
    "/\u3002evil.example",
    "/guides/\r\nSet-Cookie: a=b",
    "/guides/\x00",
    "/sign-out",
    "/sign-in",
    "/api/v1/me",
    "evil.example",
    "",
    "/" + "a" * 2000,
]
_PIECES = [
    "/",
    "\\",
    "//",
    "evil.example",
    ":",
    "https:",
    "@",
    "?",
    "#",
    "\t",
    "\n",
    "%2f",
    "%5c",
    "%09",
    ".",
    "..",
    "a",
]


def leads_here(page: str) -> bool:
    """Tell whether a browser that is sent to a page stays on this site, as WHATWG's URLs are read."""
    as_browsers = re.sub(r"[\t\n\r]", "", page).strip().replace("\\", "/")
    found = urlsplit(urljoin(HERE, as_browsers))
    return (found.scheme, found.netloc) == ("https", "playbook.example")


@settings(max_examples=400)
@given(st.text(max_size=40) | st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
def test_a_page_that_is_believed_is_one_of_this_site(text: str) -> None:
    """Whatever it is made of, and however a browser reads it; no header of its own comes of it."""
    for page in (text, f"/{text}", f"//{text}"):
        with Flask(__name__).test_request_context():
            believed = local_page(page)
        if believed is not None:
            assert leads_here(believed)
            assert believed.isascii()
            assert believed.isprintable()
            assert not believed.startswith(("/api/", "/sign-"))


@pytest.mark.parametrize("page", ELSEWHERE)
def test_nobody_is_led_elsewhere(sqlite_app: Flask, sqlite_cast: Cast, page: str) -> None:
    """By an address, plain or encoded, nor by a cookie that was planted."""
    secret = link_in(sqlite_app, sqlite_cast)
    client = sqlite_app.test_client()
    for query in (f"next={quote(page, safe='')}", f"next={quote(quote(page, safe=''), safe='')}"):
        answer = apart(client.get, f"/sign-in?{query}")
        assert answer.status_code == 200
        assert 'href="//' not in answer.get_data(as_text=True)
    client.set_cookie(ASKED, quote(page, safe="/:@?#%"), path="/sign-in")
    place = use(client, secret).headers["Location"]
    assert leads_here(place)
    assert place.startswith("/")


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "playbook.example@evil.example", "a\tb", ""]
)
def test_no_host_that_a_request_names_is_believed(sqlite_app: Flask, sqlite_cast: Cast, host: str) -> None:
    """Neither in where one is led, nor in what a page says."""
    client, headers = sqlite_app.test_client(), {**SAME, "X-Forwarded-Host": "evil.example", "Host": host}
    page = apart(client.get, "/sign-in", headers=headers)
    answer = apart(client.post, f"/sign-in/{link_in(sqlite_app, sqlite_cast)}", headers=headers)
    assert "evil" not in page.get_data(as_text=True)
    assert "evil" not in answer.headers.get("Location", "")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(secret=st.text(min_size=1, max_size=80))
def test_a_guess_opens_nothing(limitless: Flask, secret: str) -> None:
    """Any text may stand in a link's place, to look at and to use."""
    client, path = limitless.test_client(), f"/sign-in/{quote(secret, safe='')}"
    looked = apart(client.get, path)
    if "/" in secret and looked.status_code == 303:  # an address of the site, to which a stranger must sign in
        assert looked.headers["Location"] == "/sign-in"
    else:
        assert looked.status_code in {200, 308, 400, 404}
    answer = apart(client.post, path, headers=SAME)
    assert answer.status_code in {308, 400, 404, 405}
    assert client.get_cookie("repertoire_session") is None


@pytest.fixture
def limitless(make_app: Callable[..., Flask]) -> Flask:
    """An app that takes any number of guesses."""
    return make_app(sign_in_rate_limit="100000 per minute")


def test_two_letters_used_at_once_end_each_other(app: Flask, session: Session, cast: Cast) -> None:
    """Neither waits for the other for ever, and each answer is one for people."""
    links = [link_in(app, cast, method=BY_LETTER) for _ in range(2)]
    answers = at_once(*[lambda link=link: use(app.test_client(), link) for link in (*links, *links)])
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses.count(303) in {1, 2}
    assert set(statuses) == {303, 404}
    assert session.query(BrowserSession).count() == statuses.count(303)


def test_a_replayed_link_changes_nobody(app: Flask, cast: Cast) -> None:
    """Who is signed in stays who they are, and gets no second session."""
    link = link_in(app, cast)
    assert use(app.test_client(), link).status_code == 303
    max_ = sign_in(app, cast.max)
    assert (use(max_, link).status_code, who(max_)) == (404, "Max Oduya")


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/guess", "/sign-in/passkey", "/sign-out"])
@pytest.mark.parametrize("body", [b"", b"email=%ff%fe", b"{}", b"a" * 20_000, b"email=a&email=b", b"\x00"])
def test_any_body_is_answered_for_people(sqlite_app: Flask, path: str, body: bytes) -> None:
    """Nothing of it is a fault of ours."""
    for kind in ("application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "x"):
        answer: Any = apart(sqlite_app.test_client().post, path, data=body, content_type=kind, headers=SAME)
        assert 400 <= answer.status_code < 500


def link_in(app: Flask, cast: Cast, **options: Any) -> str:
    """Make a link for Ada."""
    with app.app_context():
        ada = db.session.get_one(Person, cast.ada.id)
        secret = issue_link(db.session(), person=ada, at=datetime.now(UTC), **options)
        db.session.commit()
    return secret
