"""SQLite in backups: a copy of the file made while it is used, and the file put in its place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from api.work.backups.databases import Dumped, Migrate
from api.work.backups.manifest import DATABASE, BackupManifest, BackupRefusal, DatabaseKind, Telling
from api.work.backups.rows import count_rows, schema_of
from lms.folders import sync_folder

# Pages in one step; between two steps is told how far it is.
PAGES = 4096
BUSY_SECONDS = 5.0


class SqliteDump:
    """A file of SQLite."""

    kind: DatabaseKind = "sqlite"

    def __init__(self, path: Path) -> None:
        """Take the file, which needn't be there."""
        self._path = path

    def dump(self, file: Path, tell: Telling) -> Dumped:
        """Copy the database as it is now; others read and write it meanwhile."""
        if not self._path.is_file():
            raise BackupRefusal(f"there is no database at {self._path}; see DATABASE_URL and DATA_DIR")
        with closing(sqlite3.connect(self._path, BUSY_SECONDS, isolation_level=None)) as live:
            # What is read once in a transaction stays as it is until its end. Without one the copy would begin anew
            # whenever another process writes, and never end.
            live.execute("BEGIN")
            live.execute("SELECT count(*) FROM sqlite_master")
            with closing(sqlite3.connect(file, isolation_level=None)) as copy:
                copy.execute("PRAGMA synchronous=OFF")  # a copy that a power cut breaks is no backup yet
                live.backup(copy, pages=PAGES, progress=lambda _, left, total: tell("copying", total - left, total))
        _make_one_file(file)
        return _looked_at(file)

    def refuse_used(self) -> None:
        """Refuse to write over a file."""
        if self._path.exists():
            raise BackupRefusal(f"there is a database at {self._path} already; restore into an empty DATA_DIR")

    def refuse_unfit(self, manifest: BackupManifest) -> None:
        """Any version reads every file of SQLite."""

    def place_for(self, folder: Path) -> Path:
        """Return a name on the same disk, from which it is renamed in one step, without what a kill left there."""
        is_in_it = self._path.resolve().parent == folder.resolve().parent
        place = folder / DATABASE if is_in_it else self._path.with_name(f".{self._path.name}.restoring")
        for left in place.parent.glob(f"{place.name}-*"):  # a log would be taken for the next file's
            left.unlink()
        return place

    def prepare(self, dump: Path, migrate: Migrate) -> None:
        """Migrate the copy before it is the database: a migration that is cut off leaves half a schema."""
        migrate(f"sqlite:///{dump}")
        _make_one_file(dump)
        _looked_at(dump)

    def fill(self, dump: Path, manifest: BackupManifest, migrate: Migrate, tell: Telling) -> None:
        """Put the file in its place, unless it is there already."""
        if dump.exists():
            dump.replace(self._path)
        sync_folder(self._path.parent)

    @contextmanager
    def tried(self, dump: Path, tell: Telling) -> Iterator[str]:
        """Give the address of the dump itself, which is a database."""
        _looked_at(dump)
        yield f"sqlite:///{dump}"


def _make_one_file(path: Path) -> None:
    """Take in what lies in a log beside a file, have all on the disk, and leave no log."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _looked_at(path: Path) -> Dumped:
    """Look at all of a file; raises BackupRefusal where SQLite finds a fault in it."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        faults = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        if faults != ["ok"]:
            raise BackupRefusal(f"the database is damaged: {faults[0]}; keep the backups from before it")
        return Dumped(schema_of(connection), count_rows(connection), None, None)
