"""Loads the lines of facts.py into either database as fast as it takes them, indexes afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from bench.loading import open_postgres, open_sqlite, take_postgres_indexes, take_sqlite_indexes
from bench.training.facts import COLUMNS, NONE

# In the order of their time, so that rows lie on disk as they would have been written.
MONTHLY = ("assignment", "training_event")
TABLES = (*MONTHLY, "standing")
_KEY = "course_id, state, is_assigned, punctuality"
_SUM = f"""
INSERT INTO standing_sum (is_month, day, {_KEY}, difference)
SELECT {{is_month}}, day, {_KEY}, sum(difference) FROM (
    SELECT {{since}} AS day, {_KEY}, 1 AS difference FROM standing
    UNION ALL
    SELECT {{until}}, {_KEY}, -1 FROM standing WHERE until < '9999-12-31'
) AS changes GROUP BY day, {_KEY} HAVING sum(difference) <> 0
"""


def load_sqlite(path: Path, folder: Path) -> Iterator[str]:
    """Load into the file of a database; yields what was done."""
    connection = open_sqlite(path, cache_kb=2_000_000)
    indexes = take_sqlite_indexes(connection, TABLES)
    connection.execute("BEGIN")
    for table in TABLES:
        names, places = ", ".join(COLUMNS[table]), ", ".join("?" * len(COLUMNS[table]))
        insert = f"INSERT INTO {table} ({names}) VALUES ({places})"
        connection.executemany(insert, _rows(table, folder))
        yield f"{table} loaded"
    connection.execute("COMMIT")
    for name, made in indexes:
        connection.execute(made)
        yield f"{name} made"
    day, month = "{0}", "date({0}, 'start of month')"
    for is_month, form in ((0, day), (1, month)):
        connection.execute(_SUM.format(is_month=is_month, since=form.format("since"), until=form.format("until")))
    yield "standings summed"
    connection.execute("ANALYZE")
    connection.close()
    yield "analysed"


def load_postgres(url: str, folder: Path) -> Iterator[str]:
    """Load into a database of a server; yields what was done."""
    with open_postgres(url, "maintenance_work_mem = '1GB'", "work_mem = '512MB'") as connection:
        indexes = take_postgres_indexes(connection, TABLES)
        for table in MONTHLY:
            _copy(connection, table, table, folder)
            yield f"{table} loaded"
        connection.execute("CREATE TEMP TABLE loaded (LIKE standing)")
        _copy(connection, "standing", "loaded", folder)
        names = ", ".join(COLUMNS["standing"])
        connection.execute(
            f"INSERT INTO standing ({names}) SELECT {names} FROM loaded ORDER BY since, course_id, person_id".encode()
        )
        connection.execute("DROP TABLE loaded")
        yield "standing loaded"
        for name, made in indexes:
            connection.execute(made.encode())
            yield f"{name} made"
        day, month = "{0}", "date_trunc('month', {0})::date"
        for is_month, form in (("false", day), ("true", month)):
            made = _SUM.format(is_month=is_month, since=form.format("since"), until=form.format("until"))
            connection.execute(made.encode())
        yield "standings summed"
        connection.execute("VACUUM ANALYZE")
        yield "analysed"


def _copy(connection: psycopg.Connection[Any], table: str, into: str, folder: Path) -> None:
    with connection.cursor().copy(f"COPY {into} ({', '.join(COLUMNS[table])}) FROM STDIN".encode()) as copy:
        for text in _texts(table, folder):
            copy.write(text)


def _rows(table: str, folder: Path) -> Iterator[list[str | None]]:
    for text in _texts(table, folder):
        for line in text.splitlines():
            yield [None if value == NONE else value for value in line.split("\t")]


def _texts(table: str, folder: Path) -> Iterator[str]:
    """Yield the lines of a table: month by month in the order of their ids, or part by part as they are."""
    paths = sorted(folder.glob(f"{table}.*"))
    if table not in MONTHLY:
        for path in paths:
            yield path.read_text(encoding="utf-8")
        return
    for month in sorted({path.name.split(".")[1] for path in paths}):
        lines: list[str] = []
        for path in folder.glob(f"{table}.{month}.*"):
            lines += path.read_text(encoding="utf-8").splitlines(keepends=True)
        yield "".join(sorted(lines))
