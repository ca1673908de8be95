"""Giving out: what is held of one person, but for what was said in confidence, as values that JSON can write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Table, or_, select
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.people.directory import get_person
from lms.records.columns import people_of
from lms.records.telling import CONFIDENTIAL
from lms.schema import metadata

# Answers that were kept for a retry, and what is computed of other tables.
_LEFT_OUT = {"given_answer", "standing"} | CONFIDENTIAL


def records_of(session: Session, *, person_id: UUID) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each table that names a person with its rows that do, and at the end what the audit says of them.

    What was said between two people is left out (`lms.records.taking_along` has it for one of them), and so are
    secrets and all other bytes; people are ids. Raises NotFound.
    """
    get_person(session, person_id=person_id)
    yield "person", rows_of(session, metadata.tables["person"], metadata.tables["person"].c.id == person_id)
    for table in metadata.sorted_tables:
        columns = people_of(table)
        if columns and table.name not in _LEFT_OUT:
            rows = rows_of(session, table, or_(*(column == person_id for column in columns)))
            if rows:
                yield table.name, rows
    entries = metadata.tables[AuditEntry.__tablename__]
    about = rows_of(session, entries, or_(entries.c.person_id == person_id, entries.c.actor_id == person_id))
    if about:
        yield entries.name, about


def rows_of(session: Session, table: Table, condition: Any) -> list[dict[str, Any]]:
    """Return rows of a table as values that JSON can write, without secrets and other bytes."""
    shown = [column for column in table.c if not (isinstance(column.type, LargeBinary) or column.name == "secret")]
    found = session.execute(select(*shown).where(condition).order_by(*table.primary_key)).mappings()
    return [{key: _plain(value) for key, value in row.items()} for row in found]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value
