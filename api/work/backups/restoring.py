"""Restoring a backup into an empty place: checked before anything is touched, and begun again where it was cut off.

All of it is unpacked into a folder in DATA_DIR first. Once a note there says so, only moves and what the database does
in one transaction are left, each of which may be done again. While the folder is there nothing else starts.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from api.work.backups.archive import Archive
from api.work.backups.databases import BackupDatabase, Migrate, open_database
from api.work.backups.faults import disk_faults
from api.work.backups.files import RECORDINGS
from api.work.backups.folders import LOCK, locked_folder
from api.work.backups.manifest import DATA, DATABASE, NOTES_KEY, BackupManifest, BackupRefusal, Telling
from api.work.backups.placing import put_in_place
from api.work.data_folder import FILE_SYSTEMS_OWN, RESTORING, private_files
from api.work.settings_noted import without_password
from config import Config
from content.replacing import write_atomically
from lms.folders import sync_folder

# In the folder: that all is unpacked, of which backup, and for which database.
_NOTE = "unpacked.json"
_FILES = "files"
_KEY = Path(NOTES_KEY).name
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore_backup(
    archive: Archive, config: Config, *, revisions: Sequence[str], migrate: Migrate, tell: Telling
) -> None:
    """Restore a backup into the place that the settings name.

    `revisions` are the schemas that this version knows, `migrate` brings a database to the newest. Raises
    BackupRefusal; then, and when this is killed, the backup can be restored again once what it says is mended.
    """
    folder = config.data_dir / RESTORING
    database = open_database(config.sqlalchemy_url)
    refuse_unfit(archive.manifest, database, revisions)
    if not (folder / _NOTE).exists():
        _refuse_files(config.data_dir, archive.manifest)
        database.refuse_used()
    archive.check(tell)
    with disk_faults(f"{archive.path} can't be restored into {config.data_dir}"), private_files():
        config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked_folder(folder):
            restore = _Restore(archive, config, database, folder, tell)
            if not restore.is_unpacked():
                _unpack(restore, migrate)
            with _half_done(config.data_dir):
                restore.place(migrate)
            shutil.rmtree(folder)
        sync_folder(config.data_dir)


@contextmanager
def _half_done(data_dir: Path) -> Iterator[None]:
    """Say what to do about what is left where it can't be put in its place: nothing else starts over that."""
    try:
        yield
    except (BackupRefusal, OSError, SQLAlchemyError) as error:
        says = f"{error.strerror} ({error.filename})" if isinstance(error, OSError) else str(error).splitlines()[0]
        raise BackupRefusal(
            f"{says}; DATA_DIR {data_dir} is half restored, and nothing starts in it: mend this and restore the same "
            "file again, or empty the folder and take a new database"
        ) from error


def _unpack(restore: _Restore, migrate: Migrate) -> None:
    """Unpack, and leave nothing where that fails: the place is as it was."""
    try:
        restore.unpack(migrate)
    except BaseException:
        shutil.rmtree(restore.folder, ignore_errors=True)
        raise


def refuse_unfit(manifest: BackupManifest, database: BackupDatabase, revisions: Sequence[str]) -> None:
    """Raise BackupRefusal for a backup that this version, or this database, can't take."""
    if manifest.kind != database.kind:
        raise BackupRefusal(
            f"the backup is of {_NAMES[manifest.kind]}, and DATABASE_URL names {_NAMES[database.kind]}; restore it "
            f"into {_NAMES[manifest.kind]}"
        )
    if manifest.schema_revision not in revisions:
        raise BackupRefusal(
            f"the backup has schema {manifest.schema_revision} of version {manifest.product}, and this version knows "
            f"them up to {revisions[0]}; install the newer version first"
        )
    database.refuse_unfit(manifest)


def _refuse_files(data_dir: Path, manifest: BackupManifest) -> None:
    """Refuse a folder that holds anything; the key of private notes, which is kept apart, may be there already."""
    if not data_dir.exists():
        return
    may_be = {FILE_SYSTEMS_OWN, RESTORING} | (set() if manifest.has(NOTES_KEY) else {_KEY})
    practice = data_dir / RECORDINGS  # which may be a disk that several nodes share
    if practice.is_dir() and {path.name for path in practice.iterdir()} <= {FILE_SYSTEMS_OWN}:
        may_be.add(RECORDINGS)
    if found := sorted(path.name for path in data_dir.iterdir() if path.name not in may_be):
        raise BackupRefusal(f"DATA_DIR {data_dir} isn't empty: it holds {found[0]}; restore into an empty folder")


class _Restore:
    """One backup on its way into one place."""

    def __init__(self, archive: Archive, config: Config, database: BackupDatabase, folder: Path, tell: Telling) -> None:
        self._archive, self._config, self._database, self.folder = archive, config, database, folder
        self._tell = tell
        self._dump = database.place_for(folder)
        address = without_password(config.sqlalchemy_url)
        digest = hashlib.sha256(archive.manifest.model_dump_json().encode()).hexdigest()
        self._note = json.dumps({"backup": digest, "database": address})

    def is_unpacked(self) -> bool:
        """Tell whether all is unpacked; raises BackupRefusal where it is another backup, or for elsewhere."""
        note = self.folder / _NOTE
        if not note.exists():
            return False
        if note.read_text(encoding="utf-8") != self._note:
            raise BackupRefusal(
                f"another restore into DATA_DIR {self._config.data_dir} was cut off; finish that one with its own file "
                "and DATABASE_URL, or empty the folder and take a new database"
            )
        return True

    def unpack(self, migrate: Migrate) -> None:
        """Have all that is in the backup on the disk, beside where it is to be."""
        for left in self.folder.iterdir():
            if left.name != LOCK:
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        for member in self._archive.manifest.members:
            if member.name.startswith(DATA):
                target = self.folder / _FILES / member.name.removeprefix(DATA)
                target.parent.mkdir(parents=True, exist_ok=True)
                self._archive.copy(member.name, target, self._tell)
        self._dump.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._archive.copy(DATABASE, self._dump, self._tell)
        self._database.prepare(self._dump, migrate)
        for made in {self._dump.parent, *(path for path in self.folder.rglob("*") if path.is_dir())}:
            sync_folder(made)
        write_atomically(self.folder / _NOTE, self._note)
        sync_folder(self.folder)

    def place(self, migrate: Migrate) -> None:
        """Put everything where it belongs, but for what is there already."""
        self._database.fill(self._dump, self._archive.manifest, migrate, self._tell)
        files = self.folder / _FILES
        for path in sorted(files.iterdir()) if files.is_dir() else ():
            put_in_place(path, self._config.data_dir / path.name)
        sync_folder(self._config.data_dir)
