"""Counts of requests in the database, so that a limit holds for all processes and nodes together (PostgreSQL).

Kept as the sliding window counter of `limits`: how many came in this window of the clock, and in the one before, of
which as much counts as still lies within the limit's time. One statement asks and counts, in a transaction of its own,
on a table that no log is written of: its commit waits for no disk. While the database takes no writes, each process
counts by itself.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from limits.storage import MemoryStorage, Storage
from limits.storage.base import SlidingWindowCounterSupport
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from api.work.seldom import Seldom

SWEEP_SECONDS = 60.0
_NO_LIMIT = 2**31 - 1
# What is known of a key counts on where it is of this window, moves on where it is of the one before, and is over else.
_COUNT = text("""
    INSERT INTO rate_count AS known (key, begun, count, before, passed, ends)
    SELECT :key, begun, CASE WHEN :amount <= :most THEN :amount ELSE 0 END, 0, :amount <= :most, begun + 2 * :expiry
    FROM (SELECT floor(extract(epoch FROM clock_timestamp())::float8 / :expiry) * :expiry AS begun) AS present
    ON CONFLICT (key) DO UPDATE SET (begun, ends, before, passed, count) = (
        SELECT excluded.begun, excluded.ends, before, fits, count + CASE WHEN fits THEN :amount ELSE 0 END
        FROM (
            SELECT before, count, before * (1 - since / :expiry) + count + :amount <= :most AS fits
            FROM (
                SELECT
                    extract(epoch FROM clock_timestamp())::float8 - excluded.begun AS since,
                    CASE excluded.begun - known.begun WHEN 0 THEN known.before WHEN :expiry THEN known.count ELSE 0 END
                    AS before,
                    CASE excluded.begun - known.begun WHEN 0 THEN known.count ELSE 0 END AS count
            ) AS counted
        ) AS asked
    )
    RETURNING
        passed, before, count AS here, begun + :expiry - extract(epoch FROM clock_timestamp())::float8 AS seconds_left
""")
_READ = text("""
    SELECT before, count AS here, ends - extract(epoch FROM clock_timestamp())::float8 AS seconds_left
    FROM rate_count WHERE key = :key
""")
_SWEEP = text("DELETE FROM rate_count WHERE ends < extract(epoch FROM clock_timestamp())::float8")
log = logging.getLogger("repertoire.limits")


class Window(NamedTuple):
    """What is counted: in the window before and for how many seconds it still counts, in this one and until when."""

    before: int
    before_seconds: float
    here: int
    here_seconds: float


class DatabaseStorage(Storage, SlidingWindowCounterSupport):
    """Counts in the table `rate_count`; `fallback` counts what the database can't just now."""

    STORAGE_SCHEME = ["repertoire"]  # noqa: RUF012 - as the base class has it

    def __init__(self, connect: Callable[[], Connection], *, fallback: MemoryStorage) -> None:
        """Ask nothing yet; `connect` opens a connection of its own for each request."""
        super().__init__()
        self._connect = connect
        self._fallback = fallback
        self._last = threading.local()
        self._swept = time.monotonic()
        self._seldom = Seldom(log, SQLAlchemyError)

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what a database that is away raises."""
        return SQLAlchemyError

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count a request if it stays within a limit; tell whether it did."""
        try:
            may_pass, window = self._ask(key, limit, expiry, amount)
        except SQLAlchemyError as error:
            self._seldom.warn("limits", f"limits are counted by each process for itself: {error}", error=error)
            may_pass = self._fallback.acquire_sliding_window_entry(key, limit, expiry, amount)
            window = Window(*self._fallback.get_sliding_window(key, expiry))
        self._last.key, self._last.window = key, window
        return may_pass

    def get_sliding_window(self, key: str, expiry: int) -> Window:
        """Return what is counted; for the key that this thread counted last, as it was found then."""
        if getattr(self._last, "key", None) == key:
            found: Window = self._last.window
            return found
        with self._open() as connection:
            row = connection.execute(_READ, {"key": key}).first()
        if row is None or row.seconds_left <= 0:
            return Window(0, 0.0, 0, 0.0)
        if row.seconds_left <= expiry:  # its window is over, and is the one before now
            return Window(row.here, row.seconds_left, 0, 0.0)
        return Window(row.before, row.seconds_left - expiry, row.here, row.seconds_left)

    def clear_sliding_window(self, key: str, expiry: int) -> None:
        """Forget what was counted."""
        self.clear(key)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count without a limit, and return how many there are in this window."""
        return self._ask(key, _NO_LIMIT, expiry, amount)[1].here

    def get(self, key: str) -> int:
        """Return how many there are in the last window."""
        with self._open() as connection:
            return connection.scalar(text("SELECT count FROM rate_count WHERE key = :key"), {"key": key}) or 0

    def get_expiry(self, key: str) -> float:
        """Return when what was counted is over, in seconds since 1970."""
        with self._open() as connection:
            return connection.scalar(text("SELECT ends FROM rate_count WHERE key = :key"), {"key": key}) or 0.0

    def check(self) -> bool:
        """Tell whether the database answers."""
        try:
            with self._open() as connection:
                return bool(connection.scalar(text("SELECT 1")))
        except SQLAlchemyError:
            return False

    def reset(self) -> int:
        """Forget everything, and return of how many keys."""
        with self._open() as connection:
            return connection.execute(text("DELETE FROM rate_count")).rowcount

    def clear(self, key: str) -> None:
        """Forget what was counted for a key."""
        self._last.key = None
        with self._open() as connection:
            connection.execute(text("DELETE FROM rate_count WHERE key = :key"), {"key": key})

    def _ask(self, key: str, limit: int, expiry: int, amount: int) -> tuple[bool, Window]:
        with self._open() as connection:
            row = connection.execute(
                _COUNT, {"key": key, "most": limit, "expiry": float(expiry), "amount": amount}
            ).one()
            if time.monotonic() - self._swept > SWEEP_SECONDS:
                self._swept = time.monotonic()
                connection.execute(_SWEEP)
        left = max(0.0, row.seconds_left)
        return row.passed, Window(row.before, left, row.here, left + expiry)

    def _open(self) -> Connection:
        return self._connect().execution_options(isolation_level="AUTOCOMMIT")
