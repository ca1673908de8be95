"""Rate limits of one person's searches, writes and tries to sign in; counted in memory, per process."""

from __future__ import annotations

import threading
import time

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import MemoryStorage

SWEEP_SECONDS = 1.0


class QuietStorage(MemoryStorage):
    """Counts in memory, and forgets old counts once a second instead of in a new thread for nearly every request."""

    STORAGE_SCHEME = ["quiet"]  # noqa: RUF012 - as the base class has it

    def __init__(self, *arguments: object, **options: object) -> None:
        """Take what `limits` gives every storage."""
        super().__init__(*arguments, **options)  # type: ignore[arg-type]  # handed on as they come
        self._swept = 0.0
        self._sweeping = threading.Lock()

    def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802 - the name that the base class calls
        if time.monotonic() - self._swept < SWEEP_SECONDS or not self._sweeping.acquire(blocking=False):
            return
        try:
            self._swept = time.monotonic()
            self._MemoryStorage__expire_events()  # type: ignore[attr-defined]  # the base class has it
        finally:
            self._sweeping.release()


limiter = Limiter(get_remote_address, storage_uri="quiet://", headers_enabled=True, strategy="moving-window")
