"""What no backup can be made of, read from or restored into is one clear line, and changes nothing."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from api.web.context import parts
from api.web.database import db
from api.web.preparing import known_schemas, migrate
from api.work.backups.archive import Archive
from api.work.backups.drilling import drill
from api.work.backups.manifest import BackupRefusal, tell_nobody
from api.work.data_folder import make_data_folder
from config import Config, ConfigError
from support.backing_up import back_up, files_below, new_place, restore
from support.factories import Cast


@pytest.fixture
def file(sqlite_app: Flask, sqlite_cast: Cast, tmp_path: Path) -> Path:
    """A backup of the cast on SQLite."""
    back_up(_config(sqlite_app), tmp_path / "b.zip")
    return tmp_path / "b.zip"


def _config(app: Flask) -> Config:
    with app.app_context():
        return parts().config


def _changed(file: Path, **changes: Any) -> None:
    """Write another manifest into a backup."""
    with zipfile.ZipFile(file) as read:
        members = {name: read.read(name) for name in read.namelist()}
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), **changes}).encode()
    with zipfile.ZipFile(file, "w") as written:
        for name, data in members.items():
            written.writestr(name, data)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": 2}, "its format is 2, and this version reads 1"),
        ({"schema_revision": "9999"}, "schema 9999 of version 0.1.0, and this version knows them up to"),
        (
            {"kind": "postgresql"},
            "the backup is of PostgreSQL, and DATABASE_URL names SQLite; restore it into PostgreSQL",
        ),
        ({"tables": "none"}, "tables of its manifest"),
        ({"members": [{"name": "data/../../x", "size": 1, "sha256": "0" * 64}]}, "it holds data/../../x"),
        ({"members": [{"name": "database", "size": 1, "sha256": "0" * 64}]}, "is damaged: database isn't what was put"),
    ],
)
def test_a_backup_that_says_something_else_is_refused(file: Path, changes: dict[str, Any], says: str) -> None:
    """Before anything is touched: nothing is made where it was to be restored."""
    _changed(file, **changes)
    with pytest.raises(BackupRefusal) as refused:
        restore(file, Config(data_dir=file.parent / "data"))
    assert says in str(refused.value)
    assert files_below(file.parent / "data") == {}


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_refused(file: Path, part: float) -> None:
    """Wherever that was."""
    os.truncate(file, int(file.stat().st_size * part))
    with pytest.raises(BackupRefusal, match="it isn't one, or was cut off"):
        Archive(file)


@pytest.mark.parametrize("place", [0.2, 0.4, 0.6, 0.8])
def test_a_byte_that_changed_is_found(file: Path, place: float) -> None:
    """In whichever member it is."""
    raw = bytearray(file.read_bytes())
    raw[int(len(raw) * place)] ^= 0x55
    file.write_bytes(raw)
    with pytest.raises(BackupRefusal, match=r"b\.zip"):
        restore(file, Config(data_dir=file.parent / "data"))
    assert files_below(file.parent / "data") == {}


def test_what_is_there_is_never_written_over(app: Flask, cast: Cast, tmp_path: Path) -> None:
    """Neither a folder with files in it, nor a database with tables; the key of private notes may be there before."""
    config = parts().config
    back_up(config, tmp_path / "b.zip")
    with new_place(config, tmp_path / "data") as place:
        place.data_dir.mkdir()
        (place.data_dir / "notes.key").write_text("a key that was kept apart")
        restore(tmp_path / "b.zip", place)
        before = files_below(place.data_dir)
        with pytest.raises(BackupRefusal, match=r"isn't empty: it holds|holds tables"):
            restore(tmp_path / "b.zip", replace(place, data_dir=place.data_dir))
        assert files_below(place.data_dir) == before
        (place.data_dir / "stray.txt").write_text("x")
        with pytest.raises(BackupRefusal, match=r"isn't empty: it holds"):
            restore(tmp_path / "b.zip", place)


def test_a_drill_counts_every_table_and_leaves_nothing(
    app: Flask, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row too few is found; neither folder nor database is left, nor is the one that is there changed."""
    config = parts().config
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = _databases()
    back_up(config, tmp_path / "b.zip")
    _drill(tmp_path / "b.zip", config)
    manifest = Archive(tmp_path / "b.zip").manifest
    _changed(tmp_path / "b.zip", tables={**manifest.tables, "person": manifest.tables["person"] + 1})
    with pytest.raises(BackupRefusal, match=r"person has 8 rows for 9$"):
        _drill(tmp_path / "b.zip", config)
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]
    assert _databases() == before


def _drill(file: Path, config: Config) -> None:
    with Archive(file) as archive:
        drill(archive, config, revisions=known_schemas(config), migrate=migrate, tell=tell_nobody)


def _databases() -> list[str]:
    if db.engine.dialect.name == "sqlite":
        return []
    with db.engine.connect() as connection:
        names = connection.scalars(sa.text("SELECT datname FROM pg_database WHERE datname LIKE 'repertoire_drill%'"))
        return list(names)


@pytest.mark.postgres
def test_programs_that_lack_or_are_too_old_are_named(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    """And nothing is left of the try."""
    config = Config(data_dir=tmp_path / "data", database_url=postgres.replace("/postgres?", "/kept_empty?"))
    old = programs.parents[1] / "pginstall" / "bin"
    (tmp_path / "bin").mkdir()
    for path, says in ((old, "pg_dump is of PostgreSQL 16, and 18 or newer is needed"), (tmp_path / "bin", "isn't on")):
        monkeypatch.setenv("PATH", str(path))
        with pytest.raises(BackupRefusal, match=says):
            back_up(config, tmp_path / "b.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_nothing_starts_over_a_half_restored_folder(tmp_path: Path) -> None:
    """It says what to do."""
    (tmp_path / ".restoring").mkdir()
    with pytest.raises(ConfigError, match="restore the same file again"):
        make_data_folder(tmp_path)
