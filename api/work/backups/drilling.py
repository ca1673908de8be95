"""Trying a backup: restored into a place of its own, counted against what it says, and taken away again."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from api.work.backups.archive import Archive
from api.work.backups.databases import Migrate, open_database
from api.work.backups.faults import disk_faults
from api.work.backups.manifest import DATABASE, BackupRefusal, Telling
from api.work.backups.restoring import refuse_unfit
from api.work.backups.rows import count_rows
from config import Config


def drill(archive: Archive, config: Config, *, revisions: Sequence[str], migrate: Migrate, tell: Telling) -> None:
    """Check, unpack, restore, count every table and migrate, beside what the settings name and without changing it.

    PostgreSQL's takes a database of its own on the server of DATABASE_URL. Raises BackupRefusal where anything fails.
    """
    database = open_database(config.sqlalchemy_url)
    refuse_unfit(archive.manifest, database, revisions)
    place = f"{archive.path} can't be tried in {tempfile.gettempdir()}, in whose place TMPDIR may name another"
    with disk_faults(place), tempfile.TemporaryDirectory(prefix="repertoire-drill-") as name:
        for number, member in enumerate(archive.manifest.members):
            if member.name != DATABASE:
                target = Path(name) / str(number)
                archive.copy(member.name, target, tell)
                target.unlink()
        dump = Path(name) / DATABASE
        archive.copy(DATABASE, dump, tell)
        with database.tried(dump, tell) as url:
            _compare(url, archive.manifest.tables)
            migrate(url)


def _compare(url: str, told: dict[str, int]) -> None:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        found = count_rows(connection)
    if differing := sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name)):
        each = [f"{name} has {found.get(name, 'no')} rows for {told.get(name, 'no')}" for name in differing]
        raise BackupRefusal(f"what was restored isn't what was backed up: {'; '.join(each)}")
