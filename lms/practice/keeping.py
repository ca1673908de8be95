"""Keeping recordings: which are to go into the store, which are over, and which on the disk nobody needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.practice.models import Practice
from lms.practice.receiving import DISK, STORE


def list_to_store(session: Session, *, names: Collection[str], node: str, limit: int) -> Sequence[Practice]:
    """Return practice whose recording is on this node's disk, all of it and handed in, the oldest first.

    `names` are those of the files there; of those that came to this node, one that isn't there is among them too.
    """
    whole = (Practice.media_key.startswith(DISK), Practice.handed_in_at.is_not(None))
    here = or_(Practice.node == node, Practice.id.in_(_ids(names)))
    return session.scalars(select(Practice).where(*whole, here).order_by(Practice.id).limit(limit)).all()


def is_on_disk(session: Session, *, practice: Practice) -> bool:
    """Tell whether a recording is to be on a disk, as the database has it now."""
    session.refresh(practice)
    return (practice.media_key or "").startswith(DISK)


def note_stored(session: Session, *, practice: Practice) -> None:
    """Note that a recording is in the store."""
    practice.media_key = f"{STORE}{practice.id.hex}"
    session.flush()


def list_over(session: Session, *, day: date, limit: int) -> Sequence[Practice]:
    """Return practice whose time is over on a day: drafts, and what was handed in with its recording still there."""
    is_over = (Practice.delete_on <= day, Practice.media_deleted_at.is_(None))
    return session.scalars(select(Practice).where(*is_over).order_by(Practice.delete_on).limit(limit)).all()


def note_over(session: Session, *, practice: Practice, now: Now) -> None:
    """Note that the time of a practice is over: of what was handed in all but the recording stays."""
    if practice.handed_in_at is None:
        session.delete(practice)
    else:
        practice.media_deleted_at = now.at
        practice.media_key = None
    session.flush()


def needless(session: Session, *, names: Collection[str]) -> set[str]:
    """Return those of some names of files that are no recording, or one that is in the store or deleted."""
    ids = _ids(names)
    rows = select(Practice.id, Practice.media_key, Practice.media_deleted_at).where(Practice.id.in_(ids))
    needed = {
        row.id.hex
        for row in session.execute(rows)
        if row.media_deleted_at is None and not (row.media_key or "").startswith(STORE)
    }
    return {each.hex for each in ids} - needed


def _ids(names: Collection[str]) -> list[UUID]:
    """Return the ids that names of files are; others aren't recordings."""
    return [UUID(hex=name) for name in names if len(name) == 32 and _is_hex(name)]


def _is_hex(name: str) -> bool:
    return all(sign in "0123456789abcdef" for sign in name)
