"""A database of its own for each test, of both kinds where that can matter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from lms.schema import metadata


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session of an empty SQLite database."""
    engine = create_engine(f"sqlite:///{tmp_path / 'crm.db'}")
    metadata.create_all(engine)
    with Session(engine) as own:
        yield own
    engine.dispose()


@pytest.fixture
def either(database_url: str) -> Iterator[Session]:
    """A session of an empty database, of SQLite and of PostgreSQL."""
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://", 1))
    metadata.create_all(engine)
    with Session(engine) as own:
        yield own
    engine.dispose()
