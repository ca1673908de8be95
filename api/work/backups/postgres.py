"""PostgreSQL in backups: a dump by `pg_dump` of one snapshot, restored by `pg_restore` in one transaction.

Programs that are newer than the server are as good, in both directions: backups move between machines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

from api.work.backups.databases import Dumped, Migrate
from api.work.backups.login import login
from api.work.backups.manifest import DATABASE, BackupManifest, BackupRefusal, DatabaseKind, Telling
from api.work.backups.programs import find_program, major_of, refuse_unreadable, run_program
from api.work.backups.rows import count_rows, schema_of, table_names
from api.work.backups.scripts import restore_by_script

CONNECT_SECONDS = 5
# Owners and rights are those of who restores.
PLAIN = ("--no-owner", "--no-privileges")
TRIED = "repertoire_drill_"
# `pg_restore` says this first from the version that knows the setting on, and older servers refuse it.
TIMEOUT_SINCE, TIMEOUT = 17, "SET transaction_timeout = 0;"


class PostgresDump:
    """A database of a server."""

    kind: DatabaseKind = "postgresql"

    def __init__(self, url: URL) -> None:
        """Take the address; nobody is connected yet."""
        self._url = url

    def dump(self, file: Path, tell: Telling) -> Dumped:
        """Write the database as it is now; others read and write it meanwhile."""
        with _engine(self._url, isolation_level="REPEATABLE READ").connect() as connection:
            server = _server_of(connection)
            program = find_program("pg_dump", at_least=server)
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            found = Dumped(schema_of(connection), count_rows(connection), server, major_of(program))
            with login(self._url, beside=connection) as address:
                options = ("--format=custom", "--compress=1", *PLAIN, f"--snapshot={snapshot}", f"--file={file}")
                command = (program, *options, f"--dbname={address}")
                run_program(command, tables=len(found.tables), what="dumping", tell=tell)
        refuse_unreadable(find_program("pg_restore", at_least=major_of(program)), file)
        return found

    def refuse_used(self) -> None:
        """Refuse to write into a database with tables."""
        with _engine(self._url).connect() as connection:
            if table_names(connection):
                raise BackupRefusal("the database of DATABASE_URL holds tables; restore into one that is new and empty")

    def refuse_unfit(self, manifest: BackupManifest) -> None:
        """Refuse a server that is older than the backup's, and programs that can't read its dump."""
        with _engine(self._url).connect() as connection:
            server = _server_of(connection)
        if server < (manifest.server or 0):
            raise BackupRefusal(
                f"the backup is of PostgreSQL {manifest.server}, and the server of DATABASE_URL is {server}; use one "
                f"of {manifest.server} or newer"
            )
        program = find_program("pg_restore", at_least=manifest.program or manifest.server or 0)
        if _needs_script(program, server):
            find_program("psql", at_least=major_of(program))

    def place_for(self, folder: Path) -> Path:
        """Return a name in the folder."""
        return folder / DATABASE

    def prepare(self, dump: Path, migrate: Migrate) -> None:
        """Nothing can be done before the server has it."""

    def fill(self, dump: Path, manifest: BackupManifest, migrate: Migrate, tell: Telling) -> None:
        """Restore in one transaction, and migrate in another, unless they were done already."""
        with _engine(self._url).connect() as connection:
            has_begun = bool(table_names(connection))
            is_ours = has_begun and _is_restored(connection, manifest)
        if has_begun and not is_ours:
            raise BackupRefusal("the database of DATABASE_URL was empty, and holds other tables now; use a new one")
        if not has_begun:
            _restore(self._url, dump, manifest.tables, tell)
        migrate(self._url.render_as_string(hide_password=False))

    @contextmanager
    def tried(self, dump: Path, tell: Telling) -> Iterator[str]:
        """Make a database of a name of its own on the same server, and drop it; so are those that a kill left."""
        name = f"{TRIED}{token_hex(8)}"
        other = self._url.set(database=name)
        with _engine(self._url, isolation_level="AUTOCOMMIT").connect() as connection:
            _drop_left(connection)
            connection.execute(text(f"CREATE DATABASE {name}"))
            try:
                with _engine(other).connect():  # while somebody is connected, nobody drops it
                    _restore(other, dump, {}, tell)
                    yield other.render_as_string(hide_password=False)
            finally:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _engine(url: URL, **options: str) -> Engine:
    return create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": CONNECT_SECONDS}, **options)


def _is_restored(connection: Connection, manifest: BackupManifest) -> bool:
    """Tell whether the tables are those of the backup, be they migrated already."""
    schema = schema_of(connection)
    return schema != manifest.schema_revision or count_rows(connection) == manifest.tables


def _restore(url: URL, dump: Path, tables: dict[str, int], tell: Telling) -> None:
    program = find_program("pg_restore", at_least=0)
    with _engine(url).connect() as connection:
        server = _server_of(connection)
    with login(url) as address:
        if _needs_script(program, server):
            psql = (find_program("psql", at_least=major_of(program)), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")
            read, write = (program, *PLAIN, "--file=-", dump), (*psql, "--file=-", f"--dbname={address}")
            restore_by_script(read, write, without=TIMEOUT, tables=len(tables), tell=tell)
            return
        command = (program, *PLAIN, "--single-transaction", "--exit-on-error", f"--dbname={address}", dump)
        run_program(command, tables=len(tables), what="restoring", tell=tell)


def _needs_script(program: str, server: int) -> bool:
    """Tell whether `pg_restore` says what a server doesn't know; by itself it can't leave that out."""
    return major_of(program) >= TIMEOUT_SINCE > server


def _drop_left(connection: Connection) -> None:
    """Drop databases of drills that nobody is connected to."""
    left = text(
        "SELECT datname FROM pg_database WHERE starts_with(datname, :named)"
        " AND oid NOT IN (SELECT datid FROM pg_stat_activity WHERE datid IS NOT NULL)"
    )
    for name in connection.scalars(left, {"named": TRIED}).all():
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))


def _server_of(connection: Connection) -> int:
    return int(connection.scalar(text("SHOW server_version_num"))) // 10_000
