"""The background worker: keeps the index, the list of problems and the site in step with the library's folder."""

from __future__ import annotations

import json
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from watchfiles import watch

from api import create_app
from api.running.announcing import announce, say
from api.running.jobs import keep_house, read_owners
from api.running.processes import exit_with_parent
from api.running.site_build import SiteBuildError, build_site, is_built, stamp_of
from api.work.status import PROBLEMS, WANTED, take_request, write_status
from config import Config
from content.checks.run import Known, problems
from content.history import refresh_history
from content.library import Library, read_library
from content.rendering import Renderer
from content.replacing import write_atomically
from content.search import EngineError, Indexer
from content.taxonomy import FILE_NAME as TAXONOMY

log = logging.getLogger("repertoire.worker")
SECONDS_BETWEEN_LINES = 4.0
IDLE_MS = 5_000
# What is built in the background, in this process and in those it starts, waits for whoever searches.
BEHIND_REQUESTS = 10


def run_worker(config: Config, parent: int, announcement: tuple[str, ...]) -> None:
    """Work until the process `parent` ends or this one is stopped; print the announcement once the API answers."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    exit_with_parent(parent)
    os.nice(BEHIND_REQUESTS)
    for folder in (config.data_dir, config.index_dir, config.site_dir):
        for left_over in folder.glob(".*.json.*"):  # what a killed process was writing
            left_over.unlink(missing_ok=True)
    threading.Thread(target=announce, args=(config, announcement), name="announce", daemon=True).start()
    app = create_app(config)
    keep_house(app)
    worker = Worker(config, owners=lambda: read_owners(app))
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()


class Worker:
    """Indexes at once what changed, in its own thread; checks and builds the site after it, in another."""

    def __init__(self, config: Config, *, owners: Callable[[], set[str]]) -> None:
        """Start nothing yet; `owners` reads the addresses of the directory."""
        self._config = config
        self._owners = owners
        self._checked_on = date.min
        self._library: Library | None = None
        self._indexer = Indexer(config.index_dir)
        self._is_tidy = False
        self._tidying = threading.Lock()
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._renderer = Renderer(kept=20_000)

    def run(self) -> None:
        """Index, then watch until told to stop."""
        threading.Thread(target=self._publish_for_ever, name="publish", daemon=True).start()
        self._config.index_dir.mkdir(parents=True, exist_ok=True)
        folders = [self._config.content_dir, self._config.index_dir]
        beside = self._config.content_dir.resolve().parent / TAXONOMY
        if beside.is_file():
            folders.append(beside)
        is_caught_up = False  # with what was saved after the folder was first read and before it was watched
        try:
            self._index()
            for changes in watch(
                *folders,
                debounce=200,
                step=50,
                rust_timeout=IDLE_MS,
                yield_on_timeout=True,
                watch_filter=self._is_of_interest,
                stop_event=self._stopped,
            ):
                if changes or not is_caught_up:
                    is_caught_up = True
                    self._index()
                elif self._checked_on not in {date.min, datetime.now(UTC).date()}:
                    self._changed.set()  # reviews fall due overnight
                elif not (self._is_tidy or self._tidying.locked()):
                    self._is_tidy = True
                    threading.Thread(target=self._tidy, name="tidy", daemon=True).start()
        finally:
            self._renderer.close()

    def _tidy(self) -> None:
        """Use a quiet moment to join small segments; pages are indexed meanwhile."""
        with self._tidying:
            try:
                if self._library is not None:
                    self._indexer.tidy(self._library)
            except (EngineError, OSError, BrokenProcessPool) as error:
                if not self._stopped.is_set():
                    say(f"index     couldn't be tidied: {error}")

    def stop(self) -> None:
        """Let `run` end as soon as it can."""
        self._stopped.set()

    def _is_of_interest(self, _: object, path: str) -> bool:
        inside = Path(path)
        if inside.is_relative_to(self._config.index_dir.resolve()):
            return inside.name == WANTED
        if not inside.is_relative_to(self._config.content_dir.resolve()):
            return inside.name == TAXONOMY
        return not any(part.startswith(".") for part in inside.relative_to(self._config.content_dir.resolve()).parts)

    def _index(self) -> None:
        data_dir = self._config.data_dir
        started = time.monotonic()

        progress = StatusProgress(data_dir, "index")

        try:
            library = read_library(self._config.content_dir, previous=self._library)
            distrusted = take_request(data_dir)
            jobs = os.cpu_count() or 1
            update = self._indexer.update(library, distrusted=distrusted, jobs=jobs, progress=progress)
        except (EngineError, OSError) as error:
            write_status(data_dir, "index", "failed", detail=str(error))
            say(f"index     failed: {error}")
            return
        self._library = library
        self._is_tidy = False
        write_status(data_dir, "index", "ready", done=update.total, total=update.total)
        if update.written or update.removed:
            took = time.monotonic() - started
            counts = f"{update.written} pages written, {update.removed} removed, {update.total} in all"
            say(f"index     {counts} ({took:.1f} s)")
        self._changed.set()

    def _publish_for_ever(self) -> None:
        while True:
            self._changed.wait()
            self._changed.clear()
            library = self._library
            if library is None:
                continue
            try:
                self._build(library)
                self._check(library)
            except SiteBuildError as error:
                write_status(self._config.data_dir, "site", "failed", detail=str(error))
                say(f"site      failed, the last good one stays: {error}")
            except Exception:
                if self._stopped.is_set():
                    return
                # The thread must outlive whatever one library does to it
                log.exception("publishing failed")
                write_status(self._config.data_dir, "site", "failed", detail="see the log")

    def _check(self, library: Library) -> None:
        self._checked_on = datetime.now(UTC).date()
        history = refresh_history(library.root, self._config.data_dir)
        known = Known(history, self._owners(), self._checked_on)
        found = problems(library, known=known, renderer=self._renderer, keep_in=self._config.data_dir)
        text = json.dumps([asdict(problem) for problem in found], ensure_ascii=False)
        write_atomically(self._config.data_dir / PROBLEMS, text)

    def _build(self, library: Library) -> None:
        data_dir, stamp, count = self._config.data_dir, stamp_of(library.stamp), len(library.pages)
        if is_built(self._config, stamp):
            write_status(data_dir, "site", "ready", done=count, total=count)
            return
        started = time.monotonic()
        write_status(data_dir, "site", "working", total=count)
        build_site(self._config, progress=StatusProgress(data_dir, "site"))
        write_status(data_dir, "site", "ready", done=count, total=count)
        say(f"site      built, {count} pages ({time.monotonic() - started:.1f} s)")


class StatusProgress:
    """Writes how far a piece of work is, and says so on the terminal when it takes long."""

    def __init__(self, data_dir: Path, part: str) -> None:
        """Take the part of the status that is to be written."""
        self._data_dir = data_dir
        self._part = part
        self._said = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Note that `done` of `total` pages are done."""
        write_status(self._data_dir, self._part, "working", done=done, total=total)
        if time.monotonic() - self._said > SECONDS_BETWEEN_LINES and done < total:
            self._said = time.monotonic()
            say(f"{self._part:<9} {done} of {total} pages")
