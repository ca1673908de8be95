"""Facts as rows, on both kinds of database: they come back as they were added, and faults are SQLAlchemy's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lms.crm.rows import append_rows, rows_of
from support.databases import session_of

ODD = ('a"b', "c\\d", "e\tf\ng", "\\N", "ä'{},;%s:x", "")


@pytest.fixture
def either(database_url: str) -> Iterator[Session]:
    """A session of an empty database, of SQLite and of PostgreSQL."""
    with session_of(database_url) as own:
        yield own


def test_facts_come_back_in_their_order_whatever_their_text(either: Session) -> None:
    """Only those of the source, the kind and the keys that were asked for, of thousands of keys too."""
    append_rows(either, [(1, 2, key, None, 3, f"first {key}") for key in ODD])
    append_rows(either, [(1, 2, key, "2026-05-31", 4, f"then {key}") for key in reversed(ODD)])
    append_rows(either, [(2, 2, ODD[0], None, 3, "of another source"), (1, 3, ODD[0], None, 3, "of another kind")])
    either.commit()
    asked = {*ODD[:-1], *map(str, range(5_000))}
    found = [tuple(row) for row in rows_of(either, source_id=1, kind=2, keys=asked)]
    day = date(2026, 5, 31)
    assert found == [
        *((key, None, 3, f"first {key}") for key in ODD[:-1]),
        *((key, day, 4, f"then {key}") for key in reversed(ODD[:-1])),
    ]


def test_a_fault_of_the_database_is_sqlalchemy_s_and_leaves_nothing(either: Session) -> None:
    """What answers faults of databases knows only those; facts added before are taken back with it."""
    append_rows(either, [(1, 2, "a", None, 3, "{}")])
    with pytest.raises(DBAPIError) as raised:
        append_rows(either, [(1, 2, "b", None, 3, "{}"), (1, 2, None, None, 3, "{}")])  # type: ignore[list-item]
    assert raised.value.orig is not None
    either.rollback()
    assert not list(rows_of(either, source_id=1, kind=2, keys=["a", "b"]))
