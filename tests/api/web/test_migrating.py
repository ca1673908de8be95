"""Migrations that are killed: the database has all of them or none, and the next start makes what is missing."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from api.web.database import alembic, database_app, db, upgrade
from config import Config
from support.migrating import upgrade_until
from support.processes import FORKED


@pytest.mark.parametrize("statements", [3, 40, 400])
def test_a_start_that_is_killed_in_its_migrations_is_followed_by_one_that_makes_them(
    tmp_path: Path, statements: int
) -> None:
    """Nothing stands half made in between, and references are checked again afterwards."""
    process = FORKED.Process(target=upgrade_until, args=(tmp_path, statements))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    app = database_app(Config(data_dir=tmp_path))
    with app.app_context():
        assert db.inspect(db.engine).get_table_names() == []
    upgrade(app)
    with app.app_context():
        assert [one.revision for one in alembic.current()] == [one.revision for one in alembic.heads()]
        assert db.session.execute(db.text("PRAGMA foreign_keys")).scalar() == 1
        assert db.session.execute(db.text("PRAGMA foreign_key_check")).all() == []
        db.engine.dispose()
