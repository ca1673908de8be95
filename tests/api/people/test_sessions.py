"""Sessions: one's own, listed and ended one by one or together, and ended by an admin or by time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from api.running.jobs import write_last_uses
from api.web.auth import COOKIE
from api.web.database import db
from api.work.devices import device_of
from lms.people.models import BrowserSession, Person
from lms.people.proofs import issue_link
from support.acting import problem_of
from support.factories import PREFIX, Cast, Player, apart, fill, sign_in
from support.signing_in import SAME, use, who

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sessions_in(client: FlaskClient) -> list[dict[str, Any]]:
    """Read a browser's own list."""
    answer = apart(client.get, f"{PREFIX}/me/sessions")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.get_json()["items"]
    return found


def end(client: FlaskClient, path: str) -> int:
    """End something from a browser."""
    return int(apart(client.delete, f"{PREFIX}{path}", headers=SAME).status_code)


def link_for(app: Flask, player: Player) -> str:
    """Make a link that nobody uses yet."""
    with app.app_context():
        secret = issue_link(db.session(), person=db.session.get_one(Person, player.id), at=datetime.now(UTC))
        db.session.commit()
    return secret


def test_a_session_is_ended_in_another_browser(app: Flask, cast: Cast) -> None:
    """It is known by its device, and one's own by being this one; nobody ends another's."""
    desk, phone, max_ = sign_in(app, cast.ada), app.test_client(), sign_in(app, cast.max)
    apart(phone.post, f"/sign-in/{link_for(app, cast.ada)}", headers={**SAME, "User-Agent": FIREFOX})
    listed = sessions_in(desk)
    assert sorted((one["device"] == "Firefox on Windows", one["is_this"]) for one in listed) == [
        (False, True),
        (True, False),
    ]
    other = next(one["id"] for one in listed if not one["is_this"])
    assert (end(max_, f"/me/sessions/{other}"), who(phone)) == (404, "Ada Lind")
    assert (end(desk, f"/me/sessions/{other}"), who(phone), who(desk)) == (204, None, "Ada Lind")
    assert len(sessions_in(desk)) == 1


def test_all_others_or_all_are_ended_together(app: Flask, cast: Cast) -> None:
    """With the links that are still out; nobody else's sessions end."""
    first, second, third, max_ = (sign_in(app, player) for player in (cast.ada, cast.ada, cast.ada, cast.max))
    link = link_for(app, cast.ada)
    assert end(first, "/me/sessions?but=this") == 204
    assert [who(one) for one in (first, second, third, max_)] == ["Ada Lind", None, None, "Max Oduya"]
    assert use(app.test_client(), link).status_code == 404
    assert (end(first, "/me/sessions"), who(first), who(max_)) == (204, None, "Max Oduya")


def test_a_token_ends_sessions_too(app: Flask, cast: Cast) -> None:
    """None of the list is the one that asks."""
    browser = sign_in(app, cast.ada)
    items = problem_free(cast.ada.get("/me/sessions"))["items"]
    assert [one["is_this"] for one in items] == [False]
    assert (cast.ada.delete("/me/sessions?but=this").status_code, who(browser)) == (204, None)
    problem_of(cast.ada.delete("/me/sessions?but=that"), 422)


def test_an_admin_lists_and_ends_the_sessions_of_anybody(app: Flask, cast: Cast) -> None:
    """Nobody else does, and it is all in the audit."""
    ada, olga = sign_in(app, cast.ada), sign_in(app, cast.olga)
    everybody = problem_free(cast.nadia.get("/sessions?limit=1"))
    assert [one["person_name"] for one in everybody["items"]] == ["Olga Petrova"]
    after = problem_free(cast.nadia.get(everybody["next"].removeprefix(PREFIX)))
    assert ([one["person_name"] for one in after["items"]], after["next"]) == (["Ada Lind"], None)
    path = f"/people/{cast.ada.id}/sessions"
    assert len(problem_free(cast.nadia.get(path))["items"]) == 1
    for path_, method in ((path, "GET"), (path, "DELETE"), ("/sessions", "GET")):
        problem_of(cast.max.ask(method, path_), 403)
    assert (cast.nadia.delete(path).status_code, who(ada), who(olga)) == (204, None, "Olga Petrova")
    assert cast.nadia.get(f"/people/{UUID(int=0)}/sessions").status_code == 404


