"""The declarative base of every table: ids are UUIDv7, times are aware UTC."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, MetaData, Uuid, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator
from uuid_utils.compat import uuid7

_BATCH = 10_000  # ids in one statement; PostgreSQL takes 65,535 parameters
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses a naive datetime, and returns an aware one whatever the database stores."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone reached the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, UUID: Uuid}


class Identified:
    """A row with a UUIDv7 of its own, so that ids sort by the time they were made."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)


def in_steps(session: Session, steps: Iterable[int]) -> int:
    """Commit after each step of something long, and return the sum of what they did.

    Steps are a generator that yields where nothing is left half done: it may be killed at any moment, or not be
    asked on, and what was committed stays. A step that may not go on raises StepLostError, and is taken back.
    """
    total = 0
    try:
        for done in steps:
            session.commit()
            total += done
    except StepLostError:
        session.rollback()
    return total


class StepLostError(Exception):
    """Somebody else is doing the same: what this step did is taken back, and no other is begun."""


def insert_into(session: Session, table: Any) -> Any:
    """Return the insert of this database, which both write alike when a row is there already."""
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(table)


def hold(session: Session, column: InstrumentedAttribute[Any], *conditions: ColumnElement[bool]) -> None:
    """Let nobody else change the rows of a column's table that meet some conditions, until this transaction ends.

    It is an update that changes nothing: PostgreSQL holds these rows from here on, and SQLite all of it. Read them anew
    afterwards; what the session knows of them is from before.
    """
    same = update(column.class_).where(*conditions).values({column: column})
    session.execute(same.execution_options(synchronize_session=False))


def hold_each(session: Session, key: InstrumentedAttribute[UUID], ids: Collection[UUID]) -> None:
    """Hold rows by their keys, always in the same order, so that no two transactions wait for each other."""
    ordered = sorted(set(ids))
    if session.get_bind().dialect.name != "postgresql":
        if ordered:  # SQLite has one lock for all
            hold(session, key, key == ordered[0])
        return
    for start in range(0, len(ordered), _BATCH):
        wanted = select(key).where(key.in_(ordered[start : start + _BATCH])).order_by(key)
        session.execute(wanted.with_for_update(key_share=True)).all()
