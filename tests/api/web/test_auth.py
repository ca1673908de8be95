"""Who may call what: guards over every route, the table of roles, tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from inspect import unwrap
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.running.jobs import write_last_uses
from api.web import writes
from api.web.auth import ANYONE
from lms.people.models import ROLES, ApiToken, Person
from lms.people.proofs import issue_token
from support.acting import COURSE, PAGE, in_days, items_of, problem_of
from support.factories import Cast, Player, apart, fill
from support.restricted import RESTRICTED

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
NOBODY = "00000000-0000-7000-8000-000000000000"
READABLE = ["/content", f"/content/{PAGE}/similar", "/search?q=price", "/suggest?q=price"]
# Every route that partners may call too; what they see through it is another question.
FOR_PARTNERS = {
    ("GET", "/search"),
    ("GET", "/suggest"),
    ("GET", "/content"),
    ("GET", "/content/<page_id>"),
    ("GET", "/content/<page_id>/deck.pdf"),
    ("GET", "/content/<page_id>/deck.pptx"),
    ("GET", "/content/<page_id>/similar"),
    ("GET", "/content/<page_id>/slides"),
    ("POST", "/opens"),
    ("POST", "/opens/<uuid:open_id>/uses"),
}
SIGNED_IN = ["/me", "/people", "/tokens", "/training/courses", "/training/mine", "/coaching/sessions"]


def test_every_route_states_who_may_call_it(sqlite_app: Flask) -> None:
    """A route without `allow` fails here; Flask's own files need none."""
    open_to_all = [endpoint for endpoint, view in _views(sqlite_app) if not hasattr(view, "allowed_roles")]
    assert open_to_all == ["static"]


def test_a_route_that_states_nothing_is_nobodys(make_app: Callable[..., Flask]) -> None:
    """Whoever forgets `allow` has shown nothing to anybody."""
    app = make_app()
    cast = fill(app)
    app.view_functions["people.me"] = lambda: "secret"
    problem_of(cast.nadia.get("/me"), 403)
    problem_of(app.test_client().get("/api/v1/me"), 401)


# Asked by POST for what is too long, and too private, for an address.
ONLY_READING = ["emails.render"]


def test_every_route_of_the_api_that_changes_something_commits(sqlite_app: Flask) -> None:
    """A state-changing view with neither `writes` nor `commits` would answer 201 and keep nothing."""
    committing = {_code_names(writes.writes(lambda: None))[0], _code_names(writes.commits(lambda: None))[0]}
    rules = [
        r for r in sqlite_app.url_map.iter_rules() if r.rule.startswith("/api/") and (r.methods or set()) & CHANGING
    ]
    assert len(rules) >= 10
    views = {rule.endpoint: sqlite_app.view_functions[rule.endpoint] for rule in rules}
    assert [name for name, view in views.items() if not committing & set(_code_names(view))] == ONLY_READING


def test_the_table_of_restricted_routes_below_is_complete(sqlite_app: Flask) -> None:
    """A new route that only some roles may call must be added to RESTRICTED."""
    everybodys = ({ANYONE}, set(ROLES), set(ROLES) - {"partner"})
    found = {route for route, roles in _routes(sqlite_app).items() if roles not in everybodys}
    assert found == {(method, path) for method, path, _ in RESTRICTED}


def test_a_partner_may_call_what_reads_the_library_and_nothing_else(sqlite_cast: Cast) -> None:
    """Of every other route of the API Paula gets 403, whatever she sends."""
    routes = _routes(sqlite_cast.ada.client.application)
    assert {route for route, roles in routes.items() if "partner" in roles} == FOR_PARTNERS
    refused = [route for route, roles in routes.items() if roles.isdisjoint({"partner", ANYONE})]
    assert len(refused) > 20
    for method, rule in refused:
        path = re.sub(r"<uuid:\w+>", NOBODY, rule)
        answer = sqlite_cast.paula.ask(method, re.sub(r"<\w+>", "x", path), json={} if method in CHANGING else None)
        assert "your role is partner" in problem_of(answer, 403)["detail"], rule


