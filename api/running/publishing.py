"""Publishing: the site is kept and the library checked, in a thread of the worker each, when the library changed."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from api.running.announcing import say
from api.running.site_build import SiteBuildError
from api.running.site_current import troubles_of
from api.running.site_keeping import SiteKeeper
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
from lms.kpis.registry import names, taken_names

SECONDS_BETWEEN_LINES = 4.0
# What failed is tried again after this, then after twice as long, up to the last.
FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS = 0.5, 300.0


class Publisher:
    """Publishes and checks the library that it was given last; whatever one library does to it, it goes on."""

    def __init__(self, config: Config, *, owners: Callable[[], set[str]]) -> None:
        """Start nothing yet; `owners` reads the addresses of the directory."""
        self._config = config
        self._owners = owners
        self._library: Library | None = None
        self._site_wanted, self._check_wanted = threading.Event(), threading.Event()
        self._checked: Library | None = None
        self._troubles: list[dict[str, str]] = []
        self._renderer = Renderer(kept=0, external_images=config.external_images)
        self._keeper = SiteKeeper(config, progress=self._progress, is_done=self._site_wanted.set)
        self._seldom = Seldom(logging.getLogger("repertoire.publishing"), OSError, SiteBuildError)

    def start(self) -> None:
        """Begin, in threads that live as long as the process does: no page that is saved waits for the check."""
        steps = {"site": (self._site_wanted, self._keep_site), "check": (self._check_wanted, self._check)}
        for part, (wanted, step) in steps.items():
            threading.Thread(target=self._run, args=(part, wanted, step), name=f"publish-{part}", daemon=True).start()

    def publish(self, library: Library) -> None:
        """Publish a library as soon as what is being published is done."""
        self._library = library
        self._site_wanted.set()

    def _run(self, part: str, wanted: threading.Event, step: Callable[[Library], bool]) -> None:
        failures = 0
        if part == "site":
            self._prepare()
        while True:
            wait = doubled(FIRST_WAIT_SECONDS, failures, longest=LAST_WAIT_SECONDS)
            wanted.wait(wait if failures else None)
            wanted.clear()
            if self._library is not None:
                failures = 0 if self._do(part, step, self._library) else failures + 1

    def _do(self, part: str, step: Callable[[Library], bool], library: Library) -> bool:
        """Do one step and note how it went, unless some of it goes on; tell whether it went well."""
        data_dir, count = self._config.data_dir, len(library.pages)
        try:
            is_all = step(library)
        except Exception as error:  # noqa: BLE001 - a later library may be all right
            write_status(data_dir, part, "failed", detail=str(error))
            self._seldom.warn(part, f"  {part:<9} failed, the last good one stays: {error}", error=error)
            return False
        if is_all:
            write_status(data_dir, part, "ready", done=count, total=count)
        return True

    def _keep_site(self, library: Library) -> bool:
        try:
            return self._keeper.keep(library)
        finally:
            # Not before: checking takes the interpreter from who shows the page.
            if library is not self._checked or troubles_of(self._config) != self._troubles:
                self._check_wanted.set()

    def _prepare(self) -> None:
        with suppress(OSError):  # what can't be done now is tried again when there is something to do
            self._keeper.prepare()

    def _progress(self) -> StatusProgress:
        """Begin to show the progress of a whole build."""
        library = self._library
        write_status(self._config.data_dir, "site", "working", total=len(library.pages) if library else 0)
        return StatusProgress(self._config.data_dir, "site")

    def _check(self, library: Library) -> bool:
        self._checked, self._troubles = library, troubles_of(self._config)
        history = refresh_history(library.root, self._config.data_dir)
        known = Known(history, self._owners(), library.day, names(), taken_names())
        found = problems(library, known=known, renderer=self._renderer, keep_in=self._config.data_dir)
        shown, _ = switched_off(with_publishing(found, self._troubles), library.taxonomy.switches)
        text = json.dumps([asdict(problem) for problem in shown], ensure_ascii=False)
        write_atomically(self._config.data_dir / PROBLEMS, text)
        return True


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
