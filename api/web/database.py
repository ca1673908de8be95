"""The database of the app: Flask-SQLAlchemy as glue over the tables of `lms`, and their migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from alembic.migration import MigrationContext
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import PoolProxiedConnection, QueuePool, event, text
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

import lms
from api.web.migrating import WholeAlembic
from api.work.data_folder import close_to_others
from config import Config, ConfigError
from lms.audit.watching import watch
from lms.base import UtcDateTime
from lms.schema import metadata

db = SQLAlchemy(metadata=metadata, session_options={"expire_on_commit": False})
alembic = WholeAlembic(run_mkdir=False, metadatas=metadata)
# No prepared statements: their plans, made for any value, read a company where the values at hand ask for a team. And
# pages out of order cost what they do on disks without moving parts, or plans avoid indexes that answer by themselves.
# Whoever waits longer than BUSY_SECONDS for another's lock is told to come again; so is whoever waits for a connection.
# A network that is cut says nothing: who hasn't heard from the other for some seconds gives the connection up, on both
# sides, so that nobody waits for ever, and what a dead node had locked is free again.
BUSY_SECONDS = 5
SILENT_SECONDS = 9
POSTGRES = {
    "pool_pre_ping": True,
    "connect_args": {
        "prepare_threshold": None,
        "connect_timeout": 2,
        "keepalives_idle": SILENT_SECONDS // 3,
        "keepalives_interval": SILENT_SECONDS // 3,
        "keepalives_count": 2,
        "tcp_user_timeout": SILENT_SECONDS * 1000,
        "options": f"-c random_page_cost=1.1 -c lock_timeout={BUSY_SECONDS}s"
        f" -c tcp_keepalives_idle={SILENT_SECONDS // 3} -c tcp_keepalives_interval={SILENT_SECONDS // 3}"
        f" -c tcp_keepalives_count=2 -c tcp_user_timeout={SILENT_SECONDS * 1000}",
    },
}
DatabaseState = Literal["busy", "away", "full", "read-only"]
_SQLITE: dict[int, DatabaseState] = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "away",
    sqlite3.SQLITE_CANTOPEN: "away",
    sqlite3.SQLITE_READONLY: "read-only",
}
# Locks, deadlocks and serialization; a full disk; a standby, or a server that was told to take no writes; classes of
# what happens to connections, resources and operators.
_READ_ONLY = "25006"
_POSTGRES: dict[str, DatabaseState] = {
    "55P03": "busy",
    "40P01": "busy",
    "40001": "busy",
    "53100": "full",
    _READ_ONLY: "read-only",
}
_POSTGRES_AWAY = {"08", "53", "57"}
# Of the one who brings the schema up to date: any number that nobody else locks in this database.
_UPGRADING = 7_205_759
MIGRATIONS = Path(lms.__file__).parent / "migrations"


class CountedPool(QueuePool):
    """The connections of a process, with a count of those who had to wait for one."""

    waits = 0

    def connect(self) -> PoolProxiedConnection:
        """Return a connection, and count whoever comes while all are in use."""
        if self.checkedout() >= self.size() + self._max_overflow:
            self.waits += 1
        return super().connect()


def database_app(config: Config) -> Flask:
    """Return an app of the database alone, for commands: the schemas of all routes take a second to make."""
    app = Flask(__name__)
    init_database(app, config)
    return app


def init_database(app: Flask, config: Config) -> None:
    """Bind the app to the database of the settings; what its sessions change is audited from then on."""
    watch()
    app.config["SQLALCHEMY_DATABASE_URI"] = config.sqlalchemy_url
    pool = {
        "poolclass": CountedPool,
        "pool_size": config.database_pool,
        "max_overflow": config.database_pool_more,
        "pool_timeout": config.database_pool_seconds,
        "hide_parameters": True,  # what was asked of the database is in no error that it raises: it may name people
    }
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = pool | (POSTGRES if config.is_on_postgresql else {})
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
        else:
            event.listen(db.engine, "handle_error", _leave_read_only)


def upgrade(app: Flask) -> None:
    """Bring the database to the newest schema, one node at a time; a file of SQLite is readable by nobody else then.

    Raises ConfigError for one that a newer version of the product has changed.
    """
    with app.app_context():
        with _one_at_a_time():
            _refuse_newer()
            alembic.upgrade()
        if db.engine.dialect.name == "sqlite":  # which gives files that it adds later the mode of the first
            for ending in ("", "-wal", "-shm"):
                close_to_others(Path(f"{db.engine.url.database}{ending}"))


def database_state() -> Literal["ready", "read-only", "broken"]:
    """Tell whether the database answers, with the tables that were made in it, and takes writes."""
    try:
        db.session.execute(text("SELECT 1 FROM alembic_version"))
        if db.engine.dialect.name != "postgresql":
            return "ready"
        is_standby = db.session.scalar(text("SHOW transaction_read_only")) == "on"
    except SQLAlchemyError:
        db.session.rollback()
        return "broken"
    return "read-only" if is_standby else "ready"


def known_revisions() -> list[str]:
    """Return the schemas that this version of the product knows, the newest first; inside an app's context."""
    return [script.revision for script in alembic.script_directory.walk_revisions()]


def _refuse_newer() -> None:
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    known = known_revisions()
    if unknown := set(found) - set(known):
        raise ConfigError(
            f"the database has schema {', '.join(unknown)} of a newer version, and this one knows them up to "
            f"{known[0]}; install the newer version again, or restore a backup that was made before it"
        )


def state_of(error: BaseException) -> DatabaseState | None:
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


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let one node alone bring the schema up to date; the others wait, and find it done."""
    if db.engine.dialect.name != "postgresql":
        yield
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _UPGRADING})
        try:
            yield
        finally:
            connection.invalidate()  # which lets go of the lock, whatever state it is in


def _leave_read_only(context: ExceptionContext) -> None:
    """Take no connection on that leads to a server which takes no writes: with several, another may by now."""
    if getattr(context.original_exception, "sqlstate", None) == _READ_ONLY:
        context.is_disconnect = True


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
