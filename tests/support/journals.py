"""Journals of a process that dies right after it wrote."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from lms.usage.journal import Journal, Searched


def write_and_die(folder: Path, person_id: UUID, count: int) -> None:
    """Write so many searches of a person down, and kill this process at once."""
    journal = Journal(folder)
    for number in range(count):
        query = f"query {number}"
        journal.append(
            Searched(uuid4(), person_id, uuid4(), datetime.now(UTC), query, query, "en", {}, 1, False, number, 1.5)
        )
    os.kill(os.getpid(), signal.SIGKILL)
