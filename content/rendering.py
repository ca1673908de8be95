"""Rendering that can't hang: each page is converted in a process of its own that is killed when time is up.

python-markdown needs 15 s for 8 kB of `[a[a[a...`, three times that for twice as much, and markdown-it a second for
75 kB of it; no rule of thumb over the text catches all such input, a clock does.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future, TimeoutError  # noqa: A004 - pebble raises this class, not the built-in one
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.util import Finalize
from typing import Any

from pebble import ProcessExpired, ProcessPool

from content.dialects.dialect import Dialect
from content.document import Document
from content.html import Rendered, to_html
from content.parts.rules import PartRules
from content.processes import FORKED
from content.typed import Page

# What a page may cost, in seconds of a processor: on a busy machine an innocent page takes longer by the clock.
SECONDS_PER_PAGE = 2.0
PATIENCE_SECONDS = 30.0
KEPT_PAGES = 512
_Key = tuple[str, Dialect]


class RenderingError(Exception):
    """A page can't be rendered within its time; `line` (in the body, from 1) is the likeliest cause."""

    def __init__(self, message: str, *, line: int) -> None:
        """Keep the line beside the message."""
        super().__init__(message)
        self.line = line


class Renderer:
    """A pool of worker processes, and the pages rendered last by the hash of their text; safe for threads."""

    def __init__(self, *, workers: int | None = None, kept: int = KEPT_PAGES, external_images: bool = False) -> None:
        """Start no process yet: the first page does; `external_images` keeps those from other hosts."""
        self.external_images = external_images
        self._workers = workers or min(4, os.cpu_count() or 1)
        self._kept = kept
        self._results: OrderedDict[_Key, Rendered | RenderingError] = OrderedDict()
        self._started: dict[_Key, Future[Any]] = {}
        self._lock = threading.Lock()
        self._pool: Any = None

    def start_all(self, pages: Iterable[Document]) -> None:
        """Begin rendering pages in the background, so that `render` finds them done."""
        for page in pages:
            self._start(page)

    def render(self, page: Page) -> Rendered:
        """Return the page as HTML; raises RenderingError when it takes longer than SECONDS_PER_PAGE."""
        with self._lock:
            known = self._results.get(_key(page))
            if known is not None:
                self._results.move_to_end(_key(page))
        result = known or self._wait(page)
        if isinstance(result, RenderingError):
            raise result
        return result

    def close(self) -> None:
        """Stop the workers."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            _stop(pool)

    def _start(self, page: Page) -> Future[Any]:
        with self._lock:
            future = self._started.get(_key(page))
            if future is None:
                if self._pool is None:
                    self._pool = ProcessPool(max_workers=self._workers, context=FORKED)
                    # A process waits for its children before it ends; these would never end by themselves.
                    Finalize(None, _stop, args=(self._pool,), exitpriority=100)
                wanted = [page.body, page.dialect, self.external_images, page.part_rules]
                future = self._pool.schedule(_to_html_in_time, args=wanted, timeout=PATIENCE_SECONDS)
                self._started[_key(page)] = future
            return future

    def _wait(self, page: Page) -> Rendered | RenderingError:
        result: Rendered | RenderingError
        for is_last in (False, True):
            attempt = self._start(page)
            try:
                result = attempt.result()
            except (TimeoutError, ProcessExpired, BrokenProcessPool, RecursionError, MemoryError) as error:
                self._forget(page, attempt)
                if not is_last:
                    # The system may have ended the worker for reasons of its own, or charged it with what others cost.
                    continue
                result = _refused(page, error)
            break
        with self._lock:
            self._started.pop(_key(page), None)
            self._results[_key(page)] = result
            while len(self._results) > self._kept:
                self._results.popitem(last=False)
        return result

    def _forget(self, page: Page, attempt: Future[Any]) -> None:
        """Drop a failed attempt, unless others who waited for it have begun the next, and a pool that doesn't work."""
        with self._lock:
            if self._started.get(_key(page)) is attempt:
                del self._started[_key(page)]
            if self._pool is not None and not self._pool.active:
                self._pool = None
                self._started.clear()


def _key(page: Page) -> _Key:
    return page.hash, page.dialect


def _to_html_in_time(body: str, dialect: Dialect, external_images: bool, rules: PartRules | None) -> Rendered:
    """Render in a process of the pool, which the system ends once that has cost SECONDS_PER_PAGE."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS_PER_PAGE)
    try:
        return to_html(body, dialect, external_images=external_images, rules=rules)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _refused(page: Page, error: BaseException) -> RenderingError:
    message = f"the page can't be rendered ({type(error).__name__})"
    is_over = isinstance(error, ProcessExpired) and error.exitcode == -signal.SIGPROF
    if is_over or isinstance(error, TimeoutError):
        message = f"the page takes more than {SECONDS_PER_PAGE:.0f} s to render; simplify this line"
    return RenderingError(message, line=_densest_line(page.body))


def _stop(pool: Any) -> None:
    pool.stop()
    pool.join()


def _densest_line(body: str) -> int:
    """Return the number of the line with the most Markdown signs."""
    lines = body.split("\n")
    counts = [sum(line.count(sign) for sign in "[]*_`<>!(") for line in lines]
    return counts.index(max(counts)) + 1
