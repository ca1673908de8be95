"""`repertoire backup`: what is taken away with it is an entry of the audit, once it is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from api.cli import main
from api.work.backups.archive import Archive
from api.work.backups.manifest import tell_nobody
from lms.audit.reading import AuditLine, Sought, read_entries
from support.databases import SqliteDatabase, session_of


@pytest.fixture
def folder(tmp_path: Path, kept: Path) -> Path:
    """A data folder with an empty database."""
    SqliteDatabase(tmp_path / "data" / "repertoire.db", kept).put_back("empty")
    return tmp_path / "data"


def test_a_backup_that_was_made_is_an_entry(folder: Path, tmp_path: Path) -> None:
    """With its name, and whether the key is in it."""
    done = _run(folder, "backup", str(tmp_path / "b.zip"), "--with-key")
    assert (done.exit_code, done.stderr) == (0, "")
    (entry,) = _entries(folder)
    assert (entry.action, entry.subject, entry.via) == ("export.made", "b.zip", "command")
    assert entry.after is not None
    assert (entry.after["command"], entry.after["with_key"]) == ("backup", True)


def test_a_backup_that_failed_is_none(folder: Path, tmp_path: Path) -> None:
    """Here into a folder that isn't there."""
    assert _run(folder, "backup", str(tmp_path / "nowhere" / "b.zip")).exit_code == 2
    assert _entries(folder) == []


def test_a_database_that_takes_no_entry_is_backed_up(folder: Path, tmp_path: Path) -> None:
    """It is said that the audit doesn't have it."""
    engine = create_engine(f"sqlite:///{folder / 'repertoire.db'}")
    with engine.begin() as connection:
        refusing = "CREATE TRIGGER full BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(FAIL, 'no room'); END"
        connection.execute(text(refusing))
    engine.dispose()
    done = _run(folder, "backup", str(tmp_path / "b.zip"))
    assert (done.exit_code, "the audit doesn't say that it was made" in done.stderr) == (0, True)
    with Archive(tmp_path / "b.zip") as archive:
        archive.check(tell_nobody)
    assert _entries(folder) == []


def _entries(folder: Path) -> list[AuditLine]:
    with session_of(f"sqlite:///{folder / 'repertoire.db'}") as session:
        return read_entries(session, Sought(action="export"), before=None, limit=9)


def _run(folder: Path, *words: str) -> Result:
    return CliRunner(env={"DATA_DIR": str(folder)}).invoke(main, words)
