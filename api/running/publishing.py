"""Publishing: the site is built and the library checked, in a thread of the worker, whenever the library changed."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from api.running.announcing import say
from api.running.site_build import SiteBuildError, build_site, is_built, stamp_of, troubles_of
from api.running.waiting import doubled
from api.work.seldom import Seldom
from api.work.status import PROBLEMS, write_status
from config import Config
from content.checks.publishing import with_publishing
from content.checks.run import Known, problems
from content.history import refresh_history
from content.library import Library
from content.rendering import Renderer
from content.replacing import write_atomically
from content.switching import switched_off

SECONDS_BETWEEN_LINES = 4.0
# What failed is tried again after this, then after twice as long, up to the last.
FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS = 0.5, 300.0


class Publisher:
    """Builds and checks the library that it was given last; whatever one library does to it, it goes on."""

    def __init__(self, config: Config, *, owners: Callable[[], set[str]]) -> None:
        """Start nothing yet; `owners` reads the addresses of the directory."""
        self._config = config
        self._owners = owners
        self._library: Library | None = None
        self._changed = threading.Event()
        self._renderer = Renderer(kept=0, external_images=config.external_images)
        self._seldom = Seldom(logging.getLogger("repertoire.publishing"), OSError, SiteBuildError)

    def start(self) -> None:
        """Begin, in a thread that lives as long as the process does."""
        threading.Thread(target=self._run, name="publish", daemon=True).start()

    def publish(self, library: Library) -> None:
        """Publish a library as soon as what is being published is done."""
        self._library = library
        self._changed.set()

    def _run(self) -> None:
        failures = 0
        while True:
            wait = doubled(FIRST_WAIT_SECONDS, failures, longest=LAST_WAIT_SECONDS)
            self._changed.wait(wait if failures else None)
            self._changed.clear()
            library = self._library
            if library is not None:
                is_done = [self._do("site", self._build, library), self._do("check", self._check, library)]
                failures = 0 if all(is_done) else failures + 1

    def _do(self, part: str, step: Callable[[Library], None], library: Library) -> bool:
        """Do one step and note how it went; tell whether it went well."""
        data_dir, count = self._config.data_dir, len(library.pages)
        try:
            step(library)
        except Exception as error:  # noqa: BLE001 - a later library may be all right
            write_status(data_dir, part, "failed", detail=str(error))
            self._seldom.warn(part, f"  {part:<9} failed, the last good one stays: {error}", error=error)
            return False
        write_status(data_dir, part, "ready", done=count, total=count)
        return True

    def _check(self, library: Library) -> None:
        history = refresh_history(library.root, self._config.data_dir)
        known = Known(history, self._owners(), library.day)
        found = problems(library, known=known, renderer=self._renderer, keep_in=self._config.data_dir)
        shown, _ = switched_off(with_publishing(found, troubles_of(self._config)), library.taxonomy.switches)
        text = json.dumps([asdict(problem) for problem in shown], ensure_ascii=False)
        write_atomically(self._config.data_dir / PROBLEMS, text)

    def _build(self, library: Library) -> None:
        if is_built(self._config, stamp_of(library.stamp)):
            return
        started = time.monotonic()
        write_status(self._config.data_dir, "site", "working", total=len(library.pages))
        build_site(self._config, day=library.day, progress=StatusProgress(self._config.data_dir, "site"))
        say(f"site      built, {len(library.pages)} pages ({time.monotonic() - started:.1f} s)")


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
