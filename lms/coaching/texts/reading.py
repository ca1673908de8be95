"""Reading the texts of a session: as they are now, as they were, and what is still to be merged."""

from __future__ import annotations

from typing import get_args
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.coaching.models import SessionText, SessionTextCopy, SessionTextVersion
from lms.coaching.sessions import get_session
from lms.coaching.texts.cipher import NotesCipher
from lms.coaching.texts.states import (
    CopyState,
    Seal,
    TextKind,
    TextState,
    VersionState,
    copy_of,
    count_copies,
    find_row,
    state_of,
)
from lms.errors import Unreadable
from lms.people.access import Actor


def read_texts(session: Session, *, actor: Actor, session_id: UUID, cipher: NotesCipher) -> list[TextState]:
    """Return agenda, shared notes and the actor's private ones; one that can't be read just now says why."""
    get_session(session, actor=actor, session_id=session_id)
    is_theirs = or_(SessionText.writer_id.is_(None), SessionText.writer_id == actor.id)
    found = list(session.scalars(select(SessionText).where(SessionText.session_id == session_id, is_theirs)))
    copies = count_copies(session, [row.id for row in found])
    states = {row.kind: _read(row, cipher, copies.get(row.id, 0)) for row in found}
    return [states.get(kind) or TextState(kind, "", 0) for kind in get_args(TextKind)]


def read_text(session: Session, *, actor: Actor, session_id: UUID, kind: TextKind, cipher: NotesCipher) -> TextState:
    """Return one of them; raises NotFound where the session isn't the actor's."""
    get_session(session, actor=actor, session_id=session_id)
    row = find_row(session, session_id=session_id, kind=kind, person_id=actor.id)
    if row is None:
        return TextState(kind, "", 0)
    return _read(row, cipher, count_copies(session, [row.id]).get(row.id, 0))


def list_versions(
    session: Session,
    *,
    actor: Actor,
    session_id: UUID,
    kind: TextKind,
    cipher: NotesCipher,
    before: int | None,
    limit: int,
) -> list[VersionState]:
    """Return versions of a text that were written over, the newest first; those before another one when it is given."""
    get_session(session, actor=actor, session_id=session_id)
    row = find_row(session, session_id=session_id, kind=kind, person_id=actor.id)
    if row is None:
        return []
    wanted = select(SessionTextVersion).where(SessionTextVersion.text_id == row.id)
    if before is not None:
        wanted = wanted.where(SessionTextVersion.version < before)
    found = session.scalars(wanted.order_by(SessionTextVersion.version.desc()).limit(limit))
    seal = Seal.of(row, cipher)
    return [VersionState(old.version, seal.open(old.text), old.at, old.by_id) for old in found]


def list_copies(
    session: Session,
    *,
    actor: Actor,
    session_id: UUID,
    kind: TextKind,
    cipher: NotesCipher,
    after: UUID | None,
    limit: int,
) -> list[CopyState]:
    """Return copies of a text in the order they were made, also those that were merged, with when."""
    get_session(session, actor=actor, session_id=session_id)
    row = find_row(session, session_id=session_id, kind=kind, person_id=actor.id)
    if row is None:
        return []
    wanted = select(SessionTextCopy).where(SessionTextCopy.text_id == row.id)
    if after is not None:
        wanted = wanted.where(SessionTextCopy.id > after)
    seal = Seal.of(row, cipher)
    found = session.scalars(wanted.order_by(SessionTextCopy.id).limit(limit))
    return [copy_of(copy, seal.open(copy.text)) for copy in found]


def has_private_texts(session: Session) -> bool:
    """Tell whether anybody wrote a private text; then there was a key to close it with."""
    written = select(SessionText.id).where(SessionText.writer_id.is_not(None), SessionText.version > 0)
    return session.scalar(written.limit(1)) is not None


def _read(row: SessionText, cipher: NotesCipher, copies: int) -> TextState:
    try:
        return state_of(row, Seal.of(row, cipher).open(row.text), copies=copies)
    except Unreadable as error:
        return TextState(row.kind, "", row.version, row.updated_at, row.updated_by_id, copies, str(error))
