"""Databases opened to be loaded as fast as they take it: nothing is safe meanwhile, and indexes are made afterwards."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL

# By table, in the order of loading: the names of its columns.
Columns = Mapping[str, Sequence[str]]
# Of a table: its rows, each in the order of its columns.
Rows = Callable[[str], Iterable[Sequence[Any]]]

# The name of an index, and the SQL that makes it.
TakenIndex = tuple[str, str]


def open_sqlite(path: Path, *, cache_kb: int) -> sqlite3.Connection:
    """Open the file of a database, outside a transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{cache_kb}", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def take_sqlite_indexes(connection: sqlite3.Connection, tables: Iterable[str]) -> list[TakenIndex]:
    """Drop the indexes of some tables, and return how they are made again."""
    marks = ", ".join(f"'{name}'" for name in tables)
    query = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
    indexes: list[TakenIndex] = connection.execute(query).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    return indexes


def open_postgres(url: str, *settings: str) -> psycopg.Connection[Any]:
    """Connect to a server's database, outside a transaction, with settings such as `work_mem = '512MB'`."""
    connection = psycopg.connect(url, autocommit=True)
    for setting in ("session_replication_role = replica", "TimeZone = 'UTC'", *settings):
        connection.execute(f"SET {setting}".encode())
    return connection


def take_postgres_indexes(connection: psycopg.Connection[Any], tables: Iterable[str]) -> list[TakenIndex]:
    """Drop the indexes of some tables that hold no constraint, and return how they are made again."""
    query = """
        SELECT indexname, indexdef FROM pg_indexes
        WHERE tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)
    """
    indexes: list[TakenIndex] = connection.execute(query, [list(tables)]).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}".encode())
    return indexes


def load_tables(url: URL, columns: Columns, rows: Rows) -> None:
    """Load tables that are empty into a database of either kind, and say of each how long it took."""
    if url.get_backend_name() == "sqlite":
        _load_sqlite(Path(url.database or ""), columns, rows)
    else:
        _load_postgres(url.set(drivername="postgresql").render_as_string(hide_password=False), columns, rows)


def _load_sqlite(path: Path, columns: Columns, rows: Rows) -> None:
    connection = open_sqlite(path, cache_kb=500_000)
    indexes = take_sqlite_indexes(connection, columns)
    connection.execute("BEGIN")
    for table, names in columns.items():
        began, places = time.perf_counter(), ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", rows(table))
        print(f"  {table} in {time.perf_counter() - began:.0f} s", flush=True)
    connection.execute("COMMIT")
    for _, made in indexes:
        connection.execute(made)
    connection.execute("ANALYZE")
    connection.close()


def _load_postgres(url: str, columns: Columns, rows: Rows) -> None:
    with open_postgres(url, "maintenance_work_mem = '500MB'") as connection:
        indexes = take_postgres_indexes(connection, columns)
        for table, names in columns.items():
            began = time.perf_counter()
            with connection.cursor().copy(f"COPY {table} ({', '.join(names)}) FROM STDIN".encode()) as copy:
                for row in rows(table):
                    copy.write_row(row)
            print(f"  {table} in {time.perf_counter() - began:.0f} s", flush=True)
        for _, made in indexes:
            connection.execute(made.encode())
        connection.execute("VACUUM ANALYZE")
