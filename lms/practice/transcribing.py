"""Transcripts of practice: attached before it is handed in, and kept with what was scored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.people.access import Actor
from lms.practice.models import Practice
from lms.practice.reading import own_practice


def attach_transcript(session: Session, *, actor: Actor, practice_id: UUID, lines: Sequence[Any] | None) -> Practice:
    """Attach a transcript to one of the actor's own, in place of an earlier one; None takes that away."""
    practice = own_practice(session, actor=actor, practice_id=practice_id, to_change=True)
    if practice.handed_in_at is not None:
        raise Conflict("it is handed in; its transcript stays as it is")
    practice.transcript = list(lines) if lines is not None else None
    session.flush()
    return practice
