"""The id of a request: in its answer, on every error, and in the log."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from api.web.auth import READERS, allow
from api.web.request_ids import HEADER
from support.acting import problem_of
from support.factories import Cast, apart, fill
from support.fronting import answer_of, fronting, open_line
from support.logged import lines_of, logging_as

MADE = re.compile(r"[0-9a-f]{32}")


def test_the_id_that_somebody_sends_is_kept_where_it_is_well_formed(sqlite_cast: Cast) -> None:
    """A proxy's own id runs through; anything else gets a new one, and none is written into a log."""
    for sent in ("a", "A-b_9", "x" * 64):
        assert sqlite_cast.ada.get("/me", headers={HEADER: sent}).headers[HEADER] == sent
    for sent in ("", "x" * 65, "a b", "a\tb", "é", "ann@x.example", "a,b"):
        assert MADE.fullmatch(sqlite_cast.ada.get("/me", headers={HEADER: sent}).headers[HEADER])


def test_every_problem_names_its_request(sqlite_cast: Cast) -> None:
    """As the answer's header does: of a refusal, a bad field, a wrong address and method, and what clashes."""
    answers = [
        (sqlite_cast.ada.get("/people/x"), 404),
        (sqlite_cast.ada.get("/content?limit=x"), 422),
        (sqlite_cast.ada.post("/tokens", data="{", content_type="application/json"), 400),
        (sqlite_cast.ada.ask("DELETE", "/me"), 405),
        (sqlite_cast.paula.get("/people"), 403),
        (apart(sqlite_cast.ada.client.get, "/api/v1/me"), 401),
    ]
    for answer, status in answers:
        problem_of(answer, status)  # which compares the body's with the header's
        assert answer.headers[HEADER] != ""
    assert len({answer.headers[HEADER] for answer, _ in answers}) == len(answers)


def test_a_page_that_says_what_went_wrong_names_its_request(sqlite_app: Flask) -> None:
    """For people, and for whoever asks for no page."""
    for accept in ("text/html", "image/png"):
        answer = apart(sqlite_app.test_client().get, "/metrics", headers={"Accept": accept, "Via": "1.1 x"})
        assert answer.status_code == 401
        assert answer.headers[HEADER] in answer.get_data(as_text=True)


def test_an_error_of_ours_is_logged_with_its_request(make_app: Callable[..., Flask]) -> None:
    """Whoever is told the id finds the trace by it."""
    app = make_app()
    ada = fill(app).ada

    @allow(*READERS)
    def break_down() -> str:
        raise LookupError("a bug")

    app.view_functions["people.me"] = break_down
    with logging_as("json") as written:
        answer = ada.get("/me")
    problem_of(answer, 500)
    own = answer.headers[HEADER]
    (line,) = [line for line in lines_of(written()) if "exception" in line]
    assert line["request_id"] == own
    assert "LookupError: a bug" in line["exception"]
    (told,) = lines_of(written(), "request")
    assert (told["route"], told["status"], told["request_id"]) == ("/api/v1/me", 500, own)


def test_the_audit_names_the_request_of_a_change(sqlite_cast: Cast) -> None:
    """Who reads there what was done finds it in the log."""
    sqlite_cast.nadia.post(
        "/people", {"email": "u@x.example", "name": "Uma", "roles": ["rep"]}, headers={HEADER: "a-1"}
    )
    found = sqlite_cast.nadia.get("/audit").get_json()["items"]
    assert "a-1" in {entry["request_id"] for entry in found}


@pytest.mark.parametrize("sent", ["from-a-proxy", "not one"])
def test_what_no_thread_takes_up_has_an_id_too(sqlite_app: Flask, sqlite_cast: Cast, sent: str) -> None:
    """A body that grows too large is refused before the app sees it, and counted under no route."""
    head = "POST /api/v1/opens HTTP/1.1\nHost: x\nContent-Type: application/json\nTransfer-Encoding: chunked"
    head += f"\nAuthorization: Bearer {sqlite_cast.ada.token}\n{HEADER}: {sent}"
    with logging_as("json") as written, fronting(sqlite_app) as port:
        status, answer = answer_of(open_line(port, head, b"f4241\r\n" + b"x" * 1_000_001 + b"\r\n0\r\n\r\n"))
    assert status == 413
    (line,) = lines_of(written(), "request")
    assert (line["route"], line["status"], line["bytes"]) == ("(not taken up)", 413, None)
    assert (line["request_id"] == sent) == (sent == "from-a-proxy")
    assert answer.count(line["request_id"].encode()) == 2  # in the header, and in the problem


def test_a_request_with_a_body_is_noted_once(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """The gate looks at it twice, under one id."""
    head = "POST /api/v1/tokens HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 13"
    head += f"\nConnection: close\nAuthorization: Bearer {sqlite_cast.ada.token}\n{HEADER}: once"
    with logging_as("json") as written, fronting(sqlite_app) as port:
        assert answer_of(open_line(port, head, b'{"name": "a"}'))[0] == 201
    (line,) = lines_of(written(), "request")
    assert (line["request_id"], line["method"], line["route"]) == ("once", "POST", "/api/v1/tokens")
    assert line["ms"] > 0
