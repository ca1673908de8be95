"""Signing in with a link that works once, and what a browser's cookie may do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.web.auth import COOKIE
from lms.people.models import BrowserSession, Person, SignInLink
from lms.people.proofs import issue_link
from support.acting import PAGE, at_once, problem_of
from support.factories import Cast, Player, apart, fill

SAME = {"Sec-Fetch-Site": "same-origin"}


def test_a_sign_in_link_works_once(app: Flask, session: Session, cast: Cast) -> None:
    """The second click is refused, in words, and signs nobody in."""
    secret = _link(session, cast.ada)
    first, second = app.test_client(), app.test_client()
    answer = _use(first, secret)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert _get(first, "/api/v1/me").get_json()["name"] == "Ada Lind"
    again = _use(second, secret)
    assert again.status_code == 404
    assert "used already" in again.get_data(as_text=True)
    assert _get(second, "/api/v1/me").status_code == 401


def test_signing_in_leads_to_the_page_that_was_asked_for(app: Flask, session: Session, cast: Cast) -> None:
    """Once; the link came by another way, so this browser remembers the page."""
    client = app.test_client()
    asked = _get(client, "/guides/pricing/?from=mail", headers={"Sec-Fetch-Dest": "document", "Accept": "text/html"})
    assert asked.headers["Location"] == "/sign-in"
    assert "the page that you asked for" in _get(client, "/sign-in").get_data(as_text=True)
    assert _use(client, _link(session, cast.ada)).headers["Location"] == "/guides/pricing/?from=mail"
    assert _use(client, _link(session, cast.ada)).headers["Location"] == "/"


@pytest.mark.parametrize(
    "page", ["//evil.example/", "/\\evil.example", "https://evil.example", "/api/v1/me", "/sign-out", "/a\r\nb: c", "/"]
)
def test_signing_in_leads_nowhere_else(sqlite_app: Flask, page: str) -> None:
    """Not out of this site, not to the API, and not into a header of its own, whoever wrote the address."""
    client = sqlite_app.test_client()
    assert "repertoire_asked" not in _get(client, "/sign-in", query_string={"next": page}).headers.get("Set-Cookie", "")
    client.set_cookie("repertoire_asked", page, path="/sign-in")
    assert _use(client, _link_in(sqlite_app)).headers["Location"] == "/"


def test_what_a_page_loads_is_not_the_page_that_was_asked_for(sqlite_app: Flask) -> None:
    """A picture or a script that a stranger's browser asks for isn't remembered."""
    client = sqlite_app.test_client()
    answer = _get(client, "/logo.png", headers={"Sec-Fetch-Dest": "image", "Accept": "image/*"})
    assert (answer.headers["Location"], "Set-Cookie" in answer.headers) == ("/sign-in", False)


def test_looking_at_a_link_does_not_spend_it(app: Flask, session: Session, cast: Cast) -> None:
    """A mail scanner that opens every link leaves it good."""
    secret = _link(session, cast.ada)
    client = app.test_client()
    for _ in range(2):
        page = _get(client, f"/sign-in/{secret}")
        assert (page.status_code, "Set-Cookie" in page.headers) == (200, False)
    assert _use(client, secret).status_code == 303


def test_two_clicks_at_the_same_moment_make_one_session(app: Flask, session: Session, cast: Cast) -> None:
    """Of two simultaneous uses of a link exactly one signs in."""
    secret = _link(session, cast.ada)
    answers = at_once(*[lambda: _use(app.test_client(), secret) for _ in range(2)])
    assert sorted(answer.status_code for answer in answers) == [303, 404]
    assert len(session.scalars(select(BrowserSession.id)).all()) == 1


def test_an_old_link_is_refused(app: Flask, session: Session, cast: Cast) -> None:
    """After a day the link is no good."""
    secret = _link(session, cast.ada, at=datetime.now(UTC) - timedelta(hours=25))
    assert _use(app.test_client(), secret).status_code == 404


def test_the_database_knows_links_and_cookies_only_by_their_hash(app: Flask, session: Session, cast: Cast) -> None:
    """Who reads the database can sign in as nobody."""
    secret = _link(session, cast.ada)
    client = app.test_client()
    _use(client, secret)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    kept = [*session.scalars(select(SignInLink.digest)), *session.scalars(select(BrowserSession.digest))]
    assert all(len(digest) == 32 for digest in kept)
    assert not any(text.encode() in digest for text in (secret, cookie.value) for digest in kept)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(make_app: Callable[..., Flask]) -> None:
    """HttpOnly and SameSite always, Secure where the product is served over HTTPS."""
    app = make_app(base_url="https://playbook.example")
    cookie = _use(app.test_client(), _link_in(app)).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Secure", "Path=/"} <= set(cookie.split("; "))
    plain = make_app()
    assert "Secure" not in _use(plain.test_client(), _link_in(plain)).headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Origin": "http://localhost"}, 201),
    ],
)
def test_a_cookie_changes_something_only_from_our_own_pages(
    sqlite_app: Flask, headers: dict[str, str], status: int
) -> None:
    """A page elsewhere can make a browser send its cookie, but not say that it is ours."""
    client = sqlite_app.test_client()
    _use(client, _link_in(sqlite_app))
    assert _post(client, "/api/v1/opens", json={"page_id": PAGE}, headers=headers).status_code == status
    assert _get(client, "/api/v1/me").status_code == 200


def test_a_bad_token_beside_a_good_cookie_is_refused(sqlite_app: Flask) -> None:
    """Who sends a token means it; the cookie doesn't step in."""
    client = sqlite_app.test_client()
    _use(client, _link_in(sqlite_app))
    problem_of(_get(client, "/api/v1/me", headers={"Authorization": "Bearer rpt_wrong"}), 401)


