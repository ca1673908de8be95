"""A database of its own for each test, of both kinds where that can matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from support.databases import SqliteDatabase, session_of


@pytest.fixture
def session(tmp_path: Path, kept: Path) -> Iterator[Session]:
    """A session of an empty SQLite database."""
    database = SqliteDatabase(tmp_path / "crm.db", kept)
    database.put_back("empty")
    with session_of(database.url) as own:
        yield own


@pytest.fixture
def either(database_url: str) -> Iterator[Session]:
    """A session of an empty database, of SQLite and of PostgreSQL."""
    with session_of(database_url) as own:
        yield own
