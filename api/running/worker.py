"""The background worker: keeps the index, and what is published, in step with the library's folder."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchfiles import watch
from watchfiles._rust_notify import WatchfilesRustInternalError

from api import create_app
from api.running.announcing import say
from api.running.jobs import count_pages, read_owners, worker_jobs
from api.running.processes import leave
from api.running.publishing import Publisher, StatusProgress
from api.running.timetable import Timetable
from api.running.waiting import doubled
from api.work.seldom import Seldom
from api.work.status import WANTED, take_request, write_status
from config import Config
from content.library import Library, LibraryAwayError, read_library
from content.processes import prepare_forking
from content.search import EngineError, Indexer
from content.taxonomy import FILE_NAME as TAXONOMY

log = logging.getLogger("repertoire.worker")
# How often a quiet folder is looked at, whether it is still the same.
IDLE_MS = 1_000
# After an error the folder is looked at again in a moment, then in twice as long, up to the last.
FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS, STEADY_SECONDS = 0.25, 4.0, 10.0
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
    publisher = Publisher(config, owners=lambda: read_owners(app))
    publisher.start()
    Keeper(config, publisher, count_pages=lambda: count_pages(app)).run()


class Keeper:
    """Indexes at once what changed, and hands it on to be published."""

    def __init__(self, config: Config, publisher: Publisher, *, count_pages: Callable[[], int]) -> None:
        """Start nothing yet; `count_pages` tells how many pages the index holds."""
        self._config = config
        self._publisher = publisher
        self._count_pages = count_pages
        self._library: Library | None = None
        self._indexer = Indexer(config.index_dir)
        self._is_tidy = False
        self._tidying = threading.Lock()
        # A name that isn't UTF-8 ends the watching, a full disk the indexing: neither is a fault of ours.
        self._seldom = Seldom(log, EngineError, OSError, WatchfilesRustInternalError)

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
        place = _place(self._config.content_dir)
        is_caught_up = False  # with what was saved after the folder was first read and before it was watched
        for changes in watch(
            *self._watched(library),
            recursive=False,  # which would follow symbolic links, of which one may lead through the whole machine
            debounce=200,
            step=50,
            rust_timeout=IDLE_MS,
            yield_on_timeout=True,
            watch_filter=self._is_of_interest,
        ):
            if _place(self._config.content_dir) != place:
                return
            if changes or not is_caught_up:
                is_caught_up = True
                if self._index().folders != library.folders:
                    return
                continue
            self._publisher.publish_on_a_new_day()
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

    def _watched(self, library: Library) -> list[Path]:
        root = self._config.content_dir.resolve()
        folders = [self._config.index_dir, *(root / folder for folder in library.folders)]
        beside = root.parent / TAXONOMY
        return [*folders, beside] if beside.is_file() else folders

    def _is_of_interest(self, _: object, path: str) -> bool:
        inside = Path(path)
        if inside.is_relative_to(self._config.index_dir.resolve()):
            return inside.name == WANTED
        if not inside.is_relative_to(self._config.content_dir.resolve()):
            return inside.name == TAXONOMY
        return not any(part.startswith(".") for part in inside.relative_to(self._config.content_dir.resolve()).parts)

    def _index(self) -> Library:
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
        self._publisher.publish(library)
        return library

    def _refuse_nothing(self, library: Library) -> None:
        """Raise LibraryAwayError for a library without a page where there were some: a volume that isn't mounted."""
        if not library.pages and self._count_pages():
            raise LibraryAwayError(f"{library.root} holds no page any more; what it held last is shown")


def _place(folder: Path) -> tuple[Path, int, int]:
    """Return what tells a folder from another one at the same path, and from itself at another; zeros for none."""
    try:
        found = folder.stat()
    except OSError:
        return folder.resolve(), 0, 0
    return folder.resolve(), found.st_dev, found.st_ino
