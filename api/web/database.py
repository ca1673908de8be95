"""The database of the app: Flask-SQLAlchemy as glue over the tables of `lms`, and their migrations."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Literal

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

import lms
from api.web.migrating import WholeAlembic
from api.work.data_folder import close_to_others
from config import Config
from lms.base import UtcDateTime
from lms.schema import metadata

db = SQLAlchemy(metadata=metadata, session_options={"expire_on_commit": False})
alembic = WholeAlembic(run_mkdir=False, metadatas=metadata)
# No prepared statements: their plans, made for any value, read a company where the values at hand ask for a team. And
# pages out of order cost what they do on disks without moving parts, or plans avoid indexes that answer by themselves.
# Whoever waits longer than BUSY_SECONDS for another's lock is told to come again; so is whoever waits for a connection.
BUSY_SECONDS = 5
POSTGRES = {
    "pool_pre_ping": True,
    "connect_args": {
        "prepare_threshold": None,
        "connect_timeout": 2,
        "options": f"-c random_page_cost=1.1 -c lock_timeout={BUSY_SECONDS}s",
    },
}
ENGINE = {"pool_size": 16, "max_overflow": 8, "pool_timeout": BUSY_SECONDS}
_SQLITE: dict[int, Literal["busy", "away", "full"]] = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "away",
    sqlite3.SQLITE_CANTOPEN: "away",
}
# Locks, deadlocks and serialization; a full disk; classes of what happens to connections, resources and operators.
_POSTGRES: dict[str, Literal["busy", "away", "full"]] = {
    "55P03": "busy",
    "40P01": "busy",
    "40001": "busy",
    "53100": "full",
}
_POSTGRES_AWAY = {"08", "53", "57"}
MIGRATIONS = Path(lms.__file__).parent / "migrations"


def database_app(config: Config) -> Flask:
    """Return an app of the database alone, for commands: the schemas of all routes take a second to make."""
    app = Flask(__name__)
    init_database(app, config.sqlalchemy_url)
    return app


def init_database(app: Flask, url: str) -> None:
    """Bind the app to the database at url."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = ENGINE | (POSTGRES if url.startswith("postgresql") else {})
    app.config["ALEMBIC"] = {"script_location": str(MIGRATIONS)}
    app.config["ALEMBIC_CONTEXT"] = {
        "render_as_batch": True,
        "render_item": _render_item,
        "include_object": _is_wanted,
        "transactional_ddl": True,
    }
    db.init_app(app)
    alembic.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _make_durable(db.engine)


def upgrade(app: Flask) -> None:
    """Bring the database to the newest schema; then a file of SQLite is readable by nobody else."""
    with app.app_context():
        alembic.upgrade()
        if db.engine.dialect.name == "sqlite":  # which gives files that it adds later the mode of the first
            for ending in ("", "-wal", "-shm"):
                close_to_others(Path(f"{db.engine.url.database}{ending}"))


def state_of(error: SQLAlchemyError) -> Literal["busy", "away", "full"] | None:
    """Return how the database is that couldn't do something; None where it can, and the fault is elsewhere."""
    if isinstance(error, PoolTimeout):
        return "busy"
    if not isinstance(error, DBAPIError):
        return None
    fault = error.orig
    if isinstance(fault, sqlite3.Error):
        return _SQLITE.get(getattr(fault, "sqlite_errorcode", 0) & 0xFF)
    code = getattr(fault, "sqlstate", None)  # of PostgreSQL; none where there was no answer
    if code in _POSTGRES:
        return _POSTGRES[code]
    is_cut = error.connection_invalidated or code is None or code[:2] in _POSTGRES_AWAY
    return "away" if isinstance(error, OperationalError) and is_cut else None


def _render_item(kind: str, item: Any, _: Any) -> str | bool:
    """Write our own column type into a migration as what it is underneath, so that migrations never import `lms`."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def _is_wanted(found: Any, *_: Any) -> bool:
    """Leave out of comparisons what the other kind of database has alone."""
    return bool(found.info.get("only", db.engine.dialect.name) == db.engine.dialect.name)


def _make_durable(engine: Engine) -> None:
    """Set up every SQLite connection: FULL, because NORMAL loses acknowledged commits when the power goes."""

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={1000 * BUSY_SECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
