"""Limits that hold for all processes and nodes together, counted by PostgreSQL, and what follows when it can't."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from limits import RateLimitItem, parse
from limits.strategies import SlidingWindowCounterRateLimiter
from sqlalchemy import Engine, create_engine, text

from api.web.limits import QuietStorage
from api.web.rates import DatabaseStorage
from support.acting import at_once
from support.databases import PostgresDatabase

pytestmark = pytest.mark.postgres
# A window is a year of the clock: none ends while a test runs.
FIVE = parse("5 per year")
YEAR = FIVE.get_expiry()


@pytest.fixture
def engine(empty_on_postgres: PostgresDatabase) -> Iterator[Engine]:
    """An empty database."""
    empty_on_postgres.put_back("empty")
    made = create_engine(empty_on_postgres.url.replace("postgresql://", "postgresql+psycopg://", 1))
    yield made
    made.dispose()


def _limiter(engine: Engine) -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(DatabaseStorage(engine.connect, fallback=QuietStorage()))


def _age(engine: Engine, seconds: float) -> None:
    """Let time pass, as the database sees it."""
    with engine.begin() as connection:
        moved = text("UPDATE rate_count SET begun = begun - :seconds, ends = ends - :seconds")
        connection.execute(moved, {"seconds": seconds})


def _left(limiter: SlidingWindowCounterRateLimiter, item: RateLimitItem) -> int:
    return limiter.get_window_stats(item, "ada", "search").remaining


def test_what_two_nodes_count_is_one_count(engine: Engine) -> None:
    """However many ask at once: as many pass as may, and each node knows how many are left."""
    nodes = [_limiter(engine), _limiter(engine)]
    passed = at_once(*[lambda: nodes[0].hit(FIVE, "ada", "search"), lambda: nodes[1].hit(FIVE, "ada", "search")] * 6)
    assert sum(passed) == 5
    assert [_left(node, FIVE) for node in nodes] == [0, 0]
    assert nodes[0].hit(FIVE, "bo", "search"), "somebody else has a count of their own"
    assert nodes[0].hit(FIVE, "ada", "writes"), "and so has another route"


def test_who_was_too_often_passes_again_as_time_passes(engine: Engine) -> None:
    """What came in the window before counts less and less; what was refused doesn't count."""
    limiter = _limiter(engine)
    assert [limiter.hit(FIVE, "ada", "search") for _ in range(9)] == [True] * 5 + [False] * 4
    _age(engine, YEAR)
    with engine.connect() as connection:
        seconds = connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())::float8")) or 0.0
    fresh = _limiter(engine)
    assert _left(fresh, FIVE) == 5 - int(5 * (1 - seconds % YEAR / YEAR))
    _age(engine, YEAR)
    assert _left(_limiter(engine), FIVE) == 5
    assert [limiter.hit(FIVE, "ada", "search") for _ in range(6)] == [True] * 5 + [False]


def test_the_table_is_in_no_log_and_what_is_over_is_swept(engine: Engine) -> None:
    """A crash of the server forgets it; its commits wait for no disk."""
    storage = DatabaseStorage(engine.connect, fallback=QuietStorage())
    assert storage.check()
    assert [storage.incr("ada", 60) for _ in range(3)] == [1, 2, 3]
    assert storage.get("ada") == 3
    assert storage.get_expiry("ada") > 0
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT relpersistence FROM pg_class WHERE relname = 'rate_count'")) == "u"
    storage.clear("ada")
    assert storage.get("ada") == 0
    storage.incr("bo", 60)
    _age(engine, 1000)
    storage._swept -= 1000
    storage.incr("cy", 60)
    assert storage.reset() == 1


def test_while_the_database_takes_no_writes_each_process_counts_by_itself(engine: Engine) -> None:
    """As on a standby: a limit still holds, and nobody is refused for that."""
    options = {"options": "-c default_transaction_read_only=on"}
    standby = create_engine(engine.url, connect_args=options)
    limiter = _limiter(standby)
    assert [limiter.hit(FIVE, "ada", "search") for _ in range(6)] == [True] * 5 + [False]
    assert _left(limiter, FIVE) == 0
    standby.dispose()