@pytest.mark.parametrize(("method", "path", "allowed"), RESTRICTED)
def test_a_role_that_a_route_does_not_name_gets_403(sqlite_cast: Cast, method: str, path: str, allowed: str) -> None:
    """The rest of the cast is refused in words that say which role it takes."""
    path = re.sub(r"<uuid:\w+>", NOBODY, path).replace("<page_id>", PAGE).replace("<course_id>", COURSE)
    for name in ("ada", "max", "mara", "nadia", "paula"):
        player: Player = getattr(sqlite_cast, name)
        answer = player.ask(method, path, json={} if method in {"POST", "PATCH"} else None)
        answer.get_data()  # what is streamed ends inside its request
        if name in allowed.split():
            assert answer.status_code in {200, 404, 409, 415, 422, 503}, name
        else:
            assert "this needs the role" in problem_of(answer, 403)["detail"], name


@pytest.mark.parametrize("path", SIGNED_IN)
def test_everybody_of_the_company_may_ask(sqlite_cast: Cast, path: str) -> None:
    """Reps, managers, authors and admins all get an answer; a stranger gets 401."""
    assert {player.get(path).status_code for player in sqlite_cast.staff()} == {200}
    problem_of(_with(sqlite_cast.ada, None, path), 401)


@pytest.mark.parametrize("path", READABLE)
def test_everybody_who_is_signed_in_may_read(sqlite_cast: Cast, path: str) -> None:
    """Partners too, as far as there is something for them; a stranger gets 401."""
    assert {player.get(path).status_code for player in sqlite_cast.staff()} == {200}
    assert sqlite_cast.paula.get(path).status_code in {200, 404}
    problem_of(_with(sqlite_cast.ada, None, path), 401)


@pytest.mark.parametrize("header", ["Bearer rpt_wrong", "Bearer", "Bearer ", "Basic YWRhOng=", "x", "Bearer \u00e9"])
def test_what_is_no_valid_token_gets_401(sqlite_cast: Cast, header: str) -> None:
    """A wrong secret, no secret and another scheme are all the same stranger."""
    problem_of(_with(sqlite_cast.ada, header), 401)


def test_a_401_says_how_to_authenticate(sqlite_cast: Cast) -> None:
    """A client reads from WWW-Authenticate that bearer tokens are taken."""
    assert "Bearer" in _with(sqlite_cast.ada, None).headers.get("WWW-Authenticate", "")


def test_the_scheme_may_be_written_in_any_case(sqlite_cast: Cast) -> None:
    """`bearer` is as good as `Bearer`."""
    assert _with(sqlite_cast.ada, f"bearer {sqlite_cast.ada.token}").status_code == 200


def test_an_expired_token_is_refused(app: Flask, session: Session, cast: Cast) -> None:
    """A token of ninety days doesn't work on day ninety-one."""
    then = datetime.now(UTC) - timedelta(days=91)
    _, secret = issue_token(session, person=_person(session, cast.ada), name="old", at=then)
    session.commit()
    problem_of(_with(cast.ada, f"Bearer {secret}"), 401)


def test_a_revoked_token_is_refused_at_once(cast: Cast) -> None:
    """After DELETE the secret opens nothing, and asking again keeps the first time."""
    made = cast.ada.post("/tokens", {"name": "laptop"}).get_json()
    assert _with(cast.ada, f"Bearer {made['secret']}").status_code == 200
    assert cast.ada.delete(f"/tokens/{made['id']}").status_code == 204
    problem_of(_with(cast.ada, f"Bearer {made['secret']}"), 401)
    revoked_at = items_of(cast.ada.get("/tokens"))[0]["revoked_at"]
    assert revoked_at is not None
    assert cast.ada.delete(f"/tokens/{made['id']}").status_code == 204
    assert items_of(cast.ada.get("/tokens"))[0]["revoked_at"] == revoked_at


def test_somebody_who_left_can_not_use_their_token(session: Session, cast: Cast) -> None:
    """Leaving ends every token at once."""
    _person(session, cast.ada).left_at = datetime.now(UTC)
    session.commit()
    problem_of(cast.ada.get("/me"), 401)


