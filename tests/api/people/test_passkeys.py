"""Passkeys: made by who is signed in, good for who made them, and for one challenge of one browser."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.web.database import db
from lms.errors import Conflict
from lms.people.models import Person
from lms.people.passkeys.ceremony import PasskeyClaim, read_claim
from lms.people.passkeys.challenges import forget_challenges
from lms.people.passkeys.party import party_at
from support.authenticator import PRESENT, Device
from support.factories import PREFIX, Cast, apart, fill, sign_in
from support.signing_in import SAME, who

HOME = "http://localhost:8000"
Made = tuple[Flask, Cast]


@pytest.fixture
def company(make_app: Callable[..., Flask]) -> Made:
    """A company at an address where passkeys are possible."""
    app = make_app(base_url=HOME)
    return app, fill(app)


def ask_to_make(client: FlaskClient) -> Any:
    """Begin a passkey, and return what a device is asked for."""
    answer = apart(client.post, f"{PREFIX}/me/passkeys/challenge", headers=SAME)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()["options"]


def keep(client: FlaskClient, credential: str, name: str = "Laptop") -> Any:
    """Send what a device made."""
    return apart(client.post, f"{PREFIX}/me/passkeys", json={"name": name, "credential": credential}, headers=SAME)


def make_one(app: Flask, player: Any, **options: Any) -> Device:
    """Let somebody make a passkey."""
    device, client = Device(HOME, "localhost", **options), sign_in(app, player)
    assert keep(client, device.make(ask_to_make(client))).status_code == 201
    return device


def ask_to_sign(client: FlaskClient) -> Any:
    """Begin to sign in, and return what a device is asked for."""
    return apart(client.post, "/sign-in/passkey/challenge", headers=SAME).get_json()


def hand_in(client: FlaskClient, credential: str, headers: dict[str, str] = SAME) -> Any:
    """Send what a device signed."""
    return apart(client.post, "/sign-in/passkey", data={"credential": credential}, headers=headers)


def test_a_passkey_signs_its_owner_in(company: Made) -> None:
    """It leads to the page that was asked for; the list says that it was used, and how this session began."""
    app, cast = company
    device, client = make_one(app, cast.ada), app.test_client()
    apart(client.get, "/sign-in", query_string={"next": "/guides/pricing/"})
    answer = hand_in(client, device.sign(ask_to_sign(client)))
    assert (answer.status_code, answer.headers["Location"], who(client)) == (303, "/guides/pricing/", "Ada Lind")
    (kept,) = apart(client.get, f"{PREFIX}/me/passkeys").get_json()["items"]
    assert (kept["name"], kept["last_used_at"] is None) == ("Laptop", False)
    sessions = apart(client.get, f"{PREFIX}/me/sessions").get_json()["items"]
    assert next(one["method"] for one in sessions if one["is_this"]) == "passkey"


def test_an_answer_is_good_once_and_in_the_browser_that_asked(company: Made) -> None:
    """Who reads it along can't send it again, neither from there nor from a browser of their own."""
    app, cast = company
    device, client, thief = make_one(app, cast.ada), app.test_client(), app.test_client()
    signed = device.sign(ask_to_sign(client))
    ask_to_sign(thief)
    assert [hand_in(thief, signed).status_code, who(thief)] == [404, None]
    assert hand_in(client, signed).status_code == 303
    assert client.get_cookie("repertoire_passkey", path="/sign-in") is None
    assert hand_in(client, signed).status_code == 404


def test_a_wrong_answer_spends_its_challenge(company: Made) -> None:
    """Nobody tries answers out on one challenge."""
    app, cast = company
    device, client = make_one(app, cast.ada), app.test_client()
    asked = ask_to_sign(client)
    assert hand_in(client, "{}").status_code == 404
    assert hand_in(client, device.sign(asked)).status_code == 404
    assert hand_in(client, device.sign(ask_to_sign(client))).status_code == 303


def test_nobody_signs_in_with_the_passkey_of_another(company: Made) -> None:
    """Another key for a known passkey, a known key that names another person, and one that nobody knows."""
    app, cast = company
    ada, max_ = make_one(app, cast.ada), make_one(app, cast.max)
    liars = [
        replace(ada, key=max_.key),
        replace(ada, user=max_.user),
        replace(ada, credential=max_.credential),
        Device(HOME, "localhost", user=ada.user),
        replace(ada, user=b""),
    ]
    for liar in liars:
        client = app.test_client()
        assert hand_in(client, liar.sign(ask_to_sign(client))).status_code == 404
        assert who(client) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:8001"},
        {"origin": "https://localhost:8000"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
    ],
)
def test_what_was_signed_elsewhere_or_for_nobody_is_refused(company: Made, changed: dict[str, Any]) -> None:
    """Another origin, another host, and a device that didn't ask who is there; to sign in, and to make one."""
    app, cast = company
    device, client = make_one(app, cast.ada), app.test_client()
    assert hand_in(client, replace(device, **changed).sign(ask_to_sign(client))).status_code == 404
    other, browser = Device(HOME, "localhost"), sign_in(app, cast.ada)
    assert keep(browser, replace(other, **changed).make(ask_to_make(browser))).status_code == 409


