"""Last uses of tokens and browser sessions, written behind the requests: a read must not wait for whoever writes."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.people.secret import Secret

# The last use is written at most this often: a write for every request would cost more than the request.
LAST_USE_STEP = timedelta(minutes=5)


def is_use_due(last: datetime | None, *, at: datetime) -> bool:
    """Tell whether a use is far enough from the last that was written."""
    return last is None or at - last >= LAST_USE_STEP


class LastUses:
    """The uses of one kind of secret that aren't written yet, of one process; safe for threads."""

    def __init__(self, column: InstrumentedAttribute[Any]) -> None:
        """Know of none; `column` takes the moment, in a table that knows its secrets by their `digest`."""
        self._column = column
        self._unwritten: dict[bytes, datetime] = {}
        self._lock = threading.Lock()

    def note(self, secret: str, *, at: datetime) -> None:
        """Remember that a secret was used."""
        with self._lock:
            self._unwritten[Secret(secret).digest] = at

    def write(self, session: Session) -> None:
        """Write what was noted, and commit; what couldn't be written is kept for the next time."""
        with self._lock:
            noted = dict(self._unwritten)
        if not noted:
            return
        table = self._column.class_
        for digest, at in sorted(noted.items()):
            session.execute(update(table).where(table.digest == digest).values({self._column: at}))
        session.commit()
        with self._lock:
            self._unwritten = {digest: at for digest, at in self._unwritten.items() if noted.get(digest) != at}
