"""A database of its own for each test, of both kinds where that can matter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from support.databases import session_of


@pytest.fixture
def session(sqlite_url: str) -> Iterator[Session]:
    """A session of an empty SQLite database."""
    with session_of(sqlite_url) as own:
        yield own


@pytest.fixture
def either(database_url: str) -> Iterator[Session]:
    """A session of an empty database, of SQLite and of PostgreSQL."""
    with session_of(database_url) as own:
        yield own
