"""The background worker: keeps the index, the list of problems and the site in step with the library's folder."""

from __future__ import annotations

import json
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

from watchfiles import watch
from watchfiles._rust_notify import WatchfilesRustInternalError

from api import create_app
from api.running.announcing import say
from api.running.jobs import count_pages, read_owners, worker_jobs
from api.running.processes import leave
from api.running.site_build import SiteBuildError, build_site, is_built, stamp_of
from api.running.timetable import Timetable
from api.work.seldom import Seldom
from api.work.status import PROBLEMS, WANTED, take_request, write_status
from config import Config
from content.checks.run import Known, problems
from content.history import refresh_history
from content.library import Library, LibraryAwayError, read_library
from content.processes import prepare_forking
from content.rendering import Renderer
from content.replacing import write_atomically
from content.search import EngineError, Indexer
from content.taxonomy import FILE_NAME as TAXONOMY

log = logging.getLogger("repertoire.worker")
SECONDS_BETWEEN_LINES = 4.0
# How often a quiet folder is looked at, whether it is still the same.
IDLE_MS = 1_000
# What failed is tried again after this, then after twice as long, up to the last; unless it went well for so long.
FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS, LAST_PUBLISH_WAIT_SECONDS = 0.25, 4.0, 300.0
STEADY_SECONDS = 10.0
# What a library, a disk or a name can do to us; everything else is a fault of ours, and logged with its trace.
EXPECTED = (EngineError, OSError, SiteBuildError, WatchfilesRustInternalError)
# What is built in the background, in this process and in those it starts, waits for whoever searches.
BEHIND_REQUESTS = 10


def run_worker(config: Config) -> None:
    """Work until this process is stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    signal.signal(signal.SIGTERM, leave)
    os.nice(BEHIND_REQUESTS)
    prepare_forking()
    app = create_app(config)
    Timetable(app, "worker", worker_jobs()).start()
    Worker(config, owners=lambda: read_owners(app), count_pages=lambda: count_pages(app)).run()


class Worker:
    """Indexes at once what changed, in its own thread; checks and builds the site after it, in another."""

    def __init__(self, config: Config, *, owners: Callable[[], set[str]], count_pages: Callable[[], int]) -> None:
        """Start nothing yet; `owners` reads the addresses of the directory, `count_pages` the pages of the index."""
        self._config = config
        self._owners = owners
        self._count_pages = count_pages
        self._checked_on = date.min
        self._library: Library | None = None
        self._indexer = Indexer(config.index_dir)
        self._is_tidy = False
        self._tidying = threading.Lock()
        self._changed = threading.Event()
        self._stopped = threading.Event()
        self._renderer = Renderer(kept=20_000)
        self._seldom = Seldom(log, *EXPECTED)

    def run(self) -> None:
        """Index, and watch until told to stop; after any error the whole folder is looked at again."""
        threading.Thread(target=self._publish_for_ever, name="publish", daemon=True).start()
        failures = 0
        try:
            while not self._stopped.is_set():
                began = time.monotonic()
                try:
                    self._watch()
                    failures = 0
                except Exception as error:  # noqa: BLE001 - there is nobody else to go on
                    # A name that isn't UTF-8 ends the watching, a full disk the indexing: no reason to give up.
                    self._seldom.warn("index", f"the library is looked at again: {error}", error=error)
                    failures = failures + 1 if time.monotonic() - began < STEADY_SECONDS else 0
                    self._stopped.wait(min(LAST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2**failures))
        finally:
            self._renderer.close()

    def stop(self) -> None:
        """Let `run` end as soon as it can."""
        self._stopped.set()

    def _watch(self) -> None:
        """Index what is there, then what changes, until the folder at the library's path is another one."""
        self._config.index_dir.mkdir(parents=True, exist_ok=True)
        self._index()
        place = _place(self._config.content_dir)
        is_caught_up = False  # with what was saved after the folder was first read and before it was watched
        for changes in watch(
            *self._watched(),
            debounce=200,
            step=50,
            rust_timeout=IDLE_MS,
            yield_on_timeout=True,
            watch_filter=self._is_of_interest,
            stop_event=self._stopped,
        ):
            if _place(self._config.content_dir) != place:
                return
            if changes or not is_caught_up:
                is_caught_up = True
                self._index()
            elif self._checked_on not in {date.min, datetime.now(UTC).date()}:
                self._changed.set()  # reviews fall due overnight
            elif not (self._is_tidy or self._tidying.locked()):
                self._is_tidy = True
                threading.Thread(target=self._tidy, name="tidy", daemon=True).start()

    def _tidy(self) -> None:
        """Use a quiet moment to join small segments; pages are indexed meanwhile."""
        with self._tidying:
            try:
                if self._library is not None:
                    self._indexer.tidy(self._library)
            except Exception as error:  # noqa: BLE001 - an index that isn't tidy answers as well
                self._seldom.warn("tidy", f"index     couldn't be tidied: {error}")

    def _watched(self) -> list[Path]:
        beside = self._config.content_dir.resolve().parent / TAXONOMY
        folders = [self._config.content_dir, self._config.index_dir]
        return [*folders, beside] if beside.is_file() else folders

    def _is_of_interest(self, _: object, path: str) -> bool:
        inside = Path(path)
        if inside.is_relative_to(self._config.index_dir.resolve()):
            return inside.name == WANTED
        if not inside.is_relative_to(self._config.content_dir.resolve()):
            return inside.name == TAXONOMY
        return not any(part.startswith(".") for part in inside.relative_to(self._config.content_dir.resolve()).parts)

    def _index(self) -> None:
        """Bring the index up to date; what goes wrong is noted and raised, and what was indexed last stays."""
        data_dir, started = self._config.data_dir, time.monotonic()
        try:
            library = read_library(self._config.content_dir, previous=self._library)
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
        write_status(data_dir, "index", "ready", done=update.total, total=update.total)
        if update.written or update.removed:
            took = time.monotonic() - started
            counts = f"{update.written} pages written, {update.removed} removed, {update.total} in all"
            say(f"index     {counts} ({took:.1f} s)")
        self._changed.set()

    def _refuse_nothing(self, library: Library) -> None:
        """Raise LibraryAwayError for a library without a page where there were some: a volume that isn't mounted."""
        if not library.pages and self._count_pages():
            raise LibraryAwayError(f"{library.root} holds no page any more; what it held last is shown")

    def _publish_for_ever(self) -> None:
        """Build the site and list the problems whenever the library changed; what failed is tried again, less often."""
        failures = 0
        while True:
            wait = min(LAST_PUBLISH_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2**failures) if failures else None
            self._changed.wait(wait)
            self._changed.clear()
            library = self._library
            if library is None:
                continue
            try:
                self._build(library)
                self._check(library)
                failures = 0
            except Exception as error:  # noqa: BLE001 - one library must not end this for all later ones
                failures += 1
                write_status(self._config.data_dir, "site", "failed", detail=str(error))
                self._seldom.warn("site", f"site      failed, the last good one stays: {error}", error=error)

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


def _place(folder: Path) -> tuple[Path, int, int]:
    """Return what tells a folder from another one at the same path, and from itself at another; zeros for none."""
    try:
        found = folder.stat()
    except OSError:
        return folder.resolve(), 0, 0
    return folder.resolve(), found.st_dev, found.st_ino


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
