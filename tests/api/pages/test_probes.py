"""Two questions of whoever starts and balances processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from support.acting import problem_of
from support.factories import apart

AWAY = "postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=2"


def _get(app: Flask, path: str) -> Any:
    return apart(app.test_client().get, f"/api/v1/health/{path}")


def test_a_server_with_database_and_index_is_live_and_ready(app: Flask) -> None:
    """Both are open to everybody, and say no more than that."""
    for path, status in (("live", "alive"), ("ready", "ready")):
        answer = _get(app, path)
        assert (answer.status_code, answer.get_json()) == (200, {"status": status})


def test_a_server_without_a_database_and_an_index_is_live_and_not_ready(make_app: Callable[..., Flask]) -> None:
    """It needn't be started again, and shouldn't be asked; what lacks is said."""
    app = make_app(database_url=AWAY, is_indexed=False)
    assert _get(app, "live").status_code == 200
    answer = _get(app, "ready")
    detail = problem_of(answer, 503)["detail"]
    assert "the database doesn't answer and there is no index yet" in detail
    assert answer.headers["Retry-After"] == "2"


def test_each_of_the_two_is_enough_not_to_be_ready(make_app: Callable[..., Flask]) -> None:
    """And alone it is named alone."""
    assert problem_of(_get(make_app(is_indexed=False), "ready"), 503)["detail"] == "there is no index yet; ask again"
    assert problem_of(_get(make_app(database_url=AWAY), "ready"), 503)["detail"].startswith("the database doesn't")


def test_a_database_without_our_tables_is_none(make_app: Callable[..., Flask]) -> None:
    """A file that somebody took away is made anew by SQLite, and empty."""
    app = make_app()
    (app.extensions["repertoire"].config.data_dir / "repertoire.db").unlink()
    assert "database" in problem_of(_get(app, "ready"), 503)["detail"]
