"""Texts of sessions in tests: a session of Max and Ada, keys, and short ways to save and read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.coaching.models import SessionText, SessionTextCopy, SessionTextVersion
from lms.coaching.texts.cipher import NotesCipher
from lms.coaching.texts.reading import list_copies, list_versions, read_text
from lms.coaching.texts.saving import TextClash, TextSaved, save_text
from lms.coaching.texts.states import TextKind, TextState, Typed
from support.coaching import plan
from support.factories import MONDAY, Cast, Player

KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
OTHER_KEY = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="
MINUTE = timedelta(minutes=1)


def cipher_of(*keys: str) -> NotesCipher:
    """Return a cipher with these keys, or with KEY."""
    return NotesCipher(lambda: keys or (KEY,))


def coach(session: Session, cast: Cast) -> UUID:
    """Schedule a session in which Max coaches Ada, and return its id."""
    made = plan(session, cast.max, cast.ada, at=MONDAY)
    session.commit()
    return made.id


@dataclass
class Notes:
    """One text of a session, saved and read by people at minutes after Monday morning."""

    session: Session
    session_id: UUID
    kind: TextKind = "shared"
    cipher: NotesCipher = field(default_factory=cipher_of)

    def save(
        self, player: Player, text: str, *, on: int, device: str | None = None, step: int = 0, minute: float = 0
    ) -> TextSaved | TextClash:
        """Save a text on a version."""
        typed = Typed(text, on, device, step)
        return save_text(self.session, typed=typed, at=MONDAY + minute * MINUTE, **self._of(player))  # type: ignore[arg-type]

    def read(self, player: Player) -> TextState:
        """Return the text as somebody sees it."""
        return read_text(self.session, **self._of(player))  # type: ignore[arg-type]

    def versions(self, player: Player) -> list[str]:
        """Return the versions that were written over, the newest first."""
        found = list_versions(self.session, before=None, limit=100, **self._of(player))  # type: ignore[arg-type]
        return [old.text for old in found]

    def copies(self, player: Player, *, is_open: bool = True) -> list[str]:
        """Return the copies that are still to be merged, or all."""
        found = list_copies(self.session, after=None, limit=100, **self._of(player))  # type: ignore[arg-type]
        return [copy.text for copy in found if copy.settled_at is None or not is_open]

    def everything(self) -> list[str]:
        """Return whatever the tables hold of texts, as they hold it."""
        columns = (SessionText.text, SessionTextVersion.text, SessionTextCopy.text)
        return [text for column in columns for text in self.session.scalars(select(column))]

    def _of(self, player: Player) -> dict[str, object]:
        who = {"actor": player.actor, "session_id": self.session_id}
        return {**who, "kind": self.kind, "cipher": self.cipher}


def after(minutes: float) -> datetime:
    """Return the moment so many minutes after Monday morning."""
    return MONDAY + minutes * MINUTE
