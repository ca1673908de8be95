"""Last uses of API tokens, written behind the requests: a read must not wait for whoever writes to the database."""

from __future__ import annotations

import threading
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.people.models import ApiToken
from lms.people.secret import Secret


class TokenUses:
    """The uses that aren't written yet, of one process; safe for threads."""

    def __init__(self) -> None:
        """Know of none."""
        self._unwritten: dict[bytes, datetime] = {}
        self._lock = threading.Lock()

    def note(self, secret: str, *, at: datetime) -> None:
        """Remember that a token was used."""
        with self._lock:
            self._unwritten[Secret(secret).digest] = at

    def write(self, session: Session) -> None:
        """Write what was noted, and commit; what couldn't be written is kept for the next time."""
        with self._lock:
            noted = dict(self._unwritten)
        if not noted:
            return
        for digest, at in sorted(noted.items()):
            session.execute(update(ApiToken).where(ApiToken.digest == digest).values(last_used_at=at))
        session.commit()
        with self._lock:
            self._unwritten = {digest: at for digest, at in self._unwritten.items() if noted.get(digest) != at}
