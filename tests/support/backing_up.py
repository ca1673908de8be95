"""Backups in tests: made of a standing app as it is, and restored into a place of their own on the same kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from api.web.preparing import known_schemas, migrate
from api.work.backups.archive import Archive
from api.work.backups.making import make_backup
from api.work.backups.manifest import BackupManifest, tell_nobody
from api.work.backups.restoring import restore_backup
from config import Config
from support.factories import MONDAY
from support.sharing import WORKER


def back_up(config: Config, file: Path, *, with_key: bool = False) -> BackupManifest:
    """Make a backup on a Monday."""
    return make_backup(config, file, revisions=known_schemas(config), at=MONDAY, with_key=with_key)


def restore(file: Path, config: Config) -> None:
    """Restore a backup into the place that settings name."""
    with Archive(file) as archive:
        restore_backup(archive, config, revisions=known_schemas(config), migrate=migrate, tell=tell_nobody)


@contextmanager
def new_place(config: Config, folder: Path) -> Iterator[Config]:
    """Yield settings like others, of a place where nothing is; a database of PostgreSQL is taken away afterwards."""
    if not config.database_url.startswith("postgresql"):
        yield replace(config, data_dir=folder, database_url="")
        return
    name = f"restored_{WORKER}"
    do_on_server(config.database_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    before = config.database_url.partition("?")[0].rpartition("/")[2]
    yield replace(config, data_dir=folder, database_url=config.database_url.replace(f"/{before}?", f"/{name}?"))
    do_on_server(config.database_url, f"DROP DATABASE {name} WITH (FORCE)")


def do_on_server(url: str, *statements: str) -> None:
    """Do something outside a transaction, connected to any database of a server."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def files_below(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
