"""Reading practice: one's own, and what graders and managers see through its assessment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.people.access import Actor
from lms.practice.models import Practice


def own_practice(session: Session, *, actor: Actor, practice_id: UUID, to_change: bool = False) -> Practice:
    """Return one of the actor's own; raises NotFound for anybody else's.

    `to_change` takes its turn first, so that nobody else changes it until the transaction ends.
    """
    own = (Practice.id == practice_id, Practice.person_id == actor.id)
    if to_change:
        turn = update(Practice).where(*own).values(title=Practice.title)
        session.execute(turn, execution_options={"synchronize_session": False})
    found = session.scalar(select(Practice).where(*own).execution_options(populate_existing=True))
    if found is None:
        raise NotFound("no such practice")
    return found


def list_own(session: Session, *, actor: Actor, after: UUID | None, limit: int) -> list[Practice]:
    """Return the actor's own, those begun last first."""
    wanted = select(Practice).where(Practice.person_id == actor.id).order_by(Practice.id.desc()).limit(limit)
    return list(session.scalars(wanted.where(Practice.id < after) if after else wanted))


def practice_of(session: Session, *, practice_id: UUID) -> Practice:
    """Return a practice, for who then asks whether somebody may see it; raises NotFound."""
    found = session.get(Practice, practice_id)
    if found is None:
        raise NotFound("no such practice")
    return found


def practices_of(session: Session, *, assessment_ids: Collection[UUID]) -> Sequence[Practice]:
    """Return what was handed in for some assessments, which the caller may see."""
    return list(session.scalars(select(Practice).where(Practice.assessment_id.in_(assessment_ids))))
