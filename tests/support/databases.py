"""Databases of tests: each is made as a copy of a kept one, and can be put back to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from support.refilling import Refilling


@contextmanager
def session_of(url: str) -> Iterator[Session]:
    """Open a session of a database, and close it again."""
    engine = create_engine(_driven(url))
    with Session(engine) as own:
        yield own
    engine.dispose()


class Database(Protocol):
    """A database that can be kept under a name and put back; nobody may be connected meanwhile."""

    url: str

    def keep(self, name: str) -> None:
        """Keep what the database holds now, in place of what was kept by this name before."""

    def put_back(self, name: str) -> None:
        """Make the database what was kept, whatever was done to it since."""

    def drop(self) -> None:
        """Take the database away; what was kept stays."""


class SqliteDatabase:
    """A file; what is kept lies in the folder `kept`."""

    def __init__(self, file: Path, kept: Path) -> None:
        """Nothing is there until something is put back."""
        self.url = f"sqlite:///{file}"
        self._file = file
        self._kept = kept

    def keep(self, name: str) -> None:
        """Copy the file, which is whole once nobody is connected."""
        shutil.copy(self._file, self._kept / f"{name}.db")

    def put_back(self, name: str) -> None:
        """Replace the file; a log beside it belonged to what was there."""
        self.drop()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(self._kept / f"{name}.db", self._file)

    def drop(self) -> None:
        """Remove the file and its log."""
        for ending in ("", "-wal", "-shm"):
            self._file.with_name(self._file.name + ending).unlink(missing_ok=True)


class PostgresDatabase:
    """A database of a server; what is kept are databases of that server, named `kept_...`."""

    def __init__(self, server: str, name: str) -> None:
        """Take the URL of the server's own database; nothing is there until something is put back."""
        self.url = server.replace("/postgres?", f"/{name}?")
        self._name = name
        self._server = create_engine(_driven(server), isolation_level="AUTOCOMMIT")
        self._refilling = Refilling(self.url)

    def keep(self, name: str) -> None:
        """Copy the database."""
        self._refilling.end()
        self._do(f"DROP DATABASE IF EXISTS kept_{name} WITH (FORCE)")
        self._do(f"CREATE DATABASE kept_{name} TEMPLATE {self._name}")

    def put_back(self, name: str) -> None:
        """Replace the rows that were changed or, where more was, the database."""
        if self._refilling.fill(name):
            return
        self._refilling.end()
        self._do(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        self._do(f"CREATE DATABASE {self._name} TEMPLATE kept_{name}")
        self._refilling.begin(name)

    def drop(self) -> None:
        """Remove the database, and the connections to its server."""
        self._refilling.end()
        self._do(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        self._server.dispose()

    def _do(self, statement: str) -> None:
        with self._server.connect() as connection:
            connection.execute(text(statement))


def _driven(url: str) -> str:
    """Return a URL with the driver that the product takes for PostgreSQL."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
