"""Rows that name a person, given to another person, and back; those that would clash with the other's stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Session

from lms.people.merges import MergedRow
from lms.records.columns import people_of, person_columns, plain_key, typed_key

# What proves who somebody is or says where they stand is each record's own; standings are computed anew.
OWN = {
    *("person_role", "membership", "standing", "api_token", "browser_session", "sign_in_link", "calendar_feed"),
    *("given_answer", "person_merge", "passkey", "passkey_challenge"),
}


@dataclass(frozen=True)
class Moving:
    """The rows of a column that name one person: keys of those that can name another, and how many can't."""

    column: Column[Any]
    keys: list[list[Any]]
    stays: int


@dataclass(frozen=True)
class _Unique:
    """Columns of which no two rows may hold the same, as far as a condition holds for both rows."""

    columns: list[Column[Any]]
    holds: tuple[Any, ...]


def moving(session: Session, *, gone_id: UUID, kept_id: UUID) -> Iterator[Moving]:
    """Yield for each column the rows that name the one person, and which of them may name the other.

    A row stays where the other one has its like already (the same favourite, the same subscription), and where it would
    name one person on both sides (their own mentor).
    """
    for column in person_columns():
        if column.table.name not in OWN:
            found = _moving(session, column, gone_id, kept_id)
            if found.keys or found.stays:
                yield found


def move(session: Session, found: Moving, *, gone_id: UUID, kept_id: UUID, merge_id: UUID) -> None:
    """Let rows name the other person, and remember which they were."""
    _rename(session, found.column, found.keys, kept_id)
    at = list(_table(found.column).primary_key).index(found.column) if found.column.primary_key else None
    for key in found.keys:
        held = [kept_id if place == at else value for place, value in enumerate(key)]
        row = MergedRow(merge_id=merge_id, table_name=found.column.table.name, column_name=found.column.name)
        row.key = plain_key(held)
        session.add(row)
    session.flush()


def move_back(session: Session, rows: Sequence[MergedRow], *, gone_id: UUID) -> None:
    """Let rows name the person again whom they named, in the order opposite to the one in which they were moved."""
    tables = {column.table.name: _table(column) for column in person_columns()}
    for row in reversed(rows):
        table = tables[row.table_name]
        _rename(session, table.c[row.column_name], [typed_key(table, row.key)], gone_id)


def _moving(session: Session, column: Column[Any], gone_id: UUID, kept_id: UUID) -> Moving:
    table = _table(column)
    keys = list(table.primary_key)
    others = (
        [each for each in people_of(table) if each is not column and not _is_by(each)] if not _is_by(column) else []
    )
    dialect = session.get_bind().dialect.name
    clashing = {
        key
        for unique in _uniques(table, dialect)
        if column in unique.columns
        for key in _clashing(session, unique, column, gone_id, kept_id)
    }
    wanted = list(dict.fromkeys([*keys, *others]))
    moves, stays = [], 0
    for row in session.execute(select(*wanted).where(column == gone_id)).mappings():
        key = [row[each] for each in keys]
        if tuple(key) in clashing or any(row[each] == kept_id for each in others):
            stays += 1
        else:
            moves.append(key)
    return Moving(column, moves, stays)


def _clashing(
    session: Session, unique: _Unique, column: Column[Any], gone_id: UUID, kept_id: UUID
) -> set[tuple[Any, ...]]:
    """Return the keys of rows that can't name the other one: it has a row that is the same where two may not be."""
    rest = [each for each in unique.columns if each is not column]
    keys = list(_table(column).primary_key)
    # Rows that say nothing in one of the columns are never the same, to either database.
    wanted = select(*dict.fromkeys([*keys, *rest])).where(*unique.holds, *(each.is_not(None) for each in rest))
    theirs = session.execute(wanted.where(column == kept_id)).mappings()
    taken = {tuple(row[each] for each in rest) for row in theirs}
    if not taken:
        return set()
    found = session.execute(wanted.where(column == gone_id)).mappings()
    return {tuple(row[each] for each in keys) for row in found if tuple(row[each] for each in rest) in taken}


def _rename(session: Session, column: Column[Any], keys: Sequence[Sequence[Any]], person_id: UUID) -> None:
    table = _table(column)
    conditions = [each == bindparam(f"key_{number}") for number, each in enumerate(table.primary_key)]
    change = table.update().where(*conditions).values({column.name: bindparam("whose")})
    rows = [{f"key_{number}": value for number, value in enumerate(key)} | {"whose": person_id} for key in keys]
    if rows:
        session.connection().execute(change, rows)


def _uniques(table: Table, dialect: str) -> Iterator[_Unique]:
    yield _Unique(list(table.primary_key), ())
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield _Unique(list(constraint.columns), ())
    for index in table.indexes:
        if index.unique:
            holds = index.dialect_options[dialect]["where"]
            yield _Unique(list(index.columns), () if holds is None else (holds,))


def _is_by(column: Column[Any]) -> bool:
    """Tell whether a column says by whom something was done, and not between whom."""
    return column.name.endswith("by_id") or column.name in {"asker_id", "author_id", "rater_id"}


def _table(column: Column[Any]) -> Table:
    table = column.table
    assert isinstance(table, Table)  # noqa: S101 - a column of a table of ours
    return table
