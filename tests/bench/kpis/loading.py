"""Loads made rows into either database as fast as it takes them, indexes afterwards."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from bench.kpis import facts, usage
from bench.kpis.company import SPACE, Company, write_people
from sqlalchemy import func, insert, select

if TYPE_CHECKING:
    from flask import Flask

TABLES = ("crm_fact", *usage.COLUMNS)
_NAMES = {"crm_fact": facts.COLUMNS, **usage.COLUMNS}


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
        _write_imports(company)


def _rows(table: str, company: Company) -> Iterator[tuple[Any, ...]]:
    if table != "crm_fact":
        yield from usage.rows_of(company, table)
        return
    for kind in facts.IMPORTED:
        began = time.perf_counter()
        yield from facts.rows_of(company, kind)
        print(f"  {kind} made in {time.perf_counter() - began:.0f} s", flush=True)


def _load_sqlite(path: Path, company: Company) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-500000", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    marks = ", ".join(f"'{name}'" for name in TABLES)
    query = f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
    indexes = connection.execute(query).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("BEGIN")
    for table in TABLES:
        names, places = ", ".join(_NAMES[table]), ", ".join("?" * len(_NAMES[table]))
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", _rows(table, company))
    connection.execute("COMMIT")
    for _, made in indexes:
        connection.execute(made)
    connection.execute("ANALYZE")
    connection.close()


def _load_postgres(url: str, company: Company) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("session_replication_role = replica", "maintenance_work_mem = '500MB'", "TimeZone = 'UTC'"):
            connection.execute(f"SET {setting}".encode())
        query = """
            SELECT indexname, indexdef FROM pg_indexes
            WHERE tablename = ANY(%s) AND indexname NOT IN (SELECT conname FROM pg_constraint)
        """
        indexes = connection.execute(query, [list(TABLES)]).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}".encode())
        for table in TABLES:
            names = ", ".join(_NAMES[table])
            with connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN".encode()) as copy:
                for row in _rows(table, company):
                    copy.write_row(row)
        for _, made in indexes:
            connection.execute(made.encode())
        connection.execute("VACUUM ANALYZE")


def _write_imports(company: Company) -> None:
    """Write that all these facts were imported by files that are finished."""
    from api.web.database import db
    from lms.crm.models import CrmFact, CrmImport, CrmSource

    session, at = db.session(), datetime.now(UTC)
    session.execute(insert(CrmSource), [{"id": facts.SOURCE, "name": "bench"}])
    wanted = select(CrmFact.import_number, func.min(CrmFact.id), func.max(CrmFact.id)).group_by(CrmFact.import_number)
    ids = {number: (first, last) for number, first, last in session.execute(wanted)}
    session.execute(
        insert(CrmImport),
        [
            {
                "id": uuid5(SPACE, kind),
                "number": number,
                "source_id": facts.SOURCE,
                "kind": kind,
                "name": f"{kind}.csv",
                "digest": None,
                "as_of": company.today,
                "is_full": False,
                "started_at": at,
                "alive_at": at,
                "finished_at": at,
                "undone_at": None,
                "by_id": None,
                "undone_by_id": None,
                "first_fact": ids[number][0],
                "last_fact": ids[number][1],
                "counts": {},
            }
            for number, kind in enumerate(facts.IMPORTED, start=1)
        ],
    )
    session.commit()
