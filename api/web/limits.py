"""Rate limits of one person's searches and writes, and of one address's wrong secrets; in memory, per process."""

from __future__ import annotations

import threading
import time

from flask import request
from flask_limiter import Limiter
from limits.storage import MemoryStorage

from api.web.addresses import caller_of
from api.web.context import parts

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


def _caller() -> str:
    forwarded = request.headers.get("X-Forwarded-For", "")
    return caller_of(request.remote_addr or "", forwarded, parts().config.proxies)


limiter = Limiter(_caller, storage_uri="quiet://", headers_enabled=True, strategy="moving-window")


def count_wrong_secret() -> None:
    """Count a secret that was none against the caller's address, and answer 429 when there were too many.

    Only wrong ones count: who has a right one gets in, whatever others behind the same address do.
    """
    with limiter.limit(parts().config.sign_in_rate_limit):
        pass
