"""Searches as events of a journal, and how they get into their table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.days import day_of
from lms.journals.journal import Journal, JournalKind
from lms.people.models import Person
from lms.usage.marks import mark_days
from lms.usage.models import SearchEvent

SUFFIX = ".searches"


@dataclass(frozen=True)
class Searched:
    """One search: as typed and normalised, the language it was taken for, its filters, and what it found.

    `session_id` tells the searches of one sign-in from others; `took_ms` is the time the engine needed.
    """

    id: UUID
    person_id: UUID
    session_id: UUID
    at: datetime
    query: str
    normal: str
    language: str | None
    filters: dict[str, list[str]]
    page: int
    was_typing: bool
    hits: int
    took_ms: float


def store_searches(session: Session, rows: list[dict[str, Any]], zone: ZoneInfo) -> int:
    """Insert the searches that aren't there yet, and return their number.

    The days of those that were inserted are marked last, because a mark is locked until the transaction ends. Where all
    are there nothing is written, and nobody waits.
    """
    known = set(session.scalars(select(SearchEvent.id).where(SearchEvent.id.in_([row["id"] for row in rows]))))
    rows = [row for row in rows if row["id"] not in known]
    if rows:
        people = set(session.scalars(select(Person.id).where(Person.id.in_({row["person_id"] for row in rows}))))
        # A line of somebody whom this database doesn't know must not hold up all others.
        rows = [{**row, "person_id": row["person_id"] if row["person_id"] in people else None} for row in rows]
        # Row by row in one call: a statement for all of them at once takes ten times as long to put together.
        session.connection().execute(insert_into(session, SearchEvent).on_conflict_do_nothing(), rows)
        mark_days(session, [day_of(zone, row["at"]) for row in rows])
    return len(rows)


SEARCHES = JournalKind(Searched, SUFFIX, store_searches, "searches are answered but not recorded")


def open_searches(folder: Path, *, zone: ZoneInfo) -> Journal:
    """Return the journal of this process's searches in a folder."""
    return Journal(SEARCHES, folder, zone=zone)
