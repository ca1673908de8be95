"""Saving a text of a session over the version that was read, and merging what was typed on an earlier one.

One transaction at a time goes on with a text. What doesn't fit the last version is kept beside it as a copy, so that
whatever was answered is in the text, in a version before it or in a copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.coaching.models import CoachingSession, SessionText, SessionTextCopy, SessionTextVersion
from lms.coaching.sessions import get_session
from lms.coaching.texts.cipher import NotesCipher
from lms.coaching.texts.keeping import MUCH, is_kept, is_within, taken_away
from lms.coaching.texts.states import (
    MAX_TEXT,
    CopyState,
    Seal,
    TextKind,
    TextState,
    TypedText,
    copy_of,
    count_copies,
    row_in_turn,
    state_of,
)
from lms.errors import Conflict, Invalid, NotFound
from lms.people.access import Actor

MOST_COPIES = 50


@dataclass(frozen=True)
class TextSaved:
    """A save went well; `state` is the text now."""

    state: TextState


@dataclass(frozen=True)
class TextClash:
    """A save was refused, because somebody had saved meanwhile; what was typed is kept as a copy."""

    state: TextState
    copy: CopyState


def save_text(
    session: Session,
    *,
    actor: Actor,
    session_id: UUID,
    kind: TextKind,
    typed: TypedText,
    cipher: NotesCipher,
    at: datetime,
) -> TextSaved | TextClash:
    """Save what one of the two people of a session typed; raises NotFound for anybody else."""
    get_session(session, actor=actor, session_id=session_id)
    if len(typed.text) > MAX_TEXT:
        raise Invalid(f"a text has at most {MAX_TEXT:,} characters", field="text")
    row = row_in_turn(session, session_id=session_id, kind=kind, person_id=actor.id, at=at)
    seal = Seal.of(row, cipher)
    before = seal.open(row.text)
    if typed.text == before or _is_late(row, typed, actor):
        return TextSaved(_state(session, row, before))
    if not _fits(row, typed, actor):
        copy = _keep_copy(session, row, typed, seal=seal, actor=actor, at=at)
        return TextClash(_state(session, row, before), copy)
    _write_over(session, row, typed, before=before, seal=seal, actor=actor, at=at)
    return TextSaved(_state(session, row, typed.text))


def settle_copy(
    session: Session,
    *,
    actor: Actor,
    session_id: UUID,
    kind: TextKind,
    copy_id: UUID,
    typed: TypedText,
    cipher: NotesCipher,
    at: datetime,
) -> TextSaved | TextClash:
    """Save the text into which a copy was merged; what clashes again takes the place of the copy.

    Other copies of the device that typed it are earlier states of the same page, and are done with too.
    """
    get_session(session, actor=actor, session_id=session_id)
    row = row_in_turn(session, session_id=session_id, kind=kind, person_id=actor.id, at=at)
    copy = session.get(SessionTextCopy, copy_id, populate_existing=True)
    if copy is None or copy.text_id != row.id:
        raise NotFound("no such copy")
    is_it = SessionTextCopy.id == copy.id
    if copy.device is not None:
        is_it |= (SessionTextCopy.device == copy.device) & (SessionTextCopy.by_id == copy.by_id)
    of_text = (SessionTextCopy.text_id == row.id, SessionTextCopy.settled_at.is_(None))
    session.execute(update(SessionTextCopy).where(*of_text, is_it).values(settled_at=at))
    return save_text(session, actor=actor, session_id=session_id, kind=kind, typed=typed, cipher=cipher, at=at)


def begin_agenda(session: Session, *, coaching: CoachingSession, text: str, by_id: UUID, at: datetime) -> bool:
    """Give a session its first agenda; False where somebody wrote one already, which stays."""
    row = row_in_turn(session, session_id=coaching.id, kind="agenda", person_id=by_id, at=at)
    if row.version:
        return False
    row.text, row.version, row.updated_at, row.updated_by_id, row.kept_at = text[:MAX_TEXT], 1, at, by_id, at
    session.flush()
    return True


def _is_own(row: SessionText, typed: TypedText, actor: Actor) -> bool:
    """Tell whether the same device wrote the last version."""
    return typed.device is not None and row.device == typed.device and row.updated_by_id == actor.id


def _is_late(row: SessionText, typed: TypedText, actor: Actor) -> bool:
    """Tell whether the same device typed the last version after this one, and this one only took longer to come."""
    return _is_own(row, typed, actor) and typed.base_version < row.version and typed.step < (row.step or 0)


def _fits(row: SessionText, typed: TypedText, actor: Actor) -> bool:
    """Tell whether something was typed on the last version, or on one over which its device alone wrote since.

    The latter happens when an answer never came.
    """
    if typed.base_version == row.version:
        return True
    return _is_own(row, typed, actor) and (row.device_since or 1) - 1 <= typed.base_version < row.version


def _write_over(
    session: Session, row: SessionText, typed: TypedText, *, before: str, seal: Seal, actor: Actor, at: datetime
) -> None:
    is_other = not _is_own(row, typed, actor)
    keeps = is_kept(before, typed.text, is_other=is_other, since_kept=at - row.kept_at if row.kept_at else None)
    version = row.version
    if keeps:
        _keep_version(session, row, before=before, seal=seal)
    values = {
        "text": seal.close(typed.text),
        "version": version + 1,
        "updated_at": at,
        "updated_by_id": actor.id,
        "device": typed.device,
        "device_since": version + 1 if is_other else row.device_since or version + 1,
        "step": typed.step,
        "kept_at": at if keeps else row.kept_at or at,
    }
    written = session.execute(
        update(SessionText)
        .where(SessionText.id == row.id, SessionText.version == version)
        .values(values)
        .execution_options(synchronize_session=False)
    )
    if written.rowcount != 1:  # type: ignore[attr-defined]  # an update's result has it
        raise Conflict("somebody saves this text at this moment; send it again")
    session.flush()
    session.refresh(row)


def _keep_version(session: Session, row: SessionText, *, before: str, seal: Seal) -> None:
    """Keep the text that is written over, and let go of the one kept last where it is wholly in this one."""
    newest = select(SessionTextVersion).where(SessionTextVersion.text_id == row.id)
    last = session.scalar(newest.order_by(SessionTextVersion.version.desc()).limit(1))
    if last is not None and is_within(seal.open(last.text), before, apart=row.updated_at - last.at):
        session.delete(last)
    old = SessionTextVersion(text_id=row.id, version=row.version, text=row.text, at=row.updated_at)
    old.by_id = row.updated_by_id
    session.add(old)
    session.flush()


def _keep_copy(
    session: Session, row: SessionText, typed: TypedText, *, seal: Seal, actor: Actor, at: datetime
) -> CopyState:
    """Keep what was typed on an earlier version, in the copy of its device where it only goes on in that one."""
    wanted = select(SessionTextCopy).where(SessionTextCopy.text_id == row.id, SessionTextCopy.settled_at.is_(None))
    there = list(session.scalars(wanted.order_by(SessionTextCopy.id).execution_options(populate_existing=True)))
    own = [(copy, seal.open(copy.text)) for copy in there if copy.by_id == actor.id]
    for copy, text in own:
        is_late = typed.device is not None and copy.device == typed.device and typed.step < (copy.step or 0)
        if text == typed.text or is_late:
            return copy_of(copy, text)
    for copy, text in reversed(own):
        is_same = typed.device is not None and copy.device == typed.device
        if is_same and taken_away(text, typed.text) < MUCH:
            copy.text, copy.step, copy.at = seal.close(typed.text), typed.step, at
            session.flush()
            return copy_of(copy, typed.text)
    if len(there) >= MOST_COPIES:
        raise Conflict(f"{MOST_COPIES} copies of this text are to be merged; merge some of them first")
    new = SessionTextCopy(text_id=row.id, text=seal.close(typed.text), base_version=typed.base_version, at=at)
    new.by_id, new.device, new.step = actor.id, typed.device, typed.step
    session.add(new)
    session.flush()
    return copy_of(new, typed.text)


def _state(session: Session, row: SessionText, text: str) -> TextState:
    return state_of(row, text, copies=count_copies(session, [row.id]).get(row.id, 0))
