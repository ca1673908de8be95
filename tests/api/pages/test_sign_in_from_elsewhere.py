"""Signing in where another site, a cache or a crowd behind one address stands in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from api.web.auth import COOKIE
from api.web.database import db
from lms.people.models import Person
from lms.people.proofs import issue_link
from support.factories import apart, fill

SAME = {"Sec-Fetch-Site": "same-origin"}
PROXY = "10.0.0.1"


def link_in(app: Flask) -> str:
    """Fill the app with the cast and return a link for Ada."""
    ada = fill(app).ada
    with app.app_context():
        secret = issue_link(db.session(), person=db.session.get_one(Person, ada.id), at=datetime.now(UTC))
        db.session.commit()
    return secret


def use(app: Flask, secret: str, *, peer: str = "127.0.0.1", **headers: str) -> Any:
    """Press the button of a sign-in page, in a browser of its own, from an address."""
    given = {**SAME, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return apart(app.test_client().post, f"/sign-in/{secret}", headers=given, environ_overrides={"REMOTE_ADDR": peer})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": ""},
    ],
)
def test_another_site_signs_nobody_in(make_app: Callable[..., Flask], headers: dict[str, str]) -> None:
    """Else it could make somebody work under another name, whose owner reads along; the page says what to do."""
    app = make_app()
    secret = link_in(app)
    answer = apart(app.test_client().post, f"/sign-in/{secret}", headers=headers)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)
    assert "press the button there" in answer.get_data(as_text=True)
    assert use(app, secret).status_code == 303


def test_our_own_pages_are_known_behind_a_proxy_that_hides_our_name(make_app: Callable[..., Flask]) -> None:
    """Older browsers, and all of them without HTTPS, send the page's origin alone; BASE_URL says which is ours."""
    app = make_app(base_url="http://playbook.example/")
    answer = apart(
        app.test_client().post,
        f"/sign-in/{link_in(app)}",
        headers={"Origin": "http://playbook.example", "Host": "app:8000"},
    )
    assert answer.status_code == 303


def test_no_answer_of_the_sign_in_pages_is_cached_or_names_its_address(make_app: Callable[..., Flask]) -> None:
    """Whatever it answers: a cache would hand out a cookie or a name, and the address is the secret."""
    app = make_app(sign_in_rate_limit="1 per minute")
    secret = link_in(app)
    client = app.test_client()
    answers = [
        apart(client.get, "/sign-in"),
        apart(client.get, f"/sign-in/{secret}"),
        apart(client.post, f"/sign-in/{secret}"),
        apart(client.post, f"/sign-in/{secret}", headers=SAME),
        apart(client.post, f"/sign-in/{secret}", headers=SAME),
        apart(client.post, f"/sign-in/{secret}", headers=SAME),
        apart(client.post, "/sign-out"),
        apart(client.post, "/sign-out", headers=SAME),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 403, 303, 404, 429, 403, 303]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert {answer.headers["Referrer-Policy"] for answer in answers} == {"strict-origin"}
    assert COOKIE in answers[3].headers["Set-Cookie"]


def test_guessing_links_is_limited_in_rate(make_app: Callable[..., Flask]) -> None:
    """The third wrong link of an address in a minute is refused."""
    app = make_app(sign_in_rate_limit="2 per minute")
    answers = [use(app, "guess") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_right_link_works_whatever_its_address_has_guessed(make_app: Callable[..., Flask]) -> None:
    """One who guesses behind the proxy of a company would otherwise lock it out."""
    app = make_app(sign_in_rate_limit="2 per minute")
    secret = link_in(app)
    assert [use(app, "guess").status_code for _ in range(4)] == [404, 404, 429, 429]
    assert use(app, secret).status_code == 303
    assert use(app, secret).status_code == 429


@pytest.mark.parametrize("forwarded", ["198.51.100.{}", "198.51.100.{}, 10.0.0.1", "2001:db8::{}", "x{}"])
def test_who_is_no_proxy_can_not_say_who_asks(make_app: Callable[..., Flask], forwarded: str) -> None:
    """A new address in the header of each guess doesn't help, from an outsider or through the proxy."""
    app = make_app(sign_in_rate_limit="2 per minute", trusted_proxies=PROXY)
    direct = [use(app, "guess", peer="203.0.113.9", X_Forwarded_For=forwarded.format(n)) for n in range(20)]
    assert [answer.status_code for answer in direct] == [404, 404, *[429] * 18]
    through = [use(app, "g", peer=PROXY, X_Forwarded_For=f"{forwarded.format(n)}, 203.0.113.8") for n in range(20)]
    assert [answer.status_code for answer in through] == [404, 404, *[429] * 18]


def test_behind_a_proxy_each_address_counts_for_itself(make_app: Callable[..., Flask]) -> None:
    """With TRUSTED_PROXIES; without it all who come through the proxy count as one."""
    told = make_app(sign_in_rate_limit="1 per minute", trusted_proxies="10.0.0.0/8")
    for address in ("203.0.113.1", "203.0.113.2", "2001:db8:0:1::1", "2001:db8:0:2::1"):
        answers = [use(told, "guess", peer=PROXY, X_Forwarded_For=address) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [404, 429]
    assert use(told, "guess", peer=PROXY, X_Forwarded_For="2001:db8:0:2:ffff::9").status_code == 429
    untold = make_app(sign_in_rate_limit="1 per minute")
    answers = [use(untold, "guess", peer=PROXY, X_Forwarded_For=f"203.0.113.{n}") for n in range(2)]
    assert [answer.status_code for answer in answers] == [404, 429]


def test_guesses_do_not_wait_for_who_writes(sqlite_app: Flask) -> None:
    """Nor does anybody who writes wait for them: a wrong link is looked up only."""
    secret = link_in(sqlite_app)
    with sqlite_app.app_context(), Session(db.engine) as other:
        person = other.query(Person).first()
        assert person is not None
        person.name = "Somebody"
        other.flush()
        assert use(sqlite_app, "guess").status_code == 404
        other.rollback()
    assert use(sqlite_app, secret).status_code == 303