def test_signing_out_ends_the_session_on_the_server(app: Flask, session: Session, cast: Cast) -> None:
    """The cookie is dead even for who kept a copy; signing out too needs a page of ours."""
    client = _signed_in(app, session, cast.ada)
    kept = client.get_cookie(COOKIE)
    assert kept is not None
    assert _post(client, "/sign-out").status_code == 403
    assert _get(client, "/api/v1/me").status_code == 200
    assert _post(client, "/sign-out", headers=SAME).headers["Location"] == "/sign-in"
    assert client.get_cookie(COOKIE) is None
    client.set_cookie(COOKIE, kept.value)
    assert _get(client, "/api/v1/me").status_code == 401


def test_somebody_who_left_can_neither_sign_in_nor_stay_signed_in(app: Flask, session: Session, cast: Cast) -> None:
    """Leaving ends the browser's session and spoils the links that are out."""
    client, secret = _signed_in(app, session, cast.ada), _link(session, cast.ada)
    session.get_one(Person, cast.ada.id).left_at = datetime.now(UTC)
    session.commit()
    assert _get(client, "/api/v1/me").status_code == 401
    assert _use(app.test_client(), secret).status_code == 404


def test_a_session_ends_after_two_weeks(app: Flask, session: Session, cast: Cast) -> None:
    """The server forgets it, whatever the browser does."""
    client = _signed_in(app, session, cast.ada)
    session.scalars(select(BrowserSession)).one().expires_at = datetime.now(UTC)
    session.commit()
    assert _get(client, "/api/v1/me").status_code == 401


def test_the_sign_in_page_says_who_is_signed_in(app: Flask, session: Session, cast: Cast) -> None:
    """A stranger reads how to get a link, Ada reads her name."""
    assert "repertoire sign-in" in _get(app.test_client(), "/sign-in").get_data(as_text=True)
    assert "Ada Lind" in _get(_signed_in(app, session, cast.ada), "/sign-in").get_data(as_text=True)


def _signed_in(app: Flask, session: Session, player: Player) -> FlaskClient:
    client = app.test_client()
    assert _use(client, _link(session, player)).status_code == 303
    return client


def _use(client: FlaskClient, secret: str) -> Any:
    """Press the button of the page that a link opens."""
    return _post(client, f"/sign-in/{secret}", headers=SAME)


def _link(session: Session, player: Player, *, at: datetime | None = None) -> str:
    secret = issue_link(session, person=session.get_one(Person, player.id), at=at or datetime.now(UTC))
    session.commit()
    return secret


def _link_in(app: Flask) -> str:
    """Fill the app with the cast and return a link for Ada."""
    from api.web.database import db

    ada = fill(app).ada
    with app.app_context():
        return _link(db.session(), ada)


def _get(client: FlaskClient, path: str, **options: Any) -> Any:
    return apart(client.get, path, **options)


def _post(client: FlaskClient, path: str, **options: Any) -> Any:
    return apart(client.post, path, **options)
