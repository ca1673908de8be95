"""The background worker: keeps the index, and what is published, in step with the library's folder."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import date
from functools import partial

from api.running.announcing import say
from api.running.jobs import beat_of, count_pages, read_owners, worker_jobs
from api.running.leases import Leases
from api.running.processes import leave
from api.running.publishing import Publisher, StatusProgress
from api.running.timetable import Timetable
from api.running.waiting import doubled
from api.running.watched import watched_app
from api.running.watching import EXPECTED, FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS, changes_in
from api.work.seldom import Seldom
from api.work.status import WANTED, take_request, write_commit, write_status
from config import Config
from content.history import head_of
from content.library import Library, LibraryAwayError, read_library
from content.problem import counted
from content.processes import prepare_forking
from content.search import EngineError, indexer_of
from lms.days import today_in

log = logging.getLogger("repertoire.worker")
# Watching that went well for so long begins its waits anew.
STEADY_SECONDS = 10.0
# What is built in the background, in this process and in those it starts, waits for whoever searches.
BEHIND_REQUESTS = 10


def run_worker(config: Config) -> None:
    """Work until this process is stopped."""
    signal.signal(signal.SIGTERM, leave)
    os.nice(BEHIND_REQUESTS)
    prepare_forking()
    app = watched_app(config)
    jobs = worker_jobs(config)
    leases = Leases(config, [job.name for job in jobs if job.is_companys])
    Timetable(app, "worker", (beat_of(leases), *jobs), leases=leases).start()
    publisher = Publisher(config, owners=lambda: read_owners(app))
    publisher.start()
    today = partial(today_in, config.zone)
    Keeper(config, publisher, count_pages=lambda: count_pages(app), today=today).run()


class Keeper:
    """Indexes at once what changed, and hands it on to be published."""

    def __init__(
        self, config: Config, publisher: Publisher, *, count_pages: Callable[[], int], today: Callable[[], date]
    ) -> None:
        """Start nothing yet; `count_pages` tells how many pages the index holds, `today` the company's day."""
        self._config = config
        self._publisher = publisher
        self._count_pages = count_pages
        self._today = today
        self._library: Library | None = None
        self._indexer = indexer_of(config.index_dir, server=config.opensearch_url)
        self._is_tidy = False
        self._tidying = threading.Lock()
        self._seldom = Seldom(log, EngineError, *EXPECTED)

    def run(self) -> None:
        """Index and watch for ever; after any error the whole folder is looked at again."""
        failures = 0
        while True:
            began = time.monotonic()
            try:
                self._watch()
            except Exception as error:  # noqa: BLE001 - there is nobody else to go on
                self._seldom.warn("index", f"  index     the library is looked at again: {error}", error=error)
                is_steady = time.monotonic() - began > STEADY_SECONDS
                failures = 0 if is_steady else failures + 1
                time.sleep(doubled(FIRST_WAIT_SECONDS, failures, longest=LAST_WAIT_SECONDS))

    def _watch(self) -> None:
        """Index what is there, then what changes, until the folder at the library's path is another one."""
        self._config.index_dir.mkdir(parents=True, exist_ok=True)
        library = self._index()
        for is_changed in changes_in(library, besides=self._config.index_dir / WANTED):
            # A day brings pages that were to be published on it, and reviews fall due overnight.
            if is_changed or library.day != self._today():
                library, before = self._index(), library
                if library.folders != before.folders:
                    return
                continue
            if not (self._is_tidy or self._tidying.locked()):
                self._is_tidy = True
                threading.Thread(target=self._tidy, name="tidy", daemon=True).start()

    def _tidy(self) -> None:
        """Use a quiet moment to join small segments; pages are indexed meanwhile."""
        with self._tidying:
            try:
                if self._library is not None:
                    self._indexer.tidy(self._library)
            except Exception as error:  # noqa: BLE001 - an index that isn't tidy answers as well
                self._seldom.warn("tidy", f"  index     couldn't be tidied: {error}", error=error)

    def _index(self) -> Library:
        """Bring the index up to date; what goes wrong is noted and raised, and what was indexed last stays."""
        data_dir, started = self._config.data_dir, time.monotonic()
        commit = head_of(self._config.content_dir)  # before its pages are read: it is no newer than they are
        try:
            library = read_library(self._config.content_dir, day=self._today(), previous=self._library)
            self._refuse_nothing(library)
            update = self._indexer.update(
                library,
                distrusted=take_request(data_dir),
                jobs=os.cpu_count() or 1,
                progress=StatusProgress(data_dir, "index"),
            )
        except Exception as error:
            write_status(data_dir, "index", "failed", detail=str(error))
            raise
        self._library = library
        self._is_tidy = False
        write_commit(data_dir, commit)
        write_status(data_dir, "index", "ready", done=update.total, total=update.total)
        if update.written or update.removed:
            took = time.monotonic() - started
            counts = f"{counted(update.written, 'page')} written, {update.removed} removed, {update.total} in all"
            say(f"index     {counts} ({took:.1f} s)")
        self._publisher.publish(library)
        return library

    def _refuse_nothing(self, library: Library) -> None:
        """Raise LibraryAwayError for a library without a page where there were some: a volume that isn't mounted."""
        if not library.pages and self._count_pages():
            raise LibraryAwayError(f"{library.root} holds no page any more; what it held last is shown")
