"""Counting what the database holds: the rows of each table, and its size."""

from __future__ import annotations

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from lms.schema import metadata


def count_rows(session: Session) -> list[tuple[str, int]]:
    """Return the tables with their rows, the longest first; on PostgreSQL as its statistics say, without counting."""
    if session.get_bind().dialect.name == "postgresql":
        estimate = text("SELECT relname, greatest(reltuples, 0)::bigint FROM pg_class WHERE relkind = 'r'")
        known = {row[0]: int(row[1]) for row in session.execute(estimate)}
        found = [(table.name, known.get(table.name, 0)) for table in metadata.sorted_tables]
    else:
        found = [
            (table.name, session.scalar(select(func.count()).select_from(table)) or 0)
            for table in metadata.sorted_tables
        ]
    return sorted(found, key=lambda each: (-each[1], each[0]))


def database_bytes(session: Session) -> int:
    """Return how many bytes the database takes."""
    if session.get_bind().dialect.name == "postgresql":
        return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    pages, size = session.scalar(text("PRAGMA page_count")), session.scalar(text("PRAGMA page_size"))
    return int(pages) * int(size)
