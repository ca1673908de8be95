"""Receiving a recording part by part: each is on the disk before it is acknowledged, and none counts twice."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from lms.errors import Conflict
from lms.people.access import Actor
from lms.practice.models import Practice
from lms.practice.reading import own_practice

# Keys say where a recording is: on our disk, or in the store.
DISK, STORE = "disk/", "store/"


class WrongOffsetError(Exception):
    """A part that doesn't follow what came before: `kept` is how many bytes did."""

    def __init__(self, kept: int) -> None:
        """Keep where the next part begins."""
        super().__init__(f"{kept:,} bytes have come; go on from there")
        self.kept = kept


def receive_part(
    session: Session,
    *,
    actor: Actor,
    practice_id: UUID,
    offset: int,
    size: int,
    node: str,
    write: Callable[[Practice], None],
) -> Practice:
    """Take in the next part of a recording; `write` has it on the disk of this node when it returns.

    Whoever sends the same part meanwhile waits for the end of this transaction, and is told then how much has come.
    Raises WrongOffsetError for a part that isn't the next one.
    """
    practice = own_practice(session, actor=actor, practice_id=practice_id, to_change=True)
    if practice.total_bytes is None:
        raise Conflict("this practice stands elsewhere, at its link; begin another to record one")
    if practice.handed_in_at is not None:
        raise Conflict("it is handed in; its recording stays as it is")
    if not size:
        raise Conflict("the part is empty")
    if practice.kept_bytes != offset:
        raise WrongOffsetError(practice.kept_bytes)
    if offset + size > practice.total_bytes:
        raise Conflict(f"the recording was to have {practice.total_bytes:,} bytes, and this part goes beyond them")
    if not practice.kept_bytes:
        practice.node = node
    write(practice)
    practice.kept_bytes = offset + size
    if practice.kept_bytes == practice.total_bytes:
        practice.media_key = f"{DISK}{practice.id.hex}"
    session.flush()
    return practice
