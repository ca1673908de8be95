"""Giving out: what is held of one person, but for what was said in confidence, as values that JSON can write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Table, or_, select
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.people.directory import get_person
from lms.people.merges import records_of_one
from lms.records.columns import people_of
from lms.records.telling import CONFIDENTIAL
from lms.schema import metadata

# Answers that were kept for a retry, and what is computed of other tables.
_LEFT_OUT = {"given_answer", "standing"} | CONFIDENTIAL
# Of a merge the two addresses, which its admin and the other record would be told too.
_UNSAID = {"secret", "kept_email", "gone_email"}


def records_of(session: Session, *, person_id: UUID) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each table that names a person with its rows that do, and at the end what the audit says of them.

    Rows of records that were merged into this one are among them. What was said between two people is left out
    (`lms.records.taking_along` has it for one of them), and so are secrets and all other bytes; people are ids.
    Raises NotFound.
    """
    get_person(session, person_id=person_id)
    own = records_of_one(session, person_id=person_id)
    yield "person", rows_of(session, metadata.tables["person"], metadata.tables["person"].c.id.in_(own))
    for table in metadata.sorted_tables:
        columns = people_of(table)
        if columns and table.name not in _LEFT_OUT:
            rows = rows_of(session, table, or_(*(column.in_(own) for column in columns)))
            if rows:
                yield table.name, rows
    entries = metadata.tables[AuditEntry.__tablename__]
    about = rows_of(session, entries, or_(entries.c.person_id.in_(own), entries.c.actor_id.in_(own)))
    if about:
        yield entries.name, [_of_nobody_else(row, {str(one) for one in own}) for row in about]


def rows_of(session: Session, table: Table, condition: Any) -> list[dict[str, Any]]:
    """Return rows of a table as values that JSON can write, without secrets, other bytes and addresses of others."""
    shown = [column for column in table.c if not (isinstance(column.type, LargeBinary) or column.name in _UNSAID)]
    found = session.execute(select(*shown).where(condition).order_by(*table.primary_key)).mappings()
    return [{key: _plain(value) for key, value in row.items()} for row in found]


def _of_nobody_else(entry: dict[str, Any], own: set[str]) -> dict[str, Any]:
    """Return an entry of the audit without where another one was, and without what became of another one."""
    if entry["details"] is None:
        return entry
    details = json.loads(entry["details"])
    kept = {"address"} if entry["actor_id"] in own else set()
    kept |= {"before", "after"} if entry["person_id"] in own else set()
    told = {name: value for name, value in details.items() if name in kept}
    return entry | {"details": json.dumps(told, ensure_ascii=False, sort_keys=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value
