"""Databases opened to be loaded as fast as they take it: nothing is safe meanwhile, and indexes are made afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg

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
