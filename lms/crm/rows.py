"""Facts as rows of their table: many are added or found at once, in the way that each kind of database does fastest."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, any_, cast, func, literal, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON

from lms.crm.models import CrmFact

FactRow = tuple[int, int, str, str | None, int, str]
"""A fact to be added: its source, kind, key, day as ISO text, import, and what was said."""
_INSERT = "INSERT INTO crm_fact (source_id, kind, key, day, import_number, said) VALUES (?, ?, ?, ?, ?, ?)"
_COPY = "COPY crm_fact (source_id, kind, key, day, import_number, said) FROM STDIN"


def append_rows(session: Session, rows: Sequence[FactRow]) -> None:
    """Add rows in their order; the caller commits. Raises SQLAlchemy's errors, whatever the kind of database."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_INSERT, list(rows))
        return
    faults = connection.dialect.loaded_dbapi.Error
    own: Any = connection.connection.driver_connection
    try:
        with own.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)
    except faults as fault:
        raise DBAPIError.instance(_COPY, None, fault, faults) from fault


def rows_of(
    session: Session, *, source_id: int, kind: int, keys: Collection[str]
) -> Iterable[Row[str, date | None, int, str]]:
    """Return key, day, number of the import and what was said of all facts of some records, as they were added."""
    wanted = (
        select(CrmFact.key, CrmFact.day, CrmFact.import_number, CrmFact.said)
        .where(CrmFact.source_id == source_id, CrmFact.kind == kind, _is_among(session, list(keys)))
        .order_by(CrmFact.id)
    )
    session.flush()
    # A connection's rows, as those of a session take twice as long.
    return session.connection().execute(wanted)


def _is_among(session: Session, keys: list[str]) -> ColumnElement[bool]:
    """Return that a row is of one of these keys, which are sent as one value: thousands are slow to send."""
    sent = literal(json.dumps(keys, ensure_ascii=False))
    if session.get_bind().dialect.name == "sqlite":
        return CrmFact.key.in_(select(func.json_each(sent).table_valued("value").c.value))
    # An array, so that the index finds each of them; of a subselect that wouldn't be sure.
    return CrmFact.key == any_(func.array(select(func.json_array_elements_text(cast(sent, JSON))).scalar_subquery()))
