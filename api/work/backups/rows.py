"""Rows of every table and the schema of a database, read from one connection of either kind."""

from __future__ import annotations

from sqlalchemy import Connection, func, inspect, select, table

from api.work.backups.manifest import BackupRefusal

SCHEMA = "alembic_version"


def table_names(connection: Connection) -> list[str]:
    """Return the names of all tables, in their order."""
    return sorted(inspect(connection).get_table_names())


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has, as this connection's transaction sees them."""
    return {
        name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in table_names(connection)
    }


def schema_of(connection: Connection) -> str:
    """Return the revision of a database; raises BackupRefusal for one that holds no installation."""
    if SCHEMA not in table_names(connection):
        raise BackupRefusal("the database holds no installation of Repertoire; see DATABASE_URL and DATA_DIR")
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if len(found) != 1:
        raise BackupRefusal("the database doesn't say which schema it has; start the product once before")
    return str(found[0])
