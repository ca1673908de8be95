"""Databases as earlier versions left them: made by the migrations alone, with rows in every table there was.

Nothing was released before 0.1.0, so the versions are those whose last migration closed a large piece of the product
(see the changelog): who followed the repository may have stopped at any of them.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask

from api.web.database import alembic, db, init_database
from config import Config
from support.filling import Known, fill_tables, rows_by_table

RELEASES = {
    "0001": "the first tables: people, courses, sessions, searches",
    "0011": "training that counts on any day, demand, favourites",
    "0016": "what the CRM says, KPIs, goals and roll-outs",
    "0018": "coaching that remembers",
    "0020": "sequences and what is sent",
    "0023": "links for buyers, deals",
}


def make_release(url: str, revision: str) -> Known:
    """Make a database of a revision in an empty one, with rows in all its tables, and return the rows."""
    app = Flask(__name__)
    init_database(app, Config(database_url=url))
    with app.app_context():
        alembic.upgrade(revision)
        with db.engine.begin() as connection:
            known = fill_tables(connection)
        db.engine.dispose()
    return known


def lost(connection: sa.Connection, known: Known) -> set[str]:
    """Return what a database doesn't hold any more of some rows: names of tables, or of columns with another value."""
    now = rows_by_table(connection)
    missing = known.keys() - now.keys()
    for name in known.keys() & now.keys():
        for row in known[name]:
            kept = row.keys() & now[name][0].keys() if now[name] else set()
            if not any(all(found[column] == row[column] for column in kept) for found in now[name]):
                missing |= {f"{name}.{column}" for column in kept if not _has(now[name], column, row[column])} or {name}
    return missing


def _has(rows: list[dict[str, Any]], column: str, value: Any) -> bool:
    return any(row[column] == value for row in rows)