def test_a_device_that_counts_must_count_on(company: Made) -> None:
    """A copy of its key that signed less often is told by that."""
    app, cast = company
    device = make_one(app, cast.ada, count=5)
    for count, status in ((6, 303), (6, 404), (5, 404), (7, 303)):
        client = app.test_client()
        assert hand_in(client, replace(device, count=count).sign(ask_to_sign(client))).status_code == status


def test_a_challenge_to_make_one_is_the_browsers_own(company: Made) -> None:
    """Good once, for who began it, and for nothing else; a passkey belongs to one person."""
    app, cast = company
    ada, max_ = sign_in(app, cast.ada), sign_in(app, cast.max)
    device = Device(HOME, "localhost")
    made = device.make(ask_to_make(ada))
    ask_to_make(max_)
    assert keep(max_, made).status_code == 409
    assert [keep(ada, made).status_code, keep(ada, made).status_code] == [201, 404]
    assert keep(max_, device.make(ask_to_make(max_))).status_code == 409
    other = Device(HOME, "localhost")
    assert keep(ada, other.make({**ask_to_make(ada), "challenge": ask_to_sign(ada)["challenge"]})).status_code == 409


def test_a_passkey_that_was_deleted_or_whose_owner_left_signs_nobody_in(company: Made) -> None:
    """Only its owner can delete it."""
    app, cast = company
    device, client = make_one(app, cast.ada), sign_in(app, cast.ada)
    (kept,) = apart(client.get, f"{PREFIX}/me/passkeys").get_json()["items"]
    assert cast.max.delete(f"/me/passkeys/{kept['id']}").status_code == 404
    stranger = app.test_client()
    with app.app_context():
        db.session.get_one(Person, cast.ada.id).left_at = datetime.now(UTC)
        db.session.commit()
    assert hand_in(stranger, device.sign(ask_to_sign(stranger))).status_code == 404
    with app.app_context():
        db.session.get_one(Person, cast.ada.id).left_at = None
        db.session.commit()
    assert cast.ada.delete(f"/me/passkeys/{kept['id']}").status_code == 204
    assert hand_in(stranger, device.sign(ask_to_sign(stranger))).status_code == 404


def test_another_site_uses_no_passkey(company: Made) -> None:
    """It neither gets a challenge nor signs somebody in."""
    app, cast = company
    device, client = make_one(app, cast.ada), app.test_client()
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert apart(client.post, "/sign-in/passkey/challenge", headers=elsewhere).status_code == 403
    signed = device.sign(ask_to_sign(client))
    assert hand_in(client, signed, elsewhere).status_code == 403
    assert hand_in(client, signed).status_code == 303


def test_challenges_are_limited_in_rate_and_forgotten(make_app: Callable[..., Flask]) -> None:
    """A stranger fills no table."""
    app = make_app(base_url=HOME, sign_in_begun="2 per minute")
    client = app.test_client()
    answers = [apart(client.post, "/sign-in/passkey/challenge", headers=SAME).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    with app.app_context():
        from lms.people.passkeys.models import PasskeyChallenge

        assert db.session.query(PasskeyChallenge).count() == 2
        forget_challenges(db.session(), at=datetime(2100, 1, 1, tzinfo=UTC))
        assert db.session.query(PasskeyChallenge).count() == 0


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://playbook.example", "https://playbook.example"),
        ("https://playbook.example:8443/sales", "https://playbook.example:8443"),
        ("https://playbook.example:443", "https://playbook.example"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://playbook.example", None),
        ("https://192.0.2.1", None),
        ("http://127.0.0.1:8000", None),
        ("https://[2001:db8::1]", None),
        ("", None),
    ],
)
def test_passkeys_are_bound_to_the_host_of_base_url(url: str, origin: str | None) -> None:
    """Where browsers allow them at all: with HTTPS and a name, or on this machine."""
    found = party_at(url, name="Playbook")
    assert (found.origin if found else None) == origin


def test_without_such_an_address_the_page_offers_none(sqlite_cast: Cast, sqlite_app: Flask) -> None:
    """And who asks by the API is told what to change."""
    page = apart(sqlite_app.test_client().get, "/sign-in").get_data(as_text=True)
    assert "passkey" not in page
    assert apart(sqlite_app.test_client().post, "/sign-in/passkey/challenge", headers=SAME).status_code == 404
    answer = apart(sign_in(sqlite_app, sqlite_cast.ada).post, f"{PREFIX}/me/passkeys/challenge", headers=SAME)
    assert (answer.status_code, "BASE_URL" in answer.get_json()["detail"]) == (409, True)


_PARTS = st.recursive(
    st.none() | st.booleans() | st.text(max_size=20) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "rawId", "type", "response", "userHandle", "signature"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60) | _PARTS.map(json.dumps))
def test_any_text_may_be_an_answer(answer: str) -> None:
    """It is read or refused, and nothing else happens."""
    with contextlib.suppress(Conflict):
        assert isinstance(read_claim(answer), PasskeyClaim)
