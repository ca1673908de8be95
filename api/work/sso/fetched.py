"""Fetched things: fresh for a while, kept longer while their source is away, asked for by one thread at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.work.sso.outgoing import ProviderAwayError

T = TypeVar("T")
# How long a thread waits for another that asks for the same, where it has nothing to go on with.
WAIT_SECONDS = 2.0


@dataclass(frozen=True)
class Pace:
    """How long, in seconds: a fetched thing counts as fresh; it is used while its source is away; nobody asks again.

    `again` is how old it must be for somebody who misses something in it, `retry` the time after a failure.
    """

    fresh: float = 900.0
    kept: float = 86_400.0
    again: float = 10.0
    retry: float = 15.0


PACE = Pace()


class Fetched(Generic[T]):
    """Something that a provider is asked for; safe for threads."""

    def __init__(self, fetch: Callable[[], T], pace: Pace) -> None:
        """Know nothing yet; `fetch` raises ProviderAwayError."""
        self._fetch = fetch
        self._pace = pace
        self._turn = threading.Lock()
        self._known: tuple[T, float] | None = None
        self._failed_at = -float("inf")

    def get(self, *, is_missing: bool = False) -> T:
        """Return it; `is_missing` says that what is known lacks something, which is looked for at most so often.

        Whoever has something to go on with waits for nobody, who lacks something waits for who is asking. Raises
        ProviderAwayError, for who lacks something also where that can't be looked at anew.
        """
        fresh = self._pace.again if is_missing else self._pace.fresh
        came_at = time.monotonic()
        if (known := self._young(fresh)) is not None:
            return known
        old = None if is_missing else self._young(self._pace.kept)
        if came_at - self._failed_at < self._pace.retry:
            return self._or_away(old)
        if not self._turn.acquire(timeout=WAIT_SECONDS if old is None else 0):
            return self._or_away(old)
        try:
            return self._asked(came_at, old)
        finally:
            self._turn.release()

    def _asked(self, came_at: float, old: T | None) -> T:
        """Ask, unless another thread did while this one waited for it: then what came of that counts."""
        if self._known is not None and self._known[1] >= came_at:
            return self._known[0]
        if self._failed_at >= came_at:
            return self._or_away(old)
        try:
            found = self._fetch()
        except ProviderAwayError:
            self._failed_at = time.monotonic()
            if old is None:
                raise
            return old
        self._known = found, time.monotonic()
        return found

    def _young(self, seconds: float) -> T | None:
        known = self._known
        return known[0] if known and time.monotonic() - known[1] < seconds else None

    @staticmethod
    def _or_away(old: T | None) -> T:
        if old is None:
            raise ProviderAwayError("the provider didn't answer a moment ago")
        return old
