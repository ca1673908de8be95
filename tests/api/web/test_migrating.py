"""Migrations that are killed: the database has all of them or none, and the next start makes what is missing."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from api.web.database import alembic, database_app, db, upgrade
from config import Config
from support.processes import FORKED


def upgrade_until(folder: Path, statements: int) -> None:
    """Bring a new database to the newest schema, and die before the statement of this number."""
    app = database_app(Config(data_dir=folder))
    left = iter(range(statements))

    def count(*_: Any) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", count)
    upgrade(app)


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