def test_who_left_has_no_session_in_the_list(app: Flask, cast: Cast) -> None:
    """From the moment on at which they can't come in."""
    ada = sign_in(app, cast.ada)
    with app.app_context():
        db.session.get_one(Person, cast.ada.id).left_at = datetime.now(UTC)
        db.session.commit()
    assert (who(ada), problem_free(cast.nadia.get("/sessions"))["items"]) == (None, [])


def test_a_session_ends_when_it_was_not_seen_for_long_or_is_old(make_app: Callable[..., Flask]) -> None:
    """By the settings that hold now, also where it began under others; the cookie lasts as long."""
    app = make_app(session_days=3, session_idle_hours=5)
    cast = fill(app)
    client = sign_in(app, cast.ada)
    for aged, name in (
        ({"last_seen_at": timedelta(hours=4)}, "Ada Lind"),
        ({"last_seen_at": timedelta(hours=6)}, None),
        ({"last_seen_at": timedelta(), "created_at": timedelta(days=2)}, "Ada Lind"),
        ({"last_seen_at": timedelta(), "created_at": timedelta(days=4)}, None),
    ):
        age(app, **aged)
        assert who(client) == name
        assert len(problem_free(cast.ada.get("/me/sessions"))["items"]) == (1 if name else 0)
    answer = use(app.test_client(), link_for(app, cast.ada))
    assert f"Max-Age={3 * 24 * 3600}" in answer.headers.get_all("Set-Cookie")[0]


def age(app: Flask, **by: timedelta) -> None:
    """Let the only session have begun, or have been seen last, so long ago."""
    with app.app_context():
        one = db.session.scalars(select(BrowserSession)).one()
        for name, ago in by.items():
            setattr(one, name, datetime.now(UTC) - ago)
        db.session.commit()


def test_when_a_session_was_seen_is_written_behind_the_requests(app: Flask, cast: Cast) -> None:
    """Every few minutes at most, and for the one that asked alone."""
    client = sign_in(app, cast.ada)
    sign_in(app, cast.ada)
    with app.app_context():
        for one in db.session.scalars(select(BrowserSession)):
            one.last_seen_at = datetime.now(UTC) - timedelta(minutes=6)
        db.session.commit()
    assert who(client) == "Ada Lind"
    assert seen_lately(app) == 0
    with app.app_context():
        write_last_uses()
    assert seen_lately(app) == 1


def seen_lately(app: Flask) -> int:
    """Count the sessions that were seen within a minute, as far as the database knows."""
    with app.app_context():
        lately = BrowserSession.last_seen_at > datetime.now(UTC) - timedelta(minutes=1)
        return db.session.scalar(select(func.count()).select_from(BrowserSession).where(lately)) or 0


def problem_free(answer: Any) -> Any:
    """Return what an answer holds."""
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) CriOS/142.0 Mobile Safari/604.1", "Chrome on iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130.0 Safari/537.36",
            "Samsung Internet on Android",
        ),
        ("curl/8.5.0", "Another device"),
        ("", "Another device"),
        ("<script>Linux", "Linux"),
    ],
)
def test_devices_are_said_in_plain_words(agent: str, device: str) -> None:
    """By what browsers call themselves, of which nothing is shown as it is."""
    assert device_of(agent) == device


def test_the_cookie_of_another_ends_nothing_of_mine(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """A guess, a cookie that ended, and one of somebody else list nothing of Ada's."""
    ada, max_ = sign_in(sqlite_app, sqlite_cast.ada), sign_in(sqlite_app, sqlite_cast.max)
    assert {one["id"] for one in sessions_in(ada)}.isdisjoint(one["id"] for one in sessions_in(max_))
    for cookie in ("guess", "", "\x7f", "a" * 4000):
        client = sqlite_app.test_client()
        client.set_cookie(COOKIE, cookie)
        assert apart(client.get, f"{PREFIX}/me/sessions").status_code == 401
