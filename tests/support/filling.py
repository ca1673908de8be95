"""Rows in every table of a database, whatever tables there are: made from the columns and what they refer to."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa

from lms.schema import metadata as newest

ROWS = 3
# What has rows that follow from others; a chain of made-up ones would be broken.
NOT_FILLED = {"alembic_version", "audit_chain", "audit_entry"}
_SPACE = UUID("5f0c9f2e-3a53-4f53-9d3c-9f6f3e0d8a11")
_DAY, _MOMENT = date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC)
# Words that the product reads, where any other would be a fault of the row; by table and column, or by column.
_WORDS: dict[str, Any] = {
    "answers": {f"criterion-{number}": {"value": 1} for number in range(ROWS)},
    "content": {},
    "counts": {},
    "media_key": None,
    "removed_at": None,
    "filters": {},
    "given_answer.answers": {},
    "assessment.subject": "call",
    "crm_import.kind": "deals",
    "forecast_snapshot.kind": "pipeline",
    "person.time_zone": "Europe/Warsaw",
    "person_role.role": "rep",
    "role": "coach",
    "practice.subject": "pitch",
    "quiz_attempt.answers": [],
    "quiz_attempt.skill_results": {},
    "priority": "required",
    "link_item.kind": "page",
    "rubric_paper.content": {"title": "", "sections": [], "criteria": [], "points": 1, "caps": []},
    "punctuality": 1,
    "roll_out.strata": "team",
    "roll_out.kind": "course",
    "roll_out.unit": "person",
    "roll_out.outcome": "win_rate",
}
Known = dict[str, list[dict[str, Any]]]


def fill_tables(connection: sa.Connection) -> Known:
    """Add rows to each table, as the database has it now, and return all rows by table; the caller commits."""
    found = sa.MetaData()
    found.reflect(connection)
    known: Known = defaultdict(list)
    for table in found.sorted_tables:
        if table.name not in NOT_FILLED:
            _give_types(table)
            known[table.name] += [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            rows = [_row(table, number, known) for number in range(ROWS)]
            connection.execute(table.insert(), rows)
            known[table.name] += rows
    return known


def rows_by_table(connection: sa.Connection) -> Known:
    """Return all rows of each table, in an order of their own values."""
    found = sa.MetaData()
    found.reflect(connection)
    rows: Known = {}
    for table in found.sorted_tables:
        _give_types(table)
        rows[table.name] = sorted((dict(row) for row in connection.execute(sa.select(table)).mappings()), key=repr)
    return rows


def _give_types(table: sa.Table) -> None:
    """Give columns the types that the models have: SQLite doesn't tell an id from a text."""
    model = newest.tables.get(table.name)
    for column in table.c:
        if model is not None and column.name in model.c:
            column.type = model.c[column.name].type
        elif isinstance(column.type, sa.CHAR) and column.type.length == 32:
            column.type = sa.Uuid()


def _row(table: sa.Table, number: int, known: Known) -> dict[str, Any]:
    return {column.name: _value(table, column, number, known) for column in table.c}


def _value(table: sa.Table, column: sa.Column[Any], number: int, known: Known) -> Any:
    for key in column.foreign_keys:
        referred = known[key.column.table.name]
        if referred:
            return referred[-1 - number % len(referred)][key.column.name]
        return None if column.nullable else _value(table, key.column, number, known)  # each row is its own
    for name in (f"{table.name}.{column.name}", column.name):
        if name in _WORDS:
            return _WORDS[name]
    return _plain(column.type, f"{table.name} {column.name}", number)


def _plain(kind: Any, name: str, number: int) -> Any:
    if isinstance(kind, sa.Uuid):
        return uuid5(_SPACE, f"{name} {number}")
    if isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    by_type: tuple[tuple[Any, Any], ...] = (
        (sa.JSON, []),
        (sa.DateTime, _MOMENT + timedelta(days=number)),
        (sa.Date, _DAY + timedelta(days=number)),
        (sa.Boolean, bool(number % 2)),
        (sa.SmallInteger, 1 + number),
        (sa.Integer, 1000 + number),
        ((sa.Numeric, sa.Float), number + 0.5),
        (sa.LargeBinary, f"{name} {number}".encode()),
        (sa.String, f"{name.rpartition(' ')[2]}-{number}"),
    )
    value = next((value for type_, value in by_type if isinstance(kind, type_)), None)
    assert value is not None, f"{name} {kind!r}"
    return value[-kind.length :] if isinstance(value, str) and getattr(kind, "length", None) else value
