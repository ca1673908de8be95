"""Searches written down before they are answered: on disk at once, in the database soon after.

A search must not wait for the database, and what was answered must not be lost. So each process appends a line to a
file of its own and has it on disk before the answer leaves; the lines are moved into the table in batches. A line that
is moved twice is there once, because it carries the row's id.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.base import in_steps, insert_into
from lms.days import day_of
from lms.locks import try_lock
from lms.people.models import Person
from lms.usage.lines import LinesFile
from lms.usage.marks import mark_days
from lms.usage.models import SearchEvent

log = logging.getLogger("repertoire.searches")
SUFFIX = ".searches"
BATCH = 250
# Bytes; no search is longer, so a file that isn't a journal's can't fill the memory.
LONGEST = 1 << 20
# Between two batches other writers get as much time as the last one took, up to this.
LONGEST_PAUSE = 0.05


class JournalError(Exception):
    """A search can't be written down; the message is the system's reason."""


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
    """The searches of one process; safe for threads. A file whose process has ended belongs to whoever moves it.

    `refused` counts the searches that couldn't be written down; `refused_since` is when that began, None while it is
    over.
    """

    def __init__(self, folder: Path, *, zone: ZoneInfo) -> None:
        """Write nothing yet: the file is made by the process that answers, not by the one that forked it.

        `zone` is the company's: its days are marked when searches are moved.
        """
        self.refused = 0
        self.refused_since: datetime | None = None
        self._folder = folder
        self._zone = zone
        self._writing = threading.Lock()
        self._file: LinesFile | None = None

    def append(self, searched: Searched) -> None:
        """Write a search down; it is on disk when this returns. Searches at the same time share one flush.

        Raises JournalError when the disk is full or fails; then the search isn't kept, and is counted as refused.
        """
        line = json.dumps(vars(searched), default=str, ensure_ascii=True).encode() + b"\n"
        try:
            with self._writing:
                file = self._usable_file()
                number = file.write(line)
            file.sync(number)
        except OSError as error:
            self._count_refused(searched.at, error)
            raise JournalError(error.strerror or str(error)) from error
        self.refused_since = None

    def move(self, session: Session) -> int:
        """Move what was written into the database, in steps, and return the number of searches that are new there."""
        return in_steps(session, self.batches(session))

    def batches(self, session: Session) -> Iterator[int]:
        """Move what was written, the newest files first, and yield after each step how many searches are new.

        Whoever stops asking leaves the rest to the next who moves. A file is removed once its last step is committed.
        Raises OSError for a file that can't be read, after all others.
        """
        self._set_aside()
        failure: OSError | None = None
        for path in sorted(self._folder.glob(f"*{SUFFIX}"), reverse=True):  # by name: the time when they were begun
            try:
                with path.open("rb") as file:
                    is_ours = try_lock(file.fileno())  # nobody writes it any more
                    yield from _store_file(session, file, self._zone)
                    if is_ours:
                        path.unlink(missing_ok=True)
            except FileNotFoundError:  # another process has moved it just now
                continue
            except OSError as error:
                failure = error
        if failure is not None:
            raise failure

    def _usable_file(self) -> LinesFile:
        """Return the file to append to: a new one where nothing may be appended to the last."""
        if self._file is not None and not self._file.is_usable:
            self._file.close()
            self._file = None
        if self._file is None:
            self._file = LinesFile(self._folder / f"{uuid7().hex}{SUFFIX}")
        return self._file

    def _set_aside(self) -> None:
        """Close the file, so that whoever moves it next may remove it."""
        with self._writing:
            file, self._file = self._file, None
        if file is not None:
            file.close()

    def _count_refused(self, at: datetime, error: OSError) -> None:
        with self._writing:
            self.refused += 1
            is_first = self.refused_since is None
            self.refused_since = self.refused_since or at
        if is_first:
            log.error("searches are answered but not recorded: %s", error)


def _store_file(session: Session, file: BinaryIO, zone: ZoneInfo) -> Iterator[int]:
    """Insert the searches of a file, a batch in each step, and yield after each how many are new."""
    rows = _rows(iter(partial(file.readline, LONGEST), b""))
    pause = 0.0
    while batch := list(islice(rows, BATCH)):
        time.sleep(pause)
        started = time.monotonic()
        new = _store(session, batch, zone)
        yield new
        pause = min(time.monotonic() - started, LONGEST_PAUSE) if new else 0.0


def _store(session: Session, rows: list[dict[str, Any]], zone: ZoneInfo) -> int:
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


def _rows(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the searches of lines; one that was cut off by a power cut, or isn't whole yet, is left out."""
    for line in lines:
        if not line.endswith(b"\n"):
            continue
        try:
            read = json.loads(line)
            row = {field.name: read[field.name] for field in fields(Searched)}
            for name in ("id", "person_id", "session_id"):
                row[name] = UUID(row[name])
            row["at"] = datetime.fromisoformat(row["at"])
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        yield row
