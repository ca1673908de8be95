"""Timetable of one process: jobs done from time to time, tried again when they fail, and how they went."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from api.running.leases import Leases
from api.running.waiting import doubled
from api.web.context import KEY
from api.web.database import db, state_of
from api.work.seldom import Seldom
from api.work.status import JobState, moment, write_jobs
from lms.base import StepLostError

log = logging.getLogger("repertoire.jobs")
# A job that fails is tried again after this, then after twice as long, up to so many times what it usually waits.
FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS = 1.0, 60.0
MOST_TIMES = 20
# How often is written down that all goes well.
NOTED_SECONDS = 10.0
# How often is looked whether a job that another node held is this one's now.
ELSEWHERE_SECONDS = 1.0


@dataclass(frozen=True)
class Job:
    """What is done, in words too, and how many seconds after it was done it is done again.

    One that is the company's is done by the node alone that holds it; all others by each node for itself. While it
    fails it waits `longest` seconds at most.
    """

    name: str
    does: str
    every: float
    work: Callable[[], object]
    is_companys: bool = False
    longest: float = LAST_WAIT_SECONDS


class Timetable:
    """The jobs of a process, each in a thread that lives as long as the process does."""

    def __init__(self, app: Flask, process: str, jobs: Sequence[Job], *, leases: Leases | None = None) -> None:
        """Start nothing yet; `leases` tell which jobs of the company are this node's, without them all are."""
        self._app = app
        self._process = process
        self._data_dir = app.extensions[KEY].config.data_dir
        self._jobs = {job.name: job for job in jobs}
        self._states = {job.name: JobState(job.name, job.does, process, job.every) for job in jobs}
        self._leases = leases
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
        leases = self._leases if job.is_companys else None
        if leases is not None and not leases.holds(name):
            return self._leave(name)
        metrics, began = self._app.extensions[KEY].metrics, time.perf_counter()
        with self._app.app_context():
            try:
                with leases.guarded(name, db.session()) if leases else nullcontext():
                    job.work()
            except StepLostError:
                return self._leave(name)
            except Exception as error:  # noqa: BLE001 - no job may end, whatever one try meets
                if state_of(error) == "read-only":  # health says so; what can't be recorded now waits
                    return self._leave(name)
                self._failures[name] += 1
                metrics.note_job(name, time.perf_counter() - began, is_done=False)
                says = f"{type(error).__name__}: {error}".splitlines()[0]
                self._seldom.warn(name, f"{name} failed, and is tried again: {says}", error=error)
                self._note(name, says)
                longest = min(job.longest, max(FIRST_WAIT_SECONDS, job.every * MOST_TIMES))
                return doubled(FIRST_WAIT_SECONDS, self._failures[name] - 1, longest=longest)
            finally:
                db.session.remove()
        metrics.note_job(name, time.perf_counter() - began, is_done=True)
        self._failures[name] = 0
        self._note(name, None)
        return job.every

    def _leave(self, name: str) -> float:
        """Leave a job to the node that holds it."""
        self._failures[name] = 0
        self._note(name, None, is_done=False)
        return ELSEWHERE_SECONDS

    def _run(self, job: Job) -> None:
        while True:
            time.sleep(self.do(job.name))

    def _note(self, name: str, error: str | None, *, is_done: bool = True) -> None:
        """Write down how a job went, or that it wasn't done here: at once when that changed, else from time to time."""
        with self._lock:
            holder = self._leases.holder_of(name) if self._leases else None
            before = self._states[name]
            if error is None:
                last_success = moment() if is_done else before.last_success
                now = replace(before, last_success=last_success, failing_since=None)
            else:
                since = before.failing_since or moment()
                now = replace(before, failing_since=since, last_error=error, last_error_at=moment())
            now = replace(now, held_by=holder)
            self._states[name] = now
            is_news = (before.failing_since is None) != (now.failing_since is None) or before.held_by != now.held_by
            is_news = is_news or (before.last_success is None) != (now.last_success is None)
            if is_news or time.monotonic() - self._noted > NOTED_SECONDS:
                self._noted = time.monotonic()
                write_jobs(self._data_dir, self._process, list(self._states.values()))
