"""Sight of the asker: which scorecards they see, and what they are in an assessment."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from api.web.context import actor, clock, parts, session
from api.work.scoring import sight_of_cards
from lms.scoring.assessments import ScoringSeat, rep_of, seat_in
from lms.scoring.sight import CardSight


def sight_over(rep_ids: Collection[UUID]) -> CardSight:
    """Return what the asker sees of the assessments of some reps."""
    history = parts().config.coaching_history
    return sight_of_cards(session(), actor=actor(), rep_ids=rep_ids, day=clock().day, history=history)


def seat_of_asker(assessment_id: UUID, *, to_change: bool = False) -> ScoringSeat:
    """Return what the asker is in an assessment; raises NotFound for one that they don't see."""
    sight = sight_over([rep_of(session(), assessment_id=assessment_id)])
    return seat_in(session(), sight=sight, assessment_id=assessment_id, to_change=to_change)
