"""Columns that name people, in every table there is; whoever adds a table needs to say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table

from lms.schema import metadata


def person_columns() -> Iterator[Column[Any]]:
    """Yield the columns that hold a person's id, table by table, those that others depend on first."""
    for table in metadata.sorted_tables:
        yield from people_of(table)


def people_of(table: Table) -> list[Column[Any]]:
    """Return the columns of a table that hold a person's id."""
    return [column for column in table.c if any(key.column.table.name == "person" for key in column.foreign_keys)]


def plain_key(values: Any) -> list[Any]:
    """Write a primary key as JSON can hold it."""
    return [str(value) if isinstance(value, UUID) else value for value in values]


def typed_key(table: Table, key: list[Any]) -> list[Any]:
    """Read a primary key that was written as JSON."""
    kinds = [column.type.python_type for column in table.primary_key]
    return [UUID(value) if kind is UUID else value for kind, value in zip(kinds, key, strict=True)]
