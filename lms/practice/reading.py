"""Reading practice: one's own, and what graders and managers see through its assessment."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.errors import NotFound
from lms.people.access import Actor
from lms.practice.models import Practice
from lms.scoring.models import Assessment, Scorecard, Scorer


def own_practice(session: Session, *, actor: Actor, practice_id: UUID, to_change: bool = False) -> Practice:
    """Return one of the actor's own; raises NotFound for anybody else's.

    `to_change` takes its turn first, so that nobody else changes it until the transaction ends.
    """
    own = (Practice.id == practice_id, Practice.person_id == actor.id)
    if to_change:
        hold(session, Practice.title, *own)
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


def practice_assessed(session: Session, *, assessment_id: UUID) -> Practice:
    """Return what was handed in for an assessment, for who then asks whether somebody may see it; raises NotFound."""
    found = session.scalar(select(Practice).where(Practice.assessment_id == assessment_id))
    if found is None:
        raise NotFound("no such practice")
    return found


def closed_among(session: Session, *, assessment_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return those of some assessments that are closed."""
    wanted = select(Assessment.id).where(Assessment.id.in_(assessment_ids), Assessment.closed_at.is_not(None))
    return frozenset(session.scalars(wanted))


def list_graded(session: Session, *, actor: Actor, limit: int) -> list[Practice]:
    """Return the practice that the actor has published a grader's card of, those handed in last first."""
    wanted = (
        select(Practice)
        .join(Scorecard, Scorecard.assessment_id == Practice.assessment_id)
        .join(Scorer, (Scorer.assessment_id == Scorecard.assessment_id) & (Scorer.person_id == Scorecard.scorer_id))
        .where(Scorecard.scorer_id == actor.id, Scorecard.published_at.is_not(None), Scorer.declined_at.is_(None))
        .order_by(Practice.handed_in_at.desc())
        .limit(limit)
    )
    return list(session.scalars(wanted))


def list_to_grade(session: Session, *, actor: Actor, limit: int) -> list[Practice]:
    """Return the practice that the actor was asked to grade and didn't yet, the oldest first."""
    own = and_(Scorecard.assessment_id == Scorer.assessment_id, Scorecard.scorer_id == Scorer.person_id)
    is_published = exists().where(own, Scorecard.published_at.is_not(None))
    wanted = (
        select(Practice)
        .join(Assessment, Assessment.id == Practice.assessment_id)
        .join(Scorer, Scorer.assessment_id == Assessment.id)
        .where(Scorer.person_id == actor.id, Scorer.declined_at.is_(None), Scorer.role == "grader", ~is_published)
        .where(Assessment.closed_at.is_(None))
        .order_by(Practice.handed_in_at)
        .limit(limit)
    )
    return list(session.scalars(wanted))
