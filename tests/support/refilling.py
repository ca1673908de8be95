"""Putting a PostgreSQL database back by what changed in it: making it anew takes a core a third of a second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import psycopg
from psycopg.sql import SQL, Composed, Identifier, Literal

# Whoever is still connected might hold locks, or write later: as with `DROP DATABASE … WITH (FORCE)`.
END_OTHERS = SQL(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)
TABLES = SQL("SELECT oid::regclass::text FROM pg_class WHERE relkind = {} AND oid >= 16384 ORDER BY 1")
# What is written gets another place or the number of another transaction; a table without rows has nothing.
MARK = SQL("SELECT {name}, md5(string_agg(ctid::text || xmin::text, ',' ORDER BY ctid)) FROM {table}")
# Any change of tables, columns, indexes, constraints, types, functions, triggers and schemas writes rows of these;
# those with lower numbers are the server's own.
CATALOGS = {
    "pg_class": "oid",
    "pg_attribute": "attrelid",
    "pg_attrdef": "oid",
    "pg_constraint": "oid",
    "pg_index": "indexrelid",
    "pg_type": "oid",
    "pg_proc": "oid",
    "pg_trigger": "oid",
    "pg_namespace": "oid",
}
SCHEMA = SQL(" UNION ALL ").join(
    MARK.format(name=Literal(catalog), table=Identifier(catalog)) + SQL(" WHERE {} >= 16384").format(Identifier(number))
    for catalog, number in CATALOGS.items()
)
# Rows that were deleted stay in the files: now and then the database is made anew.
MOST_FILLINGS = 100
Marks = dict[str, str | None]


@dataclass(frozen=True)
class Kept:
    """The rows of each table as PostgreSQL copies them, and where each sequence stands."""

    rows: dict[str, bytes]
    sequences: dict[str, tuple[int, bool]]


class Refilling:
    """A connection to a database that holds what was kept under a name, or what was made of that since."""

    def __init__(self, url: str) -> None:
        """Nothing is known of the database until it was made."""
        self._url = url
        self._connection: psycopg.Connection | None = None
        self._kept: dict[str, Kept] = {}
        self._held = ""

    def begin(self, name: str) -> None:
        """Look at the database, which was just made as a copy of what was kept under this name."""
        self._connection = connection = psycopg.connect(self._url, autocommit=True)
        if name not in self._kept:
            self._kept[name] = _read(connection)
        self._schema = _asked(connection, SCHEMA)
        self._marks = _marks_of(connection, self._kept[name].rows)
        self._held = name
        self._fillings = 0

    def end(self) -> None:
        """Disconnect: a database with connections can be neither copied nor dropped."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def fill(self, name: str) -> bool:
        """Make the rows those that were kept under a name; returns False when the database must be made anew."""
        if self._connection is None or name not in self._kept or self._fillings == MOST_FILLINGS:
            return False
        while self._connection.execute(END_OTHERS).fetchone() != (0,):  # it takes them a moment
            pass
        if _asked(self._connection, SCHEMA) != self._schema:
            return False
        kept, held = self._kept[name], self._kept[self._held]
        marks = _marks_of(self._connection, kept.rows)
        stale = [each for each in kept.rows if marks[each] != self._marks[each] or kept.rows[each] != held.rows[each]]
        _write(self._connection, kept, stale)
        self._marks = {**self._marks, **_marks_of(self._connection, stale)}
        self._held = name
        self._fillings += 1
        return True


def _read(connection: psycopg.Connection) -> Kept:
    cursor = connection.cursor()
    rows = {}
    for (table,) in connection.execute(TABLES.format(Literal("r"))).fetchall():
        with cursor.copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copied:
            rows[table] = b"".join(bytes(block) for block in copied)
    names = [name for (name,) in connection.execute(TABLES.format(Literal("S")))]
    return Kept(rows, {name: _state_of(connection, name) for name in names})


def _write(connection: psycopg.Connection, kept: Kept, tables: Iterable[str]) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign key tells the order
        for table in tables:
            cursor.execute(SQL("DELETE FROM {}").format(Identifier(table)))
            if kept.rows[table]:
                with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copying:
                    copying.write(kept.rows[table])
        for name, state in kept.sequences.items():
            if _state_of(connection, name) != state:
                cursor.execute("SELECT setval(%s, %s, %s)", (name, *state))


def _state_of(connection: psycopg.Connection, sequence: str) -> tuple[int, bool]:
    found = connection.execute(SQL("SELECT last_value, is_called FROM {}").format(Identifier(sequence))).fetchone()
    assert found is not None
    return found[0], found[1]


def _marks_of(connection: psycopg.Connection, tables: Iterable[str]) -> Marks:
    asked = [MARK.format(name=Literal(each), table=Identifier(each)) for each in tables]
    return _asked(connection, SQL(" UNION ALL ").join(asked)) if asked else {}


def _asked(connection: psycopg.Connection, marks: Composed) -> Marks:
    return dict(connection.execute(marks).fetchall())
