"""Events written down before they are answered: on disk at once, in the database soon after.

An answer must not wait for the database, and what was answered must not be lost. So each process appends a line to a
file of its own and has it on disk before the answer leaves; the lines are moved into tables in batches. A line that is
moved twice counts once, because it carries an id.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Protocol, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.base import in_steps
from lms.days import of_unix
from lms.journals.lines import LinesFile
from lms.locks import try_lock

log = logging.getLogger("repertoire.journals")
BATCH = 250
# Bytes; no event is longer, so a file that isn't a journal's can't fill the memory.
LONGEST = 1 << 20
# Between two batches other writers get as much time as the last one took, up to this.
LONGEST_PAUSE = 0.05
JournalRow = dict[str, Any]


class JournalError(Exception):
    """An event can't be written down; the message is the system's reason."""


class JournalEvent(Protocol):
    """A dataclass of plain values, ids and moments; `at` is when it happened."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def at(self) -> datetime:
        """When it happened."""


@dataclass(frozen=True)
class JournalKind:
    """A kind of event: its class, how its files end, and `store`, which inserts rows and returns how many were new.

    `log_refused` is what the log says, with the reason behind it, when events are refused.
    """

    event: type[JournalEvent]
    suffix: str
    store: Callable[[Session, list[JournalRow], ZoneInfo], int]
    log_refused: str


class Journal:
    """The events of one kind in one process; safe for threads. A file whose process ended belongs to whoever moves it.

    `refused` counts the events that couldn't be written down; `refused_since` is when that began, None while it is
    over.
    """

    def __init__(self, kind: JournalKind, folder: Path, *, zone: ZoneInfo) -> None:
        """Write nothing yet: the file is made by the process that answers, not by the one that forked it.

        `zone` is the company's: it says on which day an event was when it is moved.
        """
        self._kind = kind
        self.refused = 0
        self.refused_since: datetime | None = None
        self._folder = folder
        self._zone = zone
        self._writing = threading.Lock()
        self._file: LinesFile | None = None

    def append(self, event: JournalEvent) -> None:
        """Write an event down; it is on disk when this returns. Events at the same time share one flush.

        Raises JournalError when the disk is full or fails; then the event isn't kept, and is counted as refused.
        """
        line = json.dumps(vars(event), default=str, ensure_ascii=True).encode() + b"\n"
        try:
            with self._writing:
                file = self._usable_file()
                number = file.write(line)
            file.sync(number)
        except OSError as error:
            self._count_refused(event.at, error)
            raise JournalError(error.strerror or str(error)) from error
        self.refused_since = None

    def move(self, session: Session) -> int:
        """Move what was written into the database, in steps, and return the number of events that are new there."""
        return in_steps(session, self.batches(session))

    def batches(self, session: Session) -> Iterator[int]:
        """Move what was written, the newest files first, and yield after each step how many events are new.

        Whoever stops asking leaves the rest to the next who moves. A file is removed once its last step is committed.
        Raises OSError for a file that can't be read, after all others.
        """
        self._set_aside()
        failure: OSError | None = None
        for path in sorted(
            self._folder.glob(f"*{self._kind.suffix}"), reverse=True
        ):  # by name: the time when they were begun
            try:
                with path.open("rb") as file:
                    is_ours = try_lock(file.fileno())  # nobody writes it any more
                    yield from _store_file(session, file, self._kind, self._zone)
                    if is_ours:
                        path.unlink(missing_ok=True)
            except FileNotFoundError:  # another process has moved it just now
                continue
            except OSError as error:
                failure = error
        if failure is not None:
            raise failure

    def waiting_since(self) -> datetime | None:
        """Return when the oldest file was begun that isn't moved yet, of any process; None where all is moved."""
        begun = min((path.stem for path in self._folder.glob(f"*{self._kind.suffix}")), default=None)
        return _moment_of(begun) if begun else None

    def _usable_file(self) -> LinesFile:
        """Return the file to append to: a new one where nothing may be appended to the last."""
        if self._file is not None and not self._file.is_usable:
            self._file.close()
            self._file = None
        if self._file is None:
            self._file = LinesFile(self._folder / f"{uuid7().hex}{self._kind.suffix}")
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
            log.error("%s: %s", self._kind.log_refused, error)


def _moment_of(name: str) -> datetime | None:
    """Return when a file was begun, which its name says (RFC 9562); None for one that isn't ours."""
    try:
        return of_unix((UUID(hex=name).int >> 80) / 1000)
    except (ValueError, OverflowError):
        return None


def _store_file(session: Session, file: BinaryIO, kind: JournalKind, zone: ZoneInfo) -> Iterator[int]:
    """Insert the events of a file, a batch in each step, and yield after each how many are new."""
    rows = _rows(iter(partial(file.readline, LONGEST), b""), kind.event)
    pause = 0.0
    while batch := list(islice(rows, BATCH)):
        time.sleep(pause)
        started = time.monotonic()
        new = kind.store(session, batch, zone)
        yield new
        pause = min(time.monotonic() - started, LONGEST_PAUSE) if new else 0.0


def _rows(lines: Iterable[bytes], event: type[JournalEvent]) -> Iterator[JournalRow]:
    """Yield the events of lines; one that was cut off by a power cut, or isn't whole yet, is left out."""
    types = get_type_hints(event)
    for line in lines:
        if not line.endswith(b"\n"):
            continue
        try:
            read = json.loads(line)
            row = {field.name: _value(read[field.name], types[field.name]) for field in fields(event)}
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        yield row


def _value(read: Any, kind: Any) -> Any:
    if kind is UUID:
        return UUID(read)
    return datetime.fromisoformat(read) if kind is datetime else read
