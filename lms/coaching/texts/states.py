"""States of a text as its two people get them: the last one, versions before it, copies to be merged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.base import hold, insert_into
from lms.coaching.models import SessionText, SessionTextCopy
from lms.coaching.texts.cipher import Belongs, NotesCipher

TextKind = Literal["agenda", "shared", "private"]
MAX_TEXT = 100_000


@dataclass(frozen=True)
class TextState:
    """A text as it is now; `locked` says why it can't be read, and `copies` how many are still to be merged."""

    kind: str
    text: str
    version: int
    updated_at: datetime | None = None
    updated_by_id: UUID | None = None
    copies: int = 0
    locked: str | None = None


@dataclass(frozen=True)
class CopyState:
    """What somebody had typed on top of an earlier version."""

    id: UUID
    text: str
    base_version: int
    at: datetime
    by_id: UUID
    settled_at: datetime | None


@dataclass(frozen=True)
class VersionState:
    """A text as it was before it was written over."""

    version: int
    text: str
    at: datetime
    by_id: UUID


@dataclass(frozen=True)
class TypedText:
    """What somebody typed on top of a version.

    A `device` is one page that is open somewhere; it counts what it sends by `step`, so that of two requests the one
    that was typed later is known, whichever comes first.
    """

    text: str
    base_version: int
    device: str | None = None
    step: int = 0


@dataclass(frozen=True)
class Seal:
    """What stands between a row and its text: the cipher where it is private, nothing elsewhere."""

    cipher: NotesCipher
    belongs: Belongs | None

    @classmethod
    def of(cls, row: SessionText, cipher: NotesCipher) -> Seal:
        """Return what a row's text is kept under."""
        return cls(cipher, Belongs(row.session_id, row.writer_id) if row.writer_id else None)

    def close(self, text: str) -> str:
        """Return a text as it is kept."""
        return self.cipher.close(text, self.belongs) if self.belongs else text

    def open(self, kept: str) -> str:
        """Return a text that is kept; one that nobody wrote yet is empty."""
        return self.cipher.open(kept, self.belongs) if self.belongs and kept else kept


def writer_of(kind: TextKind, person_id: UUID) -> UUID | None:
    """Return whose a text of a kind is; None for both people's."""
    return person_id if kind == "private" else None


def find_row(session: Session, *, session_id: UUID, kind: TextKind, person_id: UUID) -> SessionText | None:
    """Return a text of a session, for a person of the two; None while nobody wrote any."""
    writer_id = writer_of(kind, person_id)
    of = SessionText.writer_id == writer_id if writer_id else SessionText.writer_id.is_(None)
    return session.scalar(select(SessionText).where(SessionText.session_id == session_id, SessionText.kind == kind, of))


def row_in_turn(session: Session, *, session_id: UUID, kind: TextKind, person_id: UUID, at: datetime) -> SessionText:
    """Return a text's row as it is now, which nobody else writes until this transaction ends; made if there is none."""
    row = find_row(session, session_id=session_id, kind=kind, person_id=person_id)
    if row is None:
        new = {
            "session_id": session_id,
            "kind": kind,
            "writer_id": writer_of(kind, person_id),
            "text": "",
            "version": 0,
        }
        insert = insert_into(session, SessionText).values(**new, updated_at=at, updated_by_id=person_id)
        session.execute(insert.on_conflict_do_nothing())
        row = find_row(session, session_id=session_id, kind=kind, person_id=person_id)
    if row is None:  # pragma: no cover - it was inserted, or was there
        raise LookupError(kind)
    hold(session, SessionText.version, SessionText.id == row.id)
    session.refresh(row)
    return row


def state_of(row: SessionText, text: str, *, copies: int = 0) -> TextState:
    """Return a text as it is now."""
    if not row.version:
        return TextState(row.kind, "", 0, copies=copies)
    return TextState(row.kind, text, row.version, row.updated_at, row.updated_by_id, copies)


def copy_of(copy: SessionTextCopy, text: str) -> CopyState:
    """Return a copy with its text."""
    return CopyState(copy.id, text, copy.base_version, copy.at, copy.by_id, copy.settled_at)


def count_copies(session: Session, text_ids: list[UUID]) -> dict[UUID, int]:
    """Return how many copies of texts are still to be merged."""
    is_open = (SessionTextCopy.text_id.in_(text_ids), SessionTextCopy.settled_at.is_(None))
    wanted = select(SessionTextCopy.text_id, func.count()).where(*is_open).group_by(SessionTextCopy.text_id)
    return {row[0]: row[1] for row in session.execute(wanted)}
