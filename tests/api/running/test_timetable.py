"""The timetable of a process: no job ends, whatever it meets, and how each went is written down."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from api.running.jobs import beat_of, server_jobs, worker_jobs
from api.running.leases import Leases
from api.running.timetable import FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS, Job, Timetable
from api.web.context import KEY
from api.work.status import JobState, read_jobs
from support.waiting import PATIENCE_SECONDS, wait_for


def _jobs(app: Flask) -> dict[str, JobState]:
    return {job.name: job for job in read_jobs(app.extensions[KEY].config.data_dir)}


def _raise(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("error", [LookupError("odd"), OSError(28, "full"), MemoryError(), AssertionError("a bug")])
def test_a_job_goes_on_after_any_error(sqlite_app: Flask, error: Exception) -> None:
    """The thread itself: the first try raises, a later one is reached and goes well."""
    tries: list[int] = []
    is_done = threading.Event()

    def work() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise error
        is_done.set()

    Timetable(sqlite_app, "test", [Job("work", "It works", 3600, work)]).start()
    assert is_done.wait(PATIENCE_SECONDS)
    wait_for(lambda: _jobs(sqlite_app)["work"].last_success is not None)
    assert _jobs(sqlite_app)["work"].failing_since is None
    assert (_jobs(sqlite_app)["work"].last_error or "").startswith(type(error).__name__)


def test_tries_come_less_often_while_a_job_fails(sqlite_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """Twice as long each time, up to a minute, or twenty times what it waits anyway; one line is logged of many."""
    table = Timetable(
        sqlite_app,
        "test",
        [
            Job(name, "It fails", every, lambda: _raise(LookupError("odd")))
            for name, every in (("rare", 600), ("often", 0.5))
        ],
    )
    with caplog.at_level(logging.WARNING):
        waits = [table.do("rare") for _ in range(9)]
    assert waits[:3] == [FIRST_WAIT_SECONDS, 2 * FIRST_WAIT_SECONDS, 4 * FIRST_WAIT_SECONDS]
    assert waits[-1] == LAST_WAIT_SECONDS
    assert [table.do("often") for _ in range(9)][-1] == 10
    assert caplog.text.count("rare failed, and is tried again: LookupError: odd") == 1


def test_who_holds_the_companys_jobs_is_known_soon_after_an_outage(sqlite_app: Flask) -> None:
    """However long it was: until a node says that it is there, none does them."""
    beat = beat_of(Leases(sqlite_app.extensions[KEY].config, ["send-digests"]))
    failing = replace(beat, work=lambda: _raise(OperationalError("x", {}, Exception("away"))))
    table = Timetable(sqlite_app, "test", [failing])
    assert max(table.do(beat.name) for _ in range(12)) <= 3


def test_after_a_failure_the_usual_time_is_waited_again(sqlite_app: Flask) -> None:
    """Once it goes well, health says so at once, and still tells of the last error."""
    errors = [OperationalError("x", {}, Exception("away"))]
    table = Timetable(
        sqlite_app, "test", [Job("work", "It works", 5, lambda: _raise(errors.pop()) if errors else None)]
    )
    table.do("work")
    failing = _jobs(sqlite_app)["work"]
    assert failing.failing_since is not None
    assert failing.last_success is None
    assert table.do("work") == 5
    well = _jobs(sqlite_app)["work"]
    assert (well.failing_since, well.last_error_at) == (None, failing.last_error_at)
    assert well.last_success is not None


def test_every_job_of_the_product_can_be_done(sqlite_app: Flask) -> None:
    """Those of a server process, and those of the worker, over an empty company."""
    workers = worker_jobs(replace(sqlite_app.extensions[KEY].config, smtp_host="mail.example"))
    for process, jobs in (("server-1", server_jobs()), ("worker", workers)):
        table = Timetable(sqlite_app, process, jobs)
        assert [table.do(job.name) for job in jobs] == [job.every for job in jobs]
    assert set(_jobs(sqlite_app)) == {job.name for job in (*server_jobs(), *workers)}
