"""The migrations make exactly the tables that the models describe, on both databases."""

from __future__ import annotations

from flask import Flask

from api.database import alembic


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    """Alembic finds nothing to add or to change."""
    assert alembic.compare_metadata() == []


def test_there_is_one_newest_migration_and_the_database_has_it(app: Flask) -> None:
    """Two heads would leave it open which schema is right."""
    assert [script.revision for script in alembic.heads()] == [script.revision for script in alembic.current()]
    assert len(alembic.heads()) == 1
