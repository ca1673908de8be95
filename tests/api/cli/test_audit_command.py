"""`repertoire audit verify`: the chain of an installation, and what it says of one that was tampered with."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text, update

from api.cli import main
from lms.audit.chain import forget
from lms.audit.models import AuditEntry
from lms.days import present
from support.databases import SqliteDatabase, session_of


@pytest.fixture
def folder(tmp_path: Path, kept: Path) -> Path:
    """A data folder in which somebody was added at the command line."""
    SqliteDatabase(tmp_path / "repertoire.db", kept).put_back("empty")
    added = _run(tmp_path, "person", "add", "kim@example.com", "--name", "Kim Reyes", "--role", "rep")
    assert added.exit_code == 0, added.output
    return tmp_path


def test_it_prints_the_end_which_can_be_expected_later(folder: Path) -> None:
    """What was printed holds, also after more was done, and another end doesn't."""
    said = _run(folder, "audit", "verify")
    end = said.output.splitlines()[-1]
    assert "3 entries hold" in said.output
    _run(folder, "person", "leave", "kim@example.com", "--on", "2030-01-01")
    assert _run(folder, "audit", "verify", "--expect", end).exit_code == 0
    refused = _run(folder, "audit", "verify", "--expect", f"3:{'0' * 64}")
    assert (refused.exit_code, "entry 3 isn't the one that was expected" in refused.stderr) == (2, True)
    assert "NUMBER:HASH" in _run(folder, "audit", "verify", "--expect", "soon").stderr


def test_it_says_which_entry_was_changed(folder: Path) -> None:
    """By whoever can write into the database."""
    engine = create_engine(f"sqlite:///{folder / 'repertoire.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET via = 'site' WHERE number = 2"))
    found = _run(folder, "audit", "verify")
    assert found.exit_code == 2
    assert "entry 2 isn't what was written" in found.stderr
    assert "entries before it hold: 1" in found.stderr


def test_an_end_that_was_forgotten_is_no_tampering(folder: Path) -> None:
    """It says that there is nothing to compare, with an exit code of its own, and that what is left holds."""
    end = _run(folder, "audit", "verify").output.splitlines()[-1]
    for day in ("2030-01-01", "2030-01-02"):
        _run(folder, "person", "leave", "kim@example.com", "--on", day)
    with session_of(f"sqlite:///{folder / 'repertoire.db'}") as session:
        numbers = AuditEntry.number <= 4
        session.execute(update(AuditEntry).where(numbers).values(at=present() - timedelta(days=1_100)))
        assert forget(session, before=present() - timedelta(days=1_095)) == 4
        session.commit()
    said = _run(folder, "audit", "verify", "--expect", end)
    assert (said.exit_code, "tampered" in said.output) == (1, False)
    assert "entries hold" in said.stdout
    assert "entry 3 was forgotten" in said.stderr
    assert "AUDIT_KEEP_DAYS" in said.stderr


def test_details_that_nobody_erased_are_missed(folder: Path) -> None:
    """Whoever empties them in the database isn't taken for an erasure."""
    engine = create_engine(f"sqlite:///{folder / 'repertoire.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET details = NULL WHERE number = 2"))
    found = _run(folder, "audit", "verify")
    assert (found.exit_code, "the details of entry 2 were taken away" in found.stderr) == (2, True)


def _run(folder: Path, *words: str) -> Result:
    return CliRunner(env={"DATA_DIR": str(folder)}).invoke(main, words)
