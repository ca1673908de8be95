"""A mailbox, read for answers and bounces of sends by Message-ID; how far it was read is all that is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.days import Now
from lms.sending.models import MailboxPlace, SendOutcome, SentMessage, SequenceRun
from lms.sending.outcomes import note_outcome

# Of a long thread the last messages tell enough.
MOST_IDS = 50


@dataclass(frozen=True)
class Heard:
    """What one message of a mailbox says of those that it names, the nearest first: an answer, or a bounce."""

    kind: Literal["replied", "bounced"]
    about: Sequence[str]
    now: Now


@dataclass(frozen=True)
class ReadTo:
    """How far a mailbox was read: the last UID, in the numbering that `uid_validity` names, and when."""

    uid_validity: int
    last_uid: int
    read_at: datetime


def place_of(session: Session, *, mailbox: str) -> ReadTo | None:
    """Return how far a mailbox was read, None for one that never was."""
    found = session.get(MailboxPlace, mailbox)
    return ReadTo(found.uid_validity, found.last_uid, found.read_at) if found else None


def keep_place(session: Session, *, mailbox: str, place: ReadTo) -> None:
    """Remember how far a mailbox was read."""
    kept = session.get(MailboxPlace, mailbox)
    if kept is None:
        kept = MailboxPlace(mailbox=mailbox)
        session.add(kept)
    kept.uid_validity, kept.last_uid, kept.read_at = place.uid_validity, place.last_uid, place.read_at
    session.flush()


def note_heard(session: Session, heard: Heard) -> bool:
    """Note what a message says of the nearest send that it names; False where it names none, or was noted before.

    What somebody took back isn't noted again.
    """
    sent = _nearest(session, heard.about[:MOST_IDS])
    if sent is None:
        return False
    _hold(session, sent)
    same = (SendOutcome.send_id == sent.id, SendOutcome.kind == heard.kind)
    if session.scalar(select(SendOutcome.id).where(*same).limit(1)) is not None:
        return False
    note_outcome(session, sent, kind=heard.kind, source="mailbox", by_id=None, now=_not_before(sent, heard.now))
    return True


def _nearest(session: Session, about: Sequence[str]) -> SentMessage | None:
    wanted = select(SentMessage).where(SentMessage.message_id.in_(about), SentMessage.undone_at.is_(None))
    found = {one.message_id: one for one in session.scalars(wanted)}
    return next((found[message_id] for message_id in about if message_id in found), None)


def _hold(session: Session, sent: SentMessage) -> None:
    """Let nobody else change a send, and the run it belongs to, until this transaction ends."""
    if sent.run_id is not None:
        hold(session, SequenceRun.page_id, SequenceRun.id == sent.run_id)
    hold(session, SentMessage.way, SentMessage.id == sent.id)
    session.refresh(sent)


def _not_before(sent: SentMessage, now: Now) -> Now:
    """Return a moment that isn't before the send, whatever the clock of a mail server says."""
    return now if now.at >= sent.at else Now(sent.at, sent.on)
