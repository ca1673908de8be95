"""Answers made smaller on their way, and those that never are."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import brotli
import pytest
from flask import Flask

from api.web.auth import ANYONE
from api.web.database import db
from lms.people.models import Person
from lms.people.proofs import issue_link
from support.factories import Cast, apart, sign_in

BOTH = {"Accept-Encoding": "gzip, deflate, br"}
LONG, SHORT = "/api/v1/openapi.json", "/api/v1/health"


@pytest.mark.parametrize(("asked", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("deflate", None), ("", None)])
def test_a_long_answer_comes_in_the_form_that_is_asked_for(sqlite_app: Flask, asked: str, encoding: str | None) -> None:
    """The same JSON, and every answer says that its form was chosen."""
    client = sqlite_app.test_client()
    answer = apart(client.get, LONG, headers={"Accept-Encoding": asked})
    unpack: Any = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert answer.headers.get("Content-Encoding") == encoding
    assert json.loads(unpack(answer.data)) == apart(client.get, LONG).get_json()
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    head = apart(client.head, LONG, headers={"Accept-Encoding": asked})
    assert head.headers["Content-Length"] == answer.headers["Content-Length"]


def test_short_answers_and_errors_are_left_as_they_are(sqlite_app: Flask) -> None:
    """They fit into one packet anyway."""
    client = sqlite_app.test_client()
    for path in (SHORT, "/api/v1/me", "/api/v1/nothing"):
        assert "Content-Encoding" not in apart(client.get, path, headers=BOTH).headers


def test_each_form_has_an_etag_of_its_own(sqlite_cast: Cast, a_long_page: str) -> None:
    """Who has one form is told 304 for that form, and is never told so for another."""
    path = f"/content/{a_long_page}"
    etags = {form: sqlite_cast.ada.get(path, headers={"Accept-Encoding": form}).headers["ETag"] for form in FORMS}
    assert len(set(etags.values())) == len(FORMS)
    for form in FORMS:
        headers = {"Accept-Encoding": form, "If-None-Match": etags[form]}
        answer = sqlite_cast.ada.get(path, headers=headers)
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etags[form])
        assert "Content-Encoding" not in answer.headers
    packed = {"Accept-Encoding": "gzip", "If-None-Match": etags["br"]}
    assert sqlite_cast.ada.get(path, headers=packed).status_code == 200


FORMS = ("br", "gzip", "identity")


@pytest.fixture
def a_long_page(sqlite_cast: Cast) -> str:
    """The id of a page whose answer is long enough to be compressed."""
    items: list[Any] = sqlite_cast.ada.get("/content?limit=200").get_json()["items"]
    sizes: dict[str, int] = {item["id"]: len(sqlite_cast.ada.get(f"/content/{item['id']}").data) for item in items}
    return max(sizes, key=lambda name: sizes[name])


def test_what_another_site_made_a_browser_ask_for_is_left_as_it_is(sqlite_app: Flask) -> None:
    """It could choose words of the question, and read from the length what else stands in the answer."""
    client = sqlite_app.test_client()
    for site, encoding in (("same-origin", "br"), ("none", "br"), ("cross-site", None), ("same-site", None)):
        answer = apart(client.get, LONG, headers={**BOTH, "Sec-Fetch-Site": site})
        assert answer.headers.get("Content-Encoding") == encoding, site


def test_an_answer_with_a_new_secret_is_never_compressed(sqlite_cast: Cast) -> None:
    """Its length would say how much of the secret the name of the token repeats."""
    answer = sqlite_cast.ada.post("/tokens", json={"name": "x" * 60, "days": 9}, headers=BOTH)
    assert answer.status_code == 201
    assert "Content-Encoding" not in answer.headers


def test_no_sign_in_page_is_compressed(sqlite_app: Flask, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a long one: the secret of the link stands in it."""
    monkeypatch.setattr("api.web.compressing.MIN_BYTES", 1)
    with sqlite_app.app_context():
        person = db.session.get_one(Person, sqlite_cast.ada.id)
        secret = issue_link(db.session(), person=person, at=datetime.now(UTC))
        db.session.commit()
    client = sign_in(sqlite_app, sqlite_cast.ada)
    for path in ("/sign-in", f"/sign-in/{secret}", "/sign-in/wrong"):
        answer = apart(client.get, path, headers=BOTH)
        assert "Content-Encoding" not in answer.headers, path
        assert (secret in answer.get_data(as_text=True)) == (secret in path)
    assert apart(client.get, SHORT, headers=BOTH).headers["Content-Encoding"] == "br"


def test_no_write_is_compressed(sqlite_app: Flask) -> None:
    """Whoever makes something new may be told its secret, now or in a later version."""
    for rule in sqlite_app.url_map.iter_rules():
        view = sqlite_app.view_functions[rule.endpoint]
        methods = (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        if ANYONE in getattr(view, "allowed_roles", ()) and methods and "<" not in rule.rule:
            for method in methods:
                answer = apart(sqlite_app.test_client().open, rule.rule, method=method, headers=BOTH)
                assert "Content-Encoding" not in answer.headers, rule.rule
