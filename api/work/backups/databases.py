"""Databases of a backup: the two kinds behind one form, and which of them an address names."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from api.work.backups.manifest import BackupManifest, BackupRefusal, DatabaseKind, Telling

# Brings the database at an address to the newest schema.
Migrate = Callable[[str], None]


@dataclass(frozen=True)
class Dumped:
    """A database as it was at one moment: its schema, its tables' rows, the versions of its server and of `pg_dump`."""

    schema: str
    tables: dict[str, int]
    server: int | None
    program: int | None


class BackupDatabase(Protocol):
    """A database that can be written into a file while it is used, and made of such a file."""

    kind: DatabaseKind

    def dump(self, file: Path, tell: Telling) -> Dumped:
        """Write all of it, as it is at one moment, into a file that is then known to be whole."""

    def refuse_used(self) -> None:
        """Raise BackupRefusal where it holds tables."""

    def refuse_unfit(self, manifest: BackupManifest) -> None:
        """Raise BackupRefusal where a backup can't be restored here for other reasons."""

    def place_for(self, folder: Path) -> Path:
        """Return where its dump is to lie before `fill`: in a folder of DATA_DIR, or elsewhere."""

    def prepare(self, dump: Path, migrate: Migrate) -> None:
        """Do all that may be done before anything is changed; done again after it was cut off."""

    def fill(self, dump: Path, manifest: BackupManifest, migrate: Migrate, tell: Telling) -> None:
        """Make it what the dump says; may be killed at any moment, and done again."""

    def tried(self, dump: Path, tell: Telling) -> AbstractContextManager[str]:
        """Make another database of a dump, and give its address until the block ends."""


def open_database(url: str) -> BackupDatabase:
    """Return the database at an address of SQLAlchemy; nothing is connected yet."""
    from api.work.backups.postgres import PostgresDump
    from api.work.backups.sqlite import SqliteDump

    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return SqliteDump(Path(parsed.database))
    if parsed.get_backend_name() == "postgresql":
        return PostgresDump(parsed)
    raise BackupRefusal(f"a database of {parsed.get_backend_name()} can't be backed up; see DATABASE_URL")
