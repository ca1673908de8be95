"""Searches written down before they are answered: on disk at once, in the database soon after.

A search must not wait for the database, and what was answered must not be lost. So each process appends a line to a
file of its own and has it on disk before the answer leaves; the lines are moved into the table in batches. A line that
is moved twice is there once, because it carries the row's id.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.people.models import Person
from lms.usage.marks import mark_days
from lms.usage.models import SearchEvent

SUFFIX = ".searches"
BATCH = 500


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


class Journal:
    """The searches of one process; safe for threads. A file whose process has ended belongs to whoever moves it."""

    def __init__(self, folder: Path) -> None:
        """Write nothing yet: the file is made by the process that answers, not by the one that forked it."""
        self._folder = folder
        self._writing = threading.Lock()
        self._syncing = threading.Lock()
        self._file: int | None = None
        self._path = folder
        self._written = 0
        self._synced = 0

    def append(self, searched: Searched) -> None:
        """Write a search down; it is on disk when this returns. Searches at the same time share one flush."""
        line = json.dumps(asdict(searched), default=str, ensure_ascii=True).encode() + b"\n"
        with self._writing:
            file = self._file if self._file is not None else self._open()
            os.write(file, line)
            self._written += 1
            number = self._written
        with self._syncing:
            if self._synced < number:
                reached = self._written
                os.fdatasync(file)
                self._synced = reached

    def _open(self) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._path = self._folder / f"{uuid4().hex}{SUFFIX}"
        new = self._path.with_suffix(".new")
        self._file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        new.rename(self._path)  # seen by others only now: a file without its lock is taken for one that was left
        folder = os.open(self._folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        return self._file

    def move(self, session: Session) -> int:
        """Move what was written into the database and return the number of searches; commits."""
        self._set_aside()
        count = 0
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            with suppress(FileNotFoundError), path.open("rb") as file:  # another process may have moved it just now
                is_ours = path != self._path and _is_left(file.fileno())
                count += _store(session, file.read())
                if is_ours:
                    path.unlink(missing_ok=True)
        return count

    def _set_aside(self) -> None:
        """Close the file, so that whoever moves it next may remove it."""
        with self._syncing, self._writing:
            if self._file is not None:
                os.fdatasync(self._file)
                os.close(self._file)
                self._file, self._path = None, self._folder
                self._synced = self._written


def _is_left(file: int) -> bool:
    """Tell whether nobody writes a file any more."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _store(session: Session, data: bytes) -> int:
    """Insert the searches of a file that aren't there yet; a line that was cut off by a power cut is left out.

    The days of those that were inserted are marked last, because a mark is locked until the transaction ends.
    """
    rows = list(_rows(data))
    moments: list[datetime] = []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        known = set(session.scalars(select(Person.id).where(Person.id.in_({row["person_id"] for row in batch}))))
        # A line of somebody whom this database doesn't know must not hold up all others.
        batch = [{**row, "person_id": row["person_id"] if row["person_id"] in known else None} for row in batch]
        insert = insert_into(session, SearchEvent).values(batch).on_conflict_do_nothing()
        moments += session.scalars(insert.returning(SearchEvent.at))
    mark_days(session, moments)
    session.commit()
    return len(rows)


def _rows(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.splitlines():
        try:
            read = json.loads(line)
            row = {field.name: read[field.name] for field in fields(Searched)}
            for name in ("id", "person_id", "session_id"):
                row[name] = UUID(row[name])
            row["at"] = datetime.fromisoformat(row["at"])
        except (ValueError, KeyError, TypeError):
            continue
        yield row