def test_the_last_use_of_a_token_is_written_but_not_at_every_request(app: Flask, session: Session, cast: Cast) -> None:
    """The first request writes it, the second within five minutes doesn't."""
    assert _last_used(session, cast.ada) is None
    cast.ada.get("/me")
    assert _last_used(session, cast.ada) is None, "a read waits for nobody who writes"
    _write_uses(app)
    first = _last_used(session, cast.ada)
    assert first is not None
    assert datetime.now(UTC) - first < timedelta(minutes=1)
    cast.ada.get("/me")
    _write_uses(app)
    assert _last_used(session, cast.ada) == first


def test_a_token_that_was_used_long_ago_is_noted_again(app: Flask, session: Session, cast: Cast) -> None:
    """After five minutes the next request writes the time again."""
    old = datetime.now(UTC) - timedelta(minutes=6)
    session.scalars(select(ApiToken).where(ApiToken.person_id == cast.ada.id)).one().last_used_at = old
    session.commit()
    cast.ada.get("/me")
    _write_uses(app)
    found = _last_used(session, cast.ada)
    assert found is not None
    assert found > old


def test_too_many_writes_are_refused_for_that_person_alone(make_app: Callable[..., Flask]) -> None:
    """Ada's third write in a minute gets 429 with Retry-After, Olga's first one passes."""
    cast = fill(make_app(rate_limit="2 per minute"))
    answers = [cast.ada.post("/opens", {"page_id": PAGE}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    problem_of(answers[-1], 429)
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert cast.olga.post("/opens", {"page_id": PAGE}).status_code == 201
    assert cast.ada.get("/me").status_code == 200


def test_too_many_searches_are_refused(make_app: Callable[..., Flask]) -> None:
    """Searching is limited in rate although it is a GET."""
    cast = fill(make_app(rate_limit="2 per minute"))
    answers = [cast.ada.get("/search?q=price") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_refused_role_is_no_way_around_the_limit_of_others(make_app: Callable[..., Flask]) -> None:
    """A manager who also sells counts once, as one person."""
    cast = fill(make_app(rate_limit="1 per minute"))
    due = in_days(3).isoformat()
    body = {"course_id": "course-discovery-calls", "person_ids": [str(cast.ada.id)], "due_on": due}
    problem_of(cast.ada.post("/training/assignments", body), 403)
    assert cast.ada.post("/opens", {"page_id": PAGE}).status_code == 201
    assert cast.max.post("/training/assignments", body).status_code == 201


def _views(app: Flask) -> list[tuple[str, Any]]:
    return sorted({rule.endpoint: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}.items())


def _routes(app: Flask) -> dict[tuple[str, str], set[str]]:
    """Return the roles of every route, by method and path below /api/v1; a directory's take its tokens alone."""
    views: dict[str, Any] = dict(_views(app))
    return {
        (method, rule.rule.removeprefix("/api/v1")): set(views[rule.endpoint].allowed_roles)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static" and not rule.rule.startswith("/scim/")
    }


def _code_names(view: Any) -> list[str]:
    """Return the qualified names of a view's code and of everything it wraps, outermost first."""

    def layers() -> Iterator[Any]:
        layer = view
        while layer is not unwrap(view):
            yield layer
            layer = layer.__wrapped__
        yield layer

    return [f"{layer.__code__.co_filename}:{layer.__code__.co_qualname}" for layer in layers()]


def _with(player: Player, header: str | None, path: str = "/me") -> Any:
    headers = {"Authorization": header} if header else {}
    return apart(player.client.get, f"/api/v1{path}", headers=headers)


def _person(session: Session, player: Player) -> Person:
    return session.get_one(Person, player.id)


def _write_uses(app: Flask) -> None:
    """Do what the server process does every two seconds."""
    with app.app_context():
        write_last_uses()


def _last_used(session: Session, player: Player) -> datetime | None:
    return session.scalar(select(ApiToken.last_used_at).where(ApiToken.person_id == player.id))
