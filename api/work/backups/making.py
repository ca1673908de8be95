"""Making a backup while the product serves: written beside its place, checked, and moved there in one step."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from api.work.backups.archive import Archive, ArchiveWriter
from api.work.backups.databases import Dumped, open_database
from api.work.backups.faults import disk_faults
from api.work.backups.files import list_journals, list_recordings, settings_of
from api.work.backups.folders import held_folder
from api.work.backups.manifest import (
    DATABASE,
    FORMAT,
    NOTES_KEY,
    SETTINGS,
    BackupManifest,
    BackupRefusal,
    DatabaseKind,
    Telling,
    is_known,
    tell_nobody,
)
from api.work.data_folder import private_files
from api.work.notes_key import known_keys
from api.work.version import VERSION
from config import Config
from content.history import head_of
from lms.folders import sync_folder

PARTIAL = ".partial"


def make_backup(
    config: Config,
    file: Path,
    *,
    revisions: Sequence[str],
    at: datetime,
    with_key: bool = False,
    tell: Telling = tell_nobody,
) -> BackupManifest:
    """Write a backup to a file, in place of an earlier one, and return its manifest.

    `revisions` are the schemas that this version knows. Raises BackupRefusal, also where the disk doesn't
    take it; the earlier file stays then, and when this is killed.
    """
    _refuse_place(file)
    with disk_faults(f"{file} can't be made"), private_files(), held_folder(partial_of(file)) as folder:
        made = folder / "backup"
        writer = ArchiveWriter(made)
        _Packing(config, writer, folder, tell).pack(revisions=revisions, at=at, with_key=with_key)
        with Archive(made) as archive:
            archive.check(tell)
        made.replace(file)
        sync_folder(file.parent)
        return archive.manifest


def partial_of(file: Path) -> Path:
    """Return the folder in which a backup is made before it is moved to its place."""
    return file.with_name(f".{file.name}{PARTIAL}")


def _refuse_place(file: Path) -> None:
    if not file.parent.is_dir():
        raise BackupRefusal(f"{file.parent} is not a folder; make it, or mount what it is to be on")
    if file.is_dir():
        raise BackupRefusal(f"{file} is a folder; name a file in it")


class _Packing:
    """What goes into one backup, in the order in which nothing is missed."""

    def __init__(self, config: Config, writer: ArchiveWriter, folder: Path, tell: Telling) -> None:
        self._config, self._writer, self._folder, self._tell = config, writer, folder, tell

    def pack(self, *, revisions: Sequence[str], at: datetime, with_key: bool) -> None:
        """Pack everything.

        Journals come before the database: what is moved out of them meanwhile is in it, and counts once. Recordings
        come after it: each has at least the bytes that the database speaks of.
        """
        self._add_text(SETTINGS, json.dumps(settings_of(self._config), indent=1))
        for name, path in list_journals(self._config.data_dir):
            self._add_file(name, path, is_packed=True)
        kind, dumped = self._add_database(revisions)
        for name, path in list_recordings(self._config.practice_dir):
            self._add_file(name, path, is_packed=False)
        if with_key and (keys := known_keys(self._config)):
            self._add_text(NOTES_KEY, "".join(f"{key}\n" for key in keys))
        self._writer.close(
            BackupManifest(
                format=FORMAT,
                product=VERSION,
                made_at=at,
                kind=kind,
                server=dumped.server,
                program=dumped.program,
                schema_revision=dumped.schema,
                library_commit=head_of(self._config.content_dir),
                tables=dumped.tables,
                members=tuple(self._writer.members),
            )
        )

    def _add_database(self, revisions: Sequence[str]) -> tuple[DatabaseKind, Dumped]:
        database = open_database(self._config.sqlalchemy_url)
        file = self._folder / DATABASE
        dumped = database.dump(file, self._tell)
        if dumped.schema not in revisions:
            raise BackupRefusal(
                f"the database has schema {dumped.schema} of a newer version; make the backup with that version"
            )
        self._add_file(DATABASE, file, is_packed=database.kind == "sqlite")  # dumps of PostgreSQL are packed already
        file.unlink()
        return database.kind, dumped

    def _add_file(self, name: str, path: Path, *, is_packed: bool) -> None:
        """Add a file as far as it is written now, unless it is gone or is none of ours."""
        if not is_known(name):
            return
        with suppress(FileNotFoundError), path.open("rb") as file:
            self._writer.add(name, file, size=os.fstat(file.fileno()).st_size, is_packed=is_packed, tell=self._tell)

    def _add_text(self, name: str, text: str) -> None:
        data = text.encode()
        self._writer.add(name, io.BytesIO(data), size=len(data), is_packed=True, tell=self._tell)
