"""Log lines about what keeps happening: one a minute for each kind, and how many were left out."""

from __future__ import annotations

import logging
import threading
import time

SECONDS = 60.0


class Seldom:
    """A logger that says the same kind of thing once a minute; safe for threads."""

    def __init__(self, log: logging.Logger, *expected: type[Exception]) -> None:
        """Have said nothing yet; the traces of errors that are expected are left out."""
        self._log = log
        self._expected = expected
        self._said: dict[str, float] = {}
        self._left_out: dict[str, int] = {}
        self._lock = threading.Lock()

    def warn(self, kind: str, text: str, *, error: BaseException | None = None) -> None:
        """Log a line about something of a kind, with the trace of an error, unless a minute hasn't passed."""
        with self._lock:
            now = time.monotonic()
            if now - self._said.get(kind, -SECONDS) < SECONDS:
                self._left_out[kind] = self._left_out.get(kind, 0) + 1
                return
            self._said[kind] = now
            left_out = self._left_out.pop(kind, 0)
        more = f" (and {left_out} times more since the last line)" if left_out else ""
        trace = None if isinstance(error, self._expected) else error
        self._log.warning("%s%s", text, more, exc_info=trace)
