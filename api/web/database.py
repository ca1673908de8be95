"""The database of the app: Flask-SQLAlchemy as glue over the tables of `lms`, and their migrations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask_alembic import Alembic
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine

import lms
from config import Config
from lms.base import UtcDateTime
from lms.schema import metadata

db = SQLAlchemy(metadata=metadata, session_options={"expire_on_commit": False})
alembic = Alembic(run_mkdir=False, metadatas=metadata)
# No prepared statements: their plans, made for any value, read a company where the values at hand ask for a team. And
# pages out of order cost what they do on disks without moving parts, or plans avoid indexes that answer by themselves.
POSTGRES = {
    "pool_pre_ping": True,
    "connect_args": {"prepare_threshold": None, "options": "-c random_page_cost=1.1"},
}
MIGRATIONS = Path(lms.__file__).parent / "migrations"


def database_app(config: Config) -> Flask:
    """Return an app of the database alone, for commands: the schemas of all routes take a second to make."""
    app = Flask(__name__)
    init_database(app, config.sqlalchemy_url)
    return app


def init_database(app: Flask, url: str) -> None:
    """Bind the app to the database at url."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = POSTGRES if url.startswith("postgresql") else {}
    app.config["ALEMBIC"] = {"script_location": str(MIGRATIONS)}
    app.config["ALEMBIC_CONTEXT"] = {"render_as_batch": True, "render_item": _render_item, "include_object": _is_wanted}
    db.init_app(app)
    alembic.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _make_durable(db.engine)


def upgrade(app: Flask) -> None:
    """Bring the database to the newest schema."""
    with app.app_context():
        alembic.upgrade()


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
        for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
