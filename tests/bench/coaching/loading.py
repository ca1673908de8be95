"""Loads made rows into either database as fast as it takes them, indexes afterwards."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.coaching.company import Company, write_people
from bench.coaching.facts import COLUMNS, rows_of
from bench.loading import open_postgres, open_sqlite, take_postgres_indexes, take_sqlite_indexes

if TYPE_CHECKING:
    from flask import Flask


def fill(app: Flask, company: Company) -> None:
    """Fill the app's database, which has its tables and nothing else."""
    from api.web.database import db

    with app.app_context():
        write_people(db.session(), company)
        url = db.engine.url
        db.session.remove()
        db.engine.dispose()
    if url.get_backend_name() == "sqlite":
        _load_sqlite(Path(url.database or ""), company)
    else:
        _load_postgres(url.set(drivername="postgresql").render_as_string(hide_password=False), company)


def _load_sqlite(path: Path, company: Company) -> None:
    connection = open_sqlite(path, cache_kb=500_000)
    indexes = take_sqlite_indexes(connection, COLUMNS)
    connection.execute("BEGIN")
    for table, columns in COLUMNS.items():
        began, names, places = time.perf_counter(), ", ".join(columns), ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows_of(company, table))
        print(f"  {table} in {time.perf_counter() - began:.0f} s", flush=True)
    connection.execute("COMMIT")
    for _, made in indexes:
        connection.execute(made)
    connection.execute("ANALYZE")
    connection.close()


def _load_postgres(url: str, company: Company) -> None:
    with open_postgres(url, "maintenance_work_mem = '500MB'") as connection:
        indexes = take_postgres_indexes(connection, COLUMNS)
        for table, columns in COLUMNS.items():
            began = time.perf_counter()
            with connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()) as copy:
                for row in rows_of(company, table):
                    copy.write_row(row)
            print(f"  {table} in {time.perf_counter() - began:.0f} s", flush=True)
        for _, made in indexes:
            connection.execute(made.encode())
        connection.execute("VACUUM ANALYZE")
