"""`repertoire audit verify`: the chain of an installation, and what it says of one that was tampered with."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from api.cli import main
from support.databases import SqliteDatabase


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


def _run(folder: Path, *words: str) -> Result:
    return CliRunner(env={"DATA_DIR": str(folder)}).invoke(main, words)
