"""Access tokens of identity providers at the API, and logout tokens at the back channel."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from api.work.sso.fetched import PACE, Pace
from api.work.sso.tokens import LOGOUT_EVENT
from support.crm_server import CUT, Answer
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
    """Also where tokens name a key that isn't there: every ten seconds at most; and what is known serves meanwhile."""
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
    """Its button says so, it isn't asked again and again, and own tokens go on; no node is said to be at fault."""
    let_in_by(sqlite_app, provider_of(issuer), pace=PACE)
    issuer.troubles = [("openid-configuration", Answer(500, None))]
    client = sqlite_app.test_client()
    for _ in range(3):
        answer = apart(client.get, "/sign-in/with/own")
        assert (answer.status_code, "try again in a minute" in answer.get_data(as_text=True)) == (502, True)
        assert answer.headers["Retry-After"] == "15"
    assert len(issuer.asked) == 1
    assert apart(client.get, "/sign-in").status_code == 200
    assert sqlite_cast.ada.get("/me").status_code == 200
    for answer in (_ask(sqlite_app, issuer.sign(ACCESS)), _log_out(sqlite_app, issuer.sign(LOGOUT | {"jti": "one"}))):
        assert (answer.status_code, answer.headers["Retry-After"]) == (502, "15")
    assert _ask(sqlite_app, issuer.sign(ACCESS | {"iss": "https://evil.example"})).status_code == 401


def test_a_provider_that_goes_away_meanwhile_is_no_fault_of_who_comes_back(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer
) -> None:
    """Nor of the node, so that no other one is asked."""
    let_in_by(sqlite_app, provider_of(issuer))
    issuer.troubles = [("/token", CUT)]
    answer = enter(sqlite_app.test_client(), issuer, **ADA)
    assert (answer.status_code, answer.headers["Retry-After"]) == (502, "15")


def test_keys_that_cannot_be_looked_at_anew_make_no_token_bad(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer
) -> None:
    """A token with a new key is to be asked for again; those with known keys go on."""
    let_in_by(sqlite_app, provider_of(issuer), pace=Pace(again=0))
    assert _ask(sqlite_app, issuer.sign(ACCESS)).status_code == 200
    issuer.troubles = [("/jwks", Answer(500, None))]
    for number in range(2):  # the second isn't asked for, so soon after a failure
        assert _ask(sqlite_app, issuer.sign(ACCESS, kid="new")).status_code == 502
        assert _ask(sqlite_app, issuer.sign(ACCESS | {"jti": str(number)})).status_code == 200
    assert [asked.path for asked in issuer.asked].count("/jwks") == 2


def test_a_token_counts_without_an_address_where_people_are_not_found_by_it(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer
) -> None:
    """Only the account that is linked decides."""
    let_in_by(sqlite_app, provider_of(issuer, matches_by_email=False))
    assert _ask(sqlite_app, issuer.sign(ACCESS)).status_code == 401
    let_in_by(sqlite_app, provider_of(issuer))
    assert enter(sqlite_app.test_client(), issuer, **ADA).status_code == 303
    let_in_by(sqlite_app, provider_of(issuer, matches_by_email=False))
    assert _ask(sqlite_app, issuer.sign(ACCESS)).get_json()["email"] == ADA["email"]


def test_a_token_of_who_is_in_none_of_the_groups_opens_nothing_without_a_default_role(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer
) -> None:
    """Nor does one that doesn't say."""
    let_in_by(sqlite_app, provider_of(issuer, default_role=None, roles={"leads": "manager"}))
    assert enter(sqlite_app.test_client(), issuer, **ADA, groups=["leads"]).status_code == 303
    statuses = [
        _ask(sqlite_app, issuer.sign(ACCESS | {"groups": groups})).status_code for groups in (["leads"], ["it"], None)
    ]
    assert statuses == [200, 401, 401]


def test_a_token_that_names_no_key_is_of_the_only_one(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Which needs no name then; of several none is guessed."""
    with issuing() as own:
        let_in_by(sqlite_app, provider_of(own))
        now = int(time.time())
        claims = {"iss": own.url, "sub": "ada-1", "iat": now, "exp": now + 300} | ACCESS
        bare = jwt.encode(claims, own.keys["first"], "RS256")
        own.troubles = [("/jwks", Answer(200, {"keys": [own.public("first") | {"kid": None}]}))]
        assert _ask(sqlite_app, bare).status_code == 200
        own.add_key("second")
        let_in_by(sqlite_app, provider_of(own))
        assert _ask(sqlite_app, bare).status_code == 401
        assert _ask(sqlite_app, own.sign(ACCESS)).status_code == 200


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
        {"exp": None},
    ],
    ids=range(17),
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
