"""Journals of a process that dies right after it wrote, or that may write only so much."""

from __future__ import annotations

import errno
import os
import resource
import signal
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import UUID, uuid4

from lms.journals.journal import Journal, JournalError
from lms.usage.searched import Searched, open_searches
from support.learning import UTC_ZONE


def write_and_die(folder: Path, person_id: UUID, count: int) -> None:
    """Write so many searches of a person down, and kill this process at once."""
    journal = open_searches(folder, zone=UTC_ZONE)
    write(journal, person_id, [f"query {number}" for number in range(count)])
    os.kill(os.getpid(), signal.SIGKILL)


def write(journal: Journal, person_id: UUID, queries: list[str]) -> list[str]:
    """Write searches of a person down; returns the queries of those that the journal took."""
    taken = []
    for query in queries:
        searched = Searched(uuid4(), person_id, uuid4(), datetime.now(UTC), query, query, "en", {}, 1, False, 1, 1.5)
        try:
            journal.append(searched)
        except JournalError:
            continue
        taken.append(query)
    return taken


def write_with_little_room(
    folder: Path, person_id: UUID, room: int, can_cut: bool, answers: Connection[list[list[str]], None]
) -> None:
    """Write searches down while a file may have only `room` bytes, and without that; send what was taken, and die.

    Without `can_cut` the system refuses to make a file shorter, too.
    """
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    cut, journal = os.ftruncate, open_searches(folder, zone=UTC_ZONE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, most))
    if not can_cut:
        os.ftruncate = _refuse
    narrow = write(journal, person_id, [f"narrow {number}" * (1 + number % 3) for number in range(8)])
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    os.ftruncate = cut
    answers.send([narrow, write(journal, person_id, ["wide 0", "wide 1"])])
    os.kill(os.getpid(), signal.SIGKILL)


def _refuse(*_: object) -> None:
    raise OSError(errno.EIO, "no")
