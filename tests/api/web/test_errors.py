"""Every error is an RFC 9457 problem that says what to change; on SQLite, because databases can't change it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from api.web.auth import allow
from support.acting import COURSE, PAGE, pointers_of, problem_of
from support.factories import Cast, apart, fill

BODIES = ["/opens", "/tokens", "/people", "/training/assignments", "/coaching/sessions"]
UNKNOWN = "00000000-0000-7000-8000-000000000000"
AT_THE_END_OF_TIME = ["0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"]


@pytest.mark.parametrize("body", ["{", "", "nonsense", '{"page_id": }', b"\xff\xfe\xfa", '{"page_id": 1} x'])
def test_malformed_json_is_400(sqlite_cast: Cast, body: str) -> None:
    """What can't be read is the client's mistake."""
    problem_of(sqlite_cast.ada.post("/opens", data=body, content_type="application/json"), 400)


@pytest.mark.parametrize("body", ["[]", "null", "1", '"text"', "true"])
def test_a_body_that_is_no_object_is_400(sqlite_cast: Cast, body: str) -> None:
    """A list or a number is no request of ours."""
    answer = sqlite_cast.ada.post("/opens", data=body, content_type="application/json")
    assert "object" in problem_of(answer, 400)["detail"]


def test_json_nested_too_deeply_is_400(sqlite_cast: Cast) -> None:
    """A hundred thousand brackets are malformed, not our failure."""
    body = '{"page_id":' + "[" * 100_000
    problem_of(sqlite_cast.ada.post("/opens", data=body, content_type="application/json"), 400)


@pytest.mark.parametrize("path", BODIES)
def test_another_media_type_is_415(sqlite_cast: Cast, path: str) -> None:
    """A form is no JSON, so that no page elsewhere can post one."""
    for content_type in ("text/plain", "application/x-www-form-urlencoded", None):
        answer = sqlite_cast.nadia.post(path, data='{"page_id": "x"}', content_type=content_type)
        assert "application/json" in problem_of(answer, 415)["detail"]


def test_a_charset_beside_the_media_type_is_fine(sqlite_cast: Cast) -> None:
    """Many clients send `application/json; charset=utf-8`."""
    body = f'{{"page_id": "{PAGE}"}}'
    assert sqlite_cast.ada.post("/opens", data=body, content_type="application/json; charset=utf-8").status_code == 201


def test_a_body_over_a_megabyte_is_413(sqlite_cast: Cast) -> None:
    """Nothing that large is read."""
    body = '{"name": "%s"}' % ("x" * 1_000_001)
    problem_of(sqlite_cast.ada.post("/tokens", data=body, content_type="application/json"), 413)
    problem_of(sqlite_cast.ada.put(f"/training/courses/{COURSE}/lessons/x/read", data=body), 413)


def test_all_bad_fields_are_named_at_once(sqlite_cast: Cast) -> None:
    """A client shows every mistake of a form, each at its field."""
    body = {"email": "nobody", "name": "  ", "roles": ["king"], "team_id": "x", "colour": "red"}
    found = pointers_of(sqlite_cast.nadia.post("/people", body))
    assert found == ["#/colour", "#/email", "#/name", "#/roles/0", "#/team_id"]


def test_a_missing_field_is_named(sqlite_cast: Cast) -> None:
    """An empty object misses every required field."""
    found = pointers_of(sqlite_cast.max.post("/coaching/sessions", {}))
    assert found == ["#/scheduled_at", "#/topic"]


def test_a_field_inside_a_list_is_named_by_its_place(sqlite_cast: Cast) -> None:
    """The pointer leads to the second person."""
    body = {"person_ids": [str(sqlite_cast.ada.id), "x"], "on": "2026-03-02"}
    answer = sqlite_cast.max.post(f"/training/courses/{COURSE}/attendance", body)
    assert pointers_of(answer) == ["#/person_ids/1"]


def test_a_slash_in_a_name_is_escaped_in_the_pointer(sqlite_cast: Cast) -> None:
    """The pointer to `a/b` is `#/a~1b`."""
    assert pointers_of(sqlite_cast.ada.post("/opens", {"page_id": PAGE, "a/b": 1})) == ["#/a~1b"]


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("/search?q=x&type=", "#/type/0"),
        ("/search?q=x&sort=best", "#/sort"),
        ("/search?q=x&typing=perhaps", "#/typing"),
        ("/suggest", "#/q"),
        ("/suggest?q=", "#/q"),
        (f"/suggest?q={'x' * 501}", "#/q"),
        (f"/content/{PAGE}/similar?limit=21", "#/limit"),
        (f"/search?q={'x' * 501}", "#/q"),
        ("/search?q=x&page=0", "#/page"),
        ("/search?q=x&limit=51", "#/limit"),
        ("/search?q=x&lang=en", "#/lang"),
        ("/people?limit=0", "#/limit"),
        ("/people?limit=201", "#/limit"),
        ("/people?limit=many", "#/limit"),
        ("/people?limit=1&limit=2", "#/limit"),
        ("/people?after=x", "#/after"),
        ("/content?limit=-1", "#/limit"),
        ("/kpis?from=yesterday", "#/from"),
        ("/kpis?to=2026-02-30", "#/to"),
        ("/training/matrix?as_of=2026-03-02T09:00:00", "#/as_of"),
        ("/training/matrix.csv?as_of=monday", "#/as_of"),
        ("/training/matrix.csv?limit=5", "#/limit"),
    ],
)
def test_a_bad_query_is_422_and_names_the_parameter(sqlite_cast: Cast, path: str, pointer: str) -> None:
    """Queries are as strict as bodies, unknown names included."""
    assert pointers_of(sqlite_cast.nadia.get(path)) == [pointer]


@pytest.mark.parametrize("moment", AT_THE_END_OF_TIME)
def test_a_moment_outside_the_calendar_is_no_failure_of_ours(sqlite_cast: Cast, moment: str) -> None:
    """The first and last day with an offset have no UTC time that Python knows."""
    body = {"rep_id": str(sqlite_cast.ada.id), "topic": "x", "scheduled_at": moment.replace("%2B", "+")}
    assert sqlite_cast.max.get(f"/training/completions?as_of={moment}").status_code < 500
    assert sqlite_cast.max.post("/coaching/sessions", body).status_code < 500


@pytest.mark.parametrize("path", ["/nothing", "/people/no-uuid", "/coaching/sessions/1", "/training", "/content/a/b"])
def test_an_unknown_route_is_404(sqlite_cast: Cast, path: str) -> None:
    """An address that leads nowhere, a malformed id included, is not found."""
    problem_of(sqlite_cast.nadia.get(path), 404)


@pytest.mark.parametrize(
    "path", [f"/people/{UNKNOWN}", f"/coaching/sessions/{UNKNOWN}", "/content/nothing", "/training/courses/nothing"]
)
def test_an_unknown_id_is_404(sqlite_cast: Cast, path: str) -> None:
    """An id of the right form that nobody has is not found."""
    problem_of(sqlite_cast.nadia.get(path), 404)


def test_a_write_to_an_unknown_route_is_404(sqlite_cast: Cast) -> None:
    """POST to nothing is not found; `405, Allow: GET` would send the client the wrong way."""
    problem_of(sqlite_cast.ada.post("/nothing", {}), 404)
    problem_of(sqlite_cast.ada.put("/coaching/action-items/not-a-uuid/done"), 404)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("delete", "/search", {"GET", "HEAD", "OPTIONS"}),
        ("post", "/me", {"GET", "HEAD", "OPTIONS", "PATCH"}),
        ("put", "/kpis", {"GET", "HEAD", "OPTIONS"}),
        pytest.param("put", "/people", {"GET", "HEAD", "OPTIONS", "POST"}),
    ],
)
def test_another_method_is_405_with_allow(sqlite_cast: Cast, method: str, path: str, allowed: set[str]) -> None:
    """Allow lists what the route takes."""
    answer = getattr(sqlite_cast.nadia, method)(path)
    problem_of(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("path", ["/opens", "/training/assignments.csv", f"/tokens/{UNKNOWN}"])
def test_reading_a_route_that_only_writes_is_405(sqlite_cast: Cast, path: str) -> None:
    """GET on a route that only takes POST says so in Allow."""
    answer = sqlite_cast.nadia.get(path)
    problem_of(answer, 405)
    assert "GET" not in answer.headers["Allow"]


def test_text_that_no_database_can_keep_is_422(sqlite_cast: Cast) -> None:
    """NUL and half a surrogate pair are refused before they reach the database."""
    for raw in (rb'{"name": "a\u0000b"}', rb'{"name": "\ud800"}'):
        answer = sqlite_cast.ada.post("/tokens", data=raw, content_type="application/json")
        assert pointers_of(answer) == ["#/name"]


def test_an_unexpected_error_tells_nothing_of_the_inside(
    make_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture
) -> None:
    """A bug is logged whole, and answered in one sentence."""
    app = make_app()
    cast = fill(app)

    def broken() -> str:
        raise RuntimeError("secret inside")

    app.view_functions["people.me"] = allow("rep")(broken)
    body = problem_of(cast.ada.get("/me"), 500)
    assert "secret inside" not in str(body)
    assert "secret inside" in caplog.text


def test_errors_outside_the_api_are_plain_pages(sqlite_app: Flask) -> None:
    """A browser gets HTML, not a problem."""
    answer = apart(sqlite_app.test_client().delete, "/sign-in")
    assert answer.status_code == 405
    assert answer.mimetype == "text/html"


def test_every_answer_carries_the_security_headers(sqlite_cast: Cast) -> None:
    """Errors are no exception, and nothing of the API is kept by a cache without being asked about."""
    for answer in (sqlite_cast.ada.get("/me"), sqlite_cast.ada.get("/nothing"), sqlite_cast.ada.get("/kpis")):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"
