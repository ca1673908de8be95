"""Rate limits of one person's searches and writes, and of one address's wrong secrets.

On PostgreSQL they hold for all processes and nodes together; on SQLite each process counts in its memory.
"""

from __future__ import annotations

import math
import threading
import time
from functools import lru_cache

from flask import Flask, Response, g, request
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter, RateLimiter, SlidingWindowCounterRateLimiter
from werkzeug.exceptions import TooManyRequests

from api.web.context import caller_address, connected, parts
from api.web.rates import DatabaseStorage
from config import Config

SWEEP_SECONDS = 1.0


class QuietStorage(MemoryStorage):
    """Counts in memory, and forgets old counts once a second instead of in a new thread for nearly every request."""

    STORAGE_SCHEME = ["quiet"]  # noqa: RUF012 - as the base class has it

    def __init__(self) -> None:
        """Count nothing yet."""
        super().__init__()
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


def open_limiter(config: Config) -> RateLimiter:
    """Return what counts for one app; it connects to the app's database when it is asked."""
    if config.is_on_postgresql:
        return SlidingWindowCounterRateLimiter(DatabaseStorage(connected, fallback=QuietStorage()))
    return MovingWindowRateLimiter(QuietStorage())


def init_limits(app: Flask) -> None:
    """Tell with each answer that was counted how many more there may be."""
    app.after_request(_tell)


def count(limit: str, whose: str) -> None:
    """Count a request of this route for somebody, and answer 429 when `limit`, such as `600 per minute`, is reached."""
    limiter = parts().limiter
    for item in _items(limit):
        may_pass = limiter.hit(item, whose, request.endpoint or "")
        reset, left = limiter.get_window_stats(item, whose, request.endpoint or "")
        g.counted = (str(item.amount), str(left), str(int(reset)))
        if not may_pass:
            seconds = max(1, math.ceil(reset - time.time()))
            raise TooManyRequests(f"at most {item}; ask again in {seconds} seconds", retry_after=seconds)


def count_wrong_secret() -> None:
    """Count a secret that was none against the caller's address, and answer 429 when there were too many.

    Only wrong ones count: who has a right one gets in, whatever others behind the same address do.
    """
    count_caller(parts().config.sign_in_rate_limit)


def count_caller(limit: str) -> None:
    """Count a request of this route against the caller's address, and answer 429 when `limit` is reached."""
    count(limit, caller_address())


@lru_cache
def _items(limit: str) -> tuple[RateLimitItem, ...]:
    return tuple(parse_many(limit))


def _tell(response: Response) -> Response:
    if "counted" in g:
        names = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
        response.headers.extend(zip(names, g.counted, strict=True))
    return response
