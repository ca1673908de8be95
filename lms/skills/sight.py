"""Sight of evidence: whose skills somebody is shown, and which evidence of them counts in what they are shown.

Everybody sees their own, a manager those of the people they manage now, an admin everybody's. Of scorecards it counts
those that they see (`lms.scoring.sight`). Of ratings a manager sees those since they manage the person, and earlier
ones where the company's policy releases all (the setting COACHING_HISTORY); what they rated themselves they always see.
Quizzes and certifications are training, which whoever manages somebody sees from its beginning.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_
from sqlalchemy.orm import Session

from lms.people.access import Actor
from lms.people.managing import managed_since
from lms.scoring.models import Assessment, Scorecard

ALL = "all"


@dataclass(frozen=True)
class EvidenceSight:
    """What one person sees of the evidence of some people; `since` says from which day on they have managed each."""

    actor_id: UUID
    since: Mapping[UUID, date]
    cards: ColumnElement[bool]
    sees_history: bool

    def sees_rating(self, *, person_id: UUID, rater_id: UUID, day: date) -> bool:
        """Tell whether they see a rating that somebody gave of a person on a day."""
        if self.actor_id in {person_id, rater_id}:
            return True
        since = self.since.get(person_id)
        return since is not None and (self.sees_history or day >= since)


def evidence_sight(
    session: Session, *, actor: Actor, person_ids: Collection[UUID], day: date, history: str
) -> EvidenceSight:
    """Return what somebody sees of the evidence of people whose records they may see."""
    since = managed_since(session, actor=actor, person_ids=person_ids, day=day)
    sees_history = history == ALL
    return EvidenceSight(actor.id, since, _cards(actor.id, since, sees_history=sees_history), sees_history)


def _cards(actor_id: UUID, since: Mapping[UUID, date], *, sees_history: bool) -> ColumnElement[bool]:
    is_open = or_(Assessment.is_blind.is_(False), Assessment.closed_at.is_not(None))
    shown = and_(Scorecard.published_at.is_not(None), is_open)
    others = {person_id: day for person_id, day in since.items() if person_id != actor_id}
    if not others:
        theirs: ColumnElement[bool] = false()
    elif sees_history or set(others.values()) == {date.min}:
        theirs = Assessment.rep_id.in_(others)
    else:
        spans = [
            and_(
                Assessment.rep_id.in_([one for one, since_day in others.items() if since_day == day]),
                Scorecard.published_on >= day,
            )
            for day in sorted(set(others.values()))
        ]
        theirs = or_(and_(Assessment.rep_id.in_(others), Assessment.released_at.is_not(None)), *spans)
    return or_(Scorecard.scorer_id == actor_id, and_(shown, or_(Assessment.rep_id == actor_id, theirs)))
