"""Keeping recordings of practice: into the store, away when their time is over, and none left that nobody needs."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy.orm import Session

from api.work.practice.disk import file_of, names_in, remove
from api.work.practice.store import MediaStore, StoreAwayError
from lms.days import Now
from lms.practice.keeping import is_on_disk, list_over, list_to_store, needless, note_over, note_stored
from lms.practice.models import Practice
from lms.practice.receiving import STORE

log = logging.getLogger("repertoire.practice")
AT_ONCE = 50


def store_away(session: Session, *, folder: Path, node: str, store: MediaStore, now: Now) -> int:
    """Put recordings that were handed in from this node's disk into the store, and return how many.

    May be killed, and done again.
    """
    found = list_to_store(session, names=list(names_in(folder)), node=node, limit=AT_ONCE)
    for practice in found:
        file = file_of(folder, practice)
        if file.exists():
            store.put(file, practice)
        if file.exists() or store.has(practice):  # there already, where the database is a backup from before
            note_stored(session, practice=practice)
        elif is_on_disk(session, practice=practice):  # and no other node, with the same disk, has just stored it
            log.error("the recording %s is gone from the disk", file)
            note_over(session, practice=practice, now=now)
        session.commit()
        remove(folder, practice.id.hex)
    return len(found)


def forget_practice(session: Session, *, folder: Path, store: MediaStore | None, now: Now) -> int:
    """Delete recordings whose time is over, and drafts with theirs; returns how many. May be killed, and done again.

    Those in a store that is away wait, and others don't wait for them; it is told at the end.
    """
    trouble: StoreAwayError | None = None
    count = 0
    for practice in list_over(session, day=now.day, limit=AT_ONCE):
        try:
            _remove(practice, folder, store)
        except StoreAwayError as error:
            trouble = error
            continue
        note_over(session, practice=practice, now=now)
        session.commit()
        count += 1
    if trouble is not None:
        raise trouble
    return count


def _remove(practice: Practice, folder: Path, store: MediaStore | None) -> None:
    if (practice.media_key or "").startswith(STORE):
        if store is None:
            raise StoreAwayError("recordings lie in a store that PRACTICE_STORE doesn't name any more")
        store.remove(practice)
    remove(folder, practice.id.hex)


def sweep(session: Session, *, folder: Path) -> int:
    """Remove from our disk what nobody needs: of drafts that were deleted, and of what went into the store."""
    count, found = 0, sorted(names_in(folder))
    for start in range(0, len(found), AT_ONCE):
        gone = needless(session, names=found[start : start + AT_ONCE])
        session.rollback()
        for name in gone:
            remove(folder, name)
        count += len(gone)
    return count
