"""Timetable of one process: jobs done from time to time, tried again when they fail, and how they went."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from api.running.waiting import doubled
from api.web.context import KEY
from api.web.database import db
from api.work.seldom import Seldom
from api.work.status import JobState, moment, write_jobs

log = logging.getLogger("repertoire.jobs")
# A job that fails is tried again after this, then after twice as long, up to so many times what it usually waits.
FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS = 1.0, 60.0
MOST_TIMES = 20
# How often is written down that all goes well.
NOTED_SECONDS = 10.0


@dataclass(frozen=True)
class Job:
    """What is done, in words too, and how many seconds after it was done it is done again."""

    name: str
    does: str
    every: float
    work: Callable[[], None]


class Timetable:
    """The jobs of a process, each in a thread that lives as long as the process does."""

    def __init__(self, app: Flask, process: str, jobs: Sequence[Job]) -> None:
        """Start nothing yet."""
        self._app = app
        self._process = process
        self._data_dir = app.extensions[KEY].config.data_dir
        self._jobs = {job.name: job for job in jobs}
        self._states = {job.name: JobState(job.name, job.does, process, job.every) for job in jobs}
        self._failures = dict.fromkeys(self._jobs, 0)
        self._noted = 0.0
        self._lock = threading.Lock()
        self._seldom = Seldom(log, SQLAlchemyError, OSError)

    def start(self) -> None:
        """Begin all jobs."""
        for job in self._jobs.values():
            threading.Thread(target=self._run, args=(job,), name=job.name, daemon=True).start()

    def do(self, name: str) -> float:
        """Do a job once, whatever it raises, and return how many seconds to wait before it is done again."""
        job = self._jobs[name]
        metrics, began = self._app.extensions[KEY].metrics, time.perf_counter()
        with self._app.app_context():
            try:
                job.work()
            except Exception as error:  # noqa: BLE001 - no job may end, whatever one try meets
                self._failures[name] += 1
                metrics.note_job(name, time.perf_counter() - began, is_done=False)
                says = f"{type(error).__name__}: {error}".splitlines()[0]
                self._seldom.warn(name, f"{name} failed, and is tried again: {says}", error=error)
                self._note(name, says)
                longest = min(LAST_WAIT_SECONDS, max(FIRST_WAIT_SECONDS, job.every * MOST_TIMES))
                return doubled(FIRST_WAIT_SECONDS, self._failures[name] - 1, longest=longest)
            finally:
                db.session.remove()
        metrics.note_job(name, time.perf_counter() - began, is_done=True)
        self._failures[name] = 0
        self._note(name, None)
        return job.every

    def _run(self, job: Job) -> None:
        while True:
            time.sleep(self.do(job.name))

    def _note(self, name: str, error: str | None) -> None:
        """Write down how a job went: at once when that changed, else from time to time."""
        with self._lock:
            before = self._states[name]
            if error is None:
                now = replace(before, last_success=moment(), failing_since=None)
            else:
                since = before.failing_since or moment()
                now = replace(before, failing_since=since, last_error=error, last_error_at=moment())
            self._states[name] = now
            is_news = (before.failing_since is None) != (now.failing_since is None) or before.last_success is None
            if is_news or time.monotonic() - self._noted > NOTED_SECONDS:
                self._noted = time.monotonic()
                write_jobs(self._data_dir, self._process, list(self._states.values()))
