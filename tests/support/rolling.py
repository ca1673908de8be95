"""Counting of marked days, also in processes that must not wait for more than it needs."""

from __future__ import annotations

import os
import signal
from datetime import datetime
from multiprocessing.synchronize import Barrier
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from lms.base import in_steps
from lms.demand.rollup import roll_up
from support.learning import UTC_ZONE


def key_of(normal: str, language: str | None) -> str:
    """Return the words in any order; field words alone are no words."""
    words = [word for word in normal.split() if ":" not in word]
    return " ".join(sorted(normal.split())) if words else ""


def count(session: Session, *, zone: ZoneInfo = UTC_ZONE, whole_since: datetime | None = None) -> int:
    """Count the marked days of a zone; from a moment on all events are there with their people."""
    steps = roll_up(session, zone=zone, whole_since=whole_since, key_of=key_of, is_word=lambda _: False)
    return in_steps(session, steps)


def count_and_die(url: str, died_at: int, together: Barrier) -> None:
    """Count the marked days of a database once others are ready too, up to the statement with this number (0: none).

    It is killed there: in the middle of a transaction, however fast the machine.
    """
    engine, statements = create_engine(url), iter(range(1, 1_000_000))

    @event.listens_for(engine, "before_cursor_execute")
    def die_in_time(*_: object) -> None:
        if next(statements) == died_at:
            os.kill(os.getpid(), signal.SIGKILL)

    together.wait()
    with Session(engine) as session:
        count(session)
