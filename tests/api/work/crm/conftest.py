"""A database of its own for each test, of both kinds where that can matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from support.databases import empty_tables


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session of an empty SQLite database."""
    with empty_tables(f"sqlite:///{tmp_path / 'crm.db'}") as own:
        yield own


@pytest.fixture
def either(database_url: str) -> Iterator[Session]:
    """A session of an empty database, of SQLite and of PostgreSQL."""
    with empty_tables(database_url) as own:
        yield own
