"""Migrations made whole or not at all, on SQLite too: a start that is killed in their middle can be tried again.

By itself Alembic commits each statement of SQLite alone, and Python's driver begins no transaction for one that changes
the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_alembic import Alembic
from sqlalchemy import Connection, event


class WholeAlembic(Alembic):
    """Alembic whose run of several migrations is one transaction, whatever the database."""

    def run_migrations(self, fn: Any, **given: Any) -> None:
        """Run migrations; raises what they raise, and leaves the database as it was."""
        connection = self.migration_context.connection
        if connection is None or connection.dialect.name != "sqlite":
            super().run_migrations(fn, **given)
            return
        with _in_one_transaction(connection):
            super().run_migrations(fn, **given)


@contextmanager
def _in_one_transaction(connection: Connection) -> Iterator[None]:
    """Let the next transaction of a connection begin where it is said to, with the only right to write.

    References aren't checked meanwhile, because a table that is written anew is dropped in between; that can't be said
    within a transaction.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    usual, driver.isolation_level = driver.isolation_level, None
    event.listen(connection, "begin", _begin)
    try:
        yield
    finally:
        event.remove(connection, "begin", _begin)
        driver.isolation_level = usual
        driver.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
