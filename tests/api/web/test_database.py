"""A database that is away, busy or full: asked for patience, never a bare error, and back at once."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text

from api.web.auth import allow
from api.web.database import POSTGRES
from support.acting import PAGE, problem_of
from support.databases import PostgresDatabase
from support.factories import Cast, fill
from support.relay import Relay
from support.sharing import WORKER

_numbers = count()


@pytest.fixture
def postgres_relay(postgres: str) -> Iterator[Relay]:
    """A line to an empty database of this test's own."""
    database = PostgresDatabase(postgres, f"relayed_{WORKER}_{next(_numbers)}")
    database.put_back("empty")
    relay = Relay(database.url)
    yield relay
    relay.cut()
    database.drop()


@pytest.mark.postgres
def test_a_database_that_is_stopped_and_started_again(
    make_app: Callable[..., Flask], postgres_relay: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    """503 while it is away, in one line of the log, and health isn't ready; once it is back, so is the first answer."""
    app = make_app(database_url=postgres_relay.url)
    ada = fill(app).ada
    client = app.test_client()
    assert ada.get("/me").status_code == 200
    postgres_relay.cut()
    with caplog.at_level(logging.WARNING):
        for _ in range(5):
            problem_of(ada.get("/me"), 503)
            answer = ada.post("/opens", {"page_id": PAGE})
            assert answer.headers["Retry-After"] == "2"
            problem_of(answer, 503)
    assert caplog.text.count("the database is away") == 1
    assert "Traceback" not in caplog.text
    away = client.get("/api/v1/health")
    assert (away.status_code, away.json["status"]) == (503, "broken")  # type: ignore[index]
    assert client.get("/sign-in").status_code == 200, "a page that needs no database"
    postgres_relay.mend()
    assert ada.get("/me").status_code == 200
    assert client.get("/api/v1/health").status_code == 200


@pytest.mark.postgres
def test_waiting_for_anothers_lock_on_postgres_is_busy(
    make_app: Callable[..., Flask], postgres_relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on SQLite: whoever waits too long is told to come again."""
    monkeypatch.setitem(POSTGRES["connect_args"], "options", "-c lock_timeout=100ms")  # type: ignore[arg-type]
    app = make_app(database_url=postgres_relay.url)
    ada = fill(app).ada
    own = postgres_relay.url.replace("postgresql://", "postgresql+psycopg://", 1)
    with create_engine(own).begin() as other:
        other.execute(text("LOCK TABLE open_event IN EXCLUSIVE MODE"))
        assert "busy" in problem_of(ada.post("/opens", {"page_id": PAGE}), 503)["detail"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_507(make_app: Callable[..., Flask], code: int) -> None:
    """The answer says that nothing was changed, in the API and on a page."""
    app = make_app()
    cast = fill(app)

    def full() -> str:
        raise OSError(code, "no space left")

    app.view_functions["people.me"] = allow("rep")(full)
    assert "no room left" in problem_of(cast.ada.get("/me"), 507)["detail"]


def test_a_full_database_is_507(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """SQLite may not grow by a page: the write is refused, what is there can be read, and with room it goes well."""
    with sqlite_app.app_context():
        engine = sqlite_app.extensions["sqlalchemy"].engine
    engine.dispose()

    def limit(connection: object, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    event.listen(engine, "connect", limit)
    answers = [sqlite_cast.ada.post("/opens", {"page_id": PAGE}) for _ in range(400)]
    event.remove(engine, "connect", limit)
    engine.dispose()
    assert problem_of(answers[-1], 507)
    assert sqlite_cast.ada.get("/me").status_code == 200
    assert sqlite_cast.ada.post("/opens", {"page_id": PAGE}).status_code == 201
