"""A database of the tests is put back whole, whatever a test did to it."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from support.databases import PostgresDatabase
from support.sharing import WORKER

pytestmark = pytest.mark.postgres
NAME = f"changed_{WORKER}"
MADE = (
    "CREATE TABLE harbour (id serial PRIMARY KEY, name text UNIQUE);"
    "CREATE TABLE ship (id serial PRIMARY KEY, harbour_id integer REFERENCES harbour);"
    "INSERT INTO harbour (name) VALUES ('Gdynia'), ('Łeba\t\\N'), (NULL); INSERT INTO ship (harbour_id) VALUES (1), (1)"
)
CHANGES = [
    "SELECT 1",
    "UPDATE harbour SET name = name",
    "UPDATE harbour SET name = 'Ystad' WHERE id = 1",
    "DELETE FROM ship",
    "DELETE FROM ship; DELETE FROM harbour",
    "INSERT INTO harbour (name) VALUES ('Ystad')",
    "INSERT INTO ship (harbour_id) SELECT 1 FROM generate_series(1, 3000)",
    "BEGIN; INSERT INTO harbour (name) VALUES ('Ystad'); ROLLBACK",
    "SELECT setval('harbour_id_seq', 900)",
    "TRUNCATE harbour CASCADE",
    "DROP TABLE ship",
    "CREATE TABLE crane (id integer)",
    "ALTER TABLE harbour ADD COLUMN depth integer",
    "ALTER TABLE harbour ALTER COLUMN name SET DEFAULT 'Ystad'",
    "ALTER TABLE harbour DROP CONSTRAINT harbour_name_key",
    "CREATE INDEX names ON harbour (name)",
    "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
]
STATE = (
    "TABLE harbour",
    "TABLE ship",
    "SELECT last_value, is_called FROM harbour_id_seq",
    "SELECT last_value, is_called FROM ship_id_seq",
    'SELECT relname, relkind FROM pg_class WHERE oid >= 16384 ORDER BY relname COLLATE "C"',
    "SELECT attrelid::regclass::text, attname, atthasdef FROM pg_attribute WHERE attrelid >= 16384 ORDER BY 1, 2",
    "SELECT proname FROM pg_proc WHERE oid >= 16384",
)


@pytest.fixture(scope="module")
def changed(postgres: str) -> Iterator[PostgresDatabase]:
    """A database that has kept two harbours and their ships."""
    database = PostgresDatabase(postgres, NAME)
    database.put_back("empty")
    _do(database, MADE)
    database.keep(NAME)
    database.put_back(NAME)
    yield database
    database.drop()


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_was_changed_is_put_back(changed: PostgresDatabase, change: str) -> None:
    """Rows in their order, sequences and the schema."""
    before = _state(changed)
    _do(changed, change)
    changed.put_back(NAME)
    assert _state(changed) == before


def test_two_that_were_kept_take_turns(changed: PostgresDatabase) -> None:
    """What they differ in is exchanged, though no test changed it; and each is made once only."""
    before = _state(changed)
    _do(changed, "DELETE FROM ship; UPDATE harbour SET name = 'Ystad' WHERE id = 1")
    other = _state(changed)
    changed.keep(f"{NAME}_too")
    for _ in range(2):
        changed.put_back(NAME)
        assert _state(changed) == before
        changed.put_back(f"{NAME}_too")
        assert _state(changed)[:4] == other[:4]
    changed.put_back(NAME)


def test_who_is_still_connected_is_sent_away(changed: PostgresDatabase) -> None:
    """A test that left a transaction open doesn't hold up the next."""
    with psycopg.connect(changed.url) as left:
        left.execute("UPDATE harbour SET name = 'Ystad' WHERE id = 1")
        changed.put_back(NAME)
        with pytest.raises(psycopg.OperationalError):
            left.execute("SELECT 1")
    assert _state(changed)[0][0] == (1, "Gdynia")


def _do(database: PostgresDatabase, statement: str) -> None:
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute(statement.encode())


def _state(database: PostgresDatabase) -> list[list[tuple[object, ...]]]:
    with psycopg.connect(database.url) as connection:
        return [connection.execute(each.encode()).fetchall() for each in STATE]
