"""What pages of other sites can make a browser do: nothing that changes anything, on any route there is."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from api.web.auth import SAFE_METHODS
from api.web.database import db
from lms.people.models import Person
from lms.people.proofs import issue_link
from lms.sharing.models import SECRET_LENGTH
from support.factories import Cast, apart

# Their servers post there, and no cookie counts: mail programs with a secret (RFC 8058), providers with a signed token
# (OpenID Connect Back-Channel Logout).
FOR_OTHER_SERVERS = {"/unsubscribe/<secret>", "/sign-in/with/<name>/logout"}
NOBODY = "00000000-0000-7000-8000-000000000000"
ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://other.localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
]


@pytest.mark.parametrize("headers", ELSEWHERE)
def test_no_route_lets_another_site_change_something_or_sign_in(
    sqlite_app: Flask, sqlite_cast: Cast, headers: dict[str, str]
) -> None:
    """With the cookie of an admin and a good link at hand; a new route is among them by itself."""
    client = sqlite_app.test_client()
    assert _post(client, f"/sign-in/{_link(sqlite_app, sqlite_cast)}", {"Sec-Fetch-Site": "same-origin"}) == (303, True)
    good = _link(sqlite_app, sqlite_cast)
    rules = [rule for rule in sqlite_app.url_map.iter_rules() if rule.rule not in FOR_OTHER_SERVERS]
    changing = [(rule, method) for rule in rules for method in _changing(rule)]
    assert len(changing) > 30
    let_in = []
    for rule, method in changing:
        path = _path(rule, good)
        answer = apart(client.open, path, method=method, json={}, headers=headers)
        if answer.status_code != 403 or "Set-Cookie" in answer.headers:
            let_in.append((method, path, answer.status_code))
    assert let_in == []
    assert apart(client.get, "/api/v1/me").status_code == 200
    assert _post(client, f"/sign-in/{good}", {"Sec-Fetch-Site": "same-origin"}) == (303, True)


def test_no_route_that_only_reads_sets_a_cookie(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """A picture or a link on another site would be enough to sign somebody in or out."""
    client = sqlite_app.test_client()
    good = _link(sqlite_app, sqlite_cast)
    reading = [rule for rule in sqlite_app.url_map.iter_rules() if "GET" in (rule.methods or set())]
    setting = [rule.rule for rule in reading if "Set-Cookie" in apart(client.get, _path(rule, good)).headers]
    assert setting == []
    assert _post(client, f"/sign-in/{good}", {"Sec-Fetch-Site": "same-origin"}) == (303, True)


def _changing(rule: Rule) -> set[str]:
    return (rule.methods or set()) - SAFE_METHODS


def _path(rule: Rule, secret: str) -> str:
    """Return a path that leads to the route, with a good link where it takes a secret; those of buyers are shorter."""
    secret = secret[:SECRET_LENGTH] if "buyer_secret" in rule.rule else secret
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: secret if found[1] == "secret" else NOBODY, rule.rule)


def _post(client: FlaskClient, path: str, headers: dict[str, str]) -> tuple[int, bool]:
    answer = apart(client.post, path, headers=headers)
    return answer.status_code, "Set-Cookie" in answer.headers


def _link(app: Flask, cast: Cast) -> str:
    with app.app_context():
        secret = issue_link(db.session(), person=db.session.get_one(Person, cast.nadia.id), at=datetime.now(UTC))
        db.session.commit()
    return secret
