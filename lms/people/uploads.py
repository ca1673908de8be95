"""Answers about somebody's files: what they said of a header is known for the next file with the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.people.models import UploadHeader

MOST_KEPT = 100  # of one person and kind; the oldest are forgotten


def read_kept(session: Session, *, person_id: UUID, kind: str) -> dict[str, dict[str, Any]]:
    """Return what a person answered for files of a kind, by the key of their header."""
    mine = UploadHeader.person_id == person_id, UploadHeader.kind == kind
    return {row[0]: row[1] for row in session.execute(select(UploadHeader.key, UploadHeader.answers).where(*mine))}


def keep_answers(
    session: Session, *, person_id: UUID, kind: str, key: str, answers: dict[str, Any], at: datetime
) -> None:
    """Keep what a person answered for a header, in place of what they answered before."""
    found = {"answers": answers, "kept_at": at}
    row = insert_into(session, UploadHeader).values(person_id=person_id, kind=kind, key=key, **found)
    session.execute(row.on_conflict_do_update(index_elements=["person_id", "kind", "key"], set_=found))
    mine = UploadHeader.person_id == person_id, UploadHeader.kind == kind
    newest = select(UploadHeader.key).where(*mine).order_by(UploadHeader.kept_at.desc()).limit(MOST_KEPT)
    session.execute(delete(UploadHeader).where(*mine, UploadHeader.key.not_in(newest)))
