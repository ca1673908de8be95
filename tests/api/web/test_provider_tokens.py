"""Access tokens of identity providers at the API, and logout tokens at the back channel."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from api.work.sso.fetched import PACE
from api.work.sso.tokens import LOGOUT_EVENT
from support.crm_server import Answer
from support.factories import Cast, apart
from support.issuer import AUDIENCE, CLIENT, Issuer, enter, issuing, let_in_by, provider_of, who

ADA = {"email": "ada@brightwharf.example", "email_verified": True}
ACCESS = {"aud": AUDIENCE, **ADA}
LOGOUT: dict[str, Any] = {"events": {LOGOUT_EVENT: {}}, "sid": "there", "sub": None}


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    """An issuer for all tests of this file."""
    with issuing() as made:
        yield made


@pytest.fixture
def issuer(running: Issuer) -> Issuer:
    """The issuer, which nobody has asked for anything."""
    running.asked, running.troubles = [], []
    return running


def _ask(app: Flask, token: str) -> TestResponse:
    return apart(app.test_client().get, "/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def _log_out(app: Flask, token: str) -> TestResponse:
    return apart(app.test_client().post, "/sign-in/with/own/logout", data={"logout_token": token})


def test_an_access_token_is_its_persons(app: Flask, cast: Cast, issuer: Issuer) -> None:
    """By the account that is linked, else by a verified address; it makes nobody, and links nothing."""
    let_in_by(app, provider_of(issuer, creates_people=True))
    assert _ask(app, issuer.sign(ACCESS, typ="at+jwt")).get_json()["email"] == ADA["email"]
    assert _ask(app, issuer.sign(ACCESS | {"sub": "b"})).get_json()["email"] == ADA["email"]
    assert enter(app.test_client(), issuer, **ADA).status_code == 303
    assert _ask(app, issuer.sign({"aud": AUDIENCE})).get_json()["email"] == ADA["email"]
    assert _ask(app, issuer.sign(ACCESS | {"sub": "b"})).status_code == 401
    assert _ask(app, issuer.sign(ACCESS | {"sub": "c", "email": "new@brightwharf.example"})).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": CLIENT},
        {"exp": int(time.time()) - 60},
        {"iss": "https://evil.example"},
        {"email_verified": False},
        {"email": None},
        {"sub": None},
    ],
    ids=range(6),
)
def test_other_tokens_open_nothing(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer, claims: dict[str, Any]
) -> None:
    """Those of the sign-in page, old ones, of somebody else, and of nobody in particular."""
    let_in_by(sqlite_app, provider_of(issuer))
    assert _ask(sqlite_app, issuer.sign(ACCESS | claims)).status_code == 401
    assert _ask(sqlite_app, issuer.sign(ACCESS, typ="logout+jwt")).status_code == 401


def test_keys_are_asked_for_once(sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer) -> None:
    """Also where tokens name a key that isn't there: at most once a minute; and what is known serves meanwhile."""
    let_in_by(sqlite_app, provider_of(issuer), pace=PACE)
    for number in range(3):
        assert _ask(sqlite_app, issuer.sign(ACCESS | {"jti": str(number)})).status_code == 200
        assert _ask(sqlite_app, issuer.sign(ACCESS, kid=f"missing-{number}")).status_code == 401
    assert [asked.path for asked in issuer.asked] == ["/.well-known/openid-configuration", "/jwks"]


def test_a_new_key_is_found(sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer) -> None:
    """As soon as a token names it."""
    let_in_by(sqlite_app, provider_of(issuer))
    assert _ask(sqlite_app, issuer.sign(ACCESS)).status_code == 200
    issuer.add_key("second")
    assert _ask(sqlite_app, issuer.sign(ACCESS, key="second")).status_code == 200


def test_while_a_provider_is_away_the_rest_works(sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer) -> None:
    """Its button says so, it isn't asked again and again, and own tokens and known keys go on."""
    let_in_by(sqlite_app, provider_of(issuer), pace=PACE)
    issuer.troubles = [("openid-configuration", Answer(500, None))]
    client = sqlite_app.test_client()
    for _ in range(3):
        answer = apart(client.get, "/sign-in/with/own")
        assert (answer.status_code, "try again in a minute" in answer.get_data(as_text=True)) == (503, True)
    assert len(issuer.asked) == 1
    assert apart(client.get, "/sign-in").status_code == 200
    assert sqlite_cast.ada.get("/me").status_code == 200
    assert _ask(sqlite_app, issuer.sign(ACCESS)).status_code == 401


def test_the_back_channel_ends_the_sessions_that_it_names(app: Flask, cast: Cast, issuer: Issuer) -> None:
    """One by its name, or all of an account's; others stay, and each token counts once."""
    let_in_by(app, provider_of(issuer))
    named, other = app.test_client(), app.test_client()
    assert enter(named, issuer, sid="there", **ADA).status_code == 303
    assert enter(other, issuer, sid="elsewhere", **ADA).status_code == 303
    token = issuer.sign(LOGOUT | {"jti": "one"}, typ="logout+jwt")
    assert _log_out(app, token).status_code == 200
    assert (who(named), who(other)) == (None, ADA["email"])
    assert enter(named, issuer, sid="there", **ADA).status_code == 303
    assert _log_out(app, token).status_code == 400
    assert who(named) == ADA["email"]
    assert _log_out(app, issuer.sign(LOGOUT | {"sid": None, "sub": "ada-1", "jti": "two"})).status_code == 200
    assert (who(named), who(other)) == (None, None)


@pytest.mark.parametrize(
    "claims",
    [
        {"events": None},
        {"events": {}},
        {"events": [LOGOUT_EVENT]},
        {"events": {LOGOUT_EVENT: "yes"}},
        {"nonce": "x"},
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
        {"sid": None},
        {"sid": ["there"]},
        {"sid": "there\x00"},
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"iat": timedelta(seconds=-700)},
        {"iat": timedelta(seconds=700)},
        {"exp": timedelta(seconds=-60)},
    ],
    ids=range(16),
)
def test_other_tokens_sign_nobody_out(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer, claims: dict[str, Any]
) -> None:
    """An ID token, an old one, one for somebody else, and what names no session."""
    let_in_by(sqlite_app, provider_of(issuer))
    client = sqlite_app.test_client()
    assert enter(client, issuer, sid="there", **ADA).status_code == 303
    # Moments are counted from here: the tests were collected long ago.
    now = {
        name: int(time.time() + value.total_seconds()) for name, value in claims.items() if isinstance(value, timedelta)
    }
    answer = _log_out(sqlite_app, issuer.sign(LOGOUT | {"jti": "one"} | claims | now))
    assert (answer.status_code, answer.headers["Cache-Control"], who(client)) == (400, "no-store", ADA["email"])
