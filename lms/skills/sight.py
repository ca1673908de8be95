"""Sight of evidence: whose skills somebody is shown, and which evidence of them counts in what they are shown.

Everybody sees their own, a manager those of the people they manage now, an admin everybody's. Of scorecards it counts
those that they see (`lms.scoring.sight`). Of ratings a manager sees those since they manage the person, and earlier
ones where the company's policy releases all (the setting COACHING_HISTORY); what they rated themselves they always see.
Quizzes and certifications are training, which whoever manages somebody sees from its beginning.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from lms.people.access import Actor
from lms.scoring.sight import CardSight, card_sight


@dataclass(frozen=True)
class EvidenceSight:
    """What somebody sees of the evidence of people whose records they may see; of several, what all of them see."""

    cards: tuple[CardSight, ...]

    def of_cards(self) -> ColumnElement[bool]:
        """Return the condition on Scorecard, joined to its Assessment."""
        return and_(*(one.of_cards() for one in self.cards))

    def sees_rating(self, *, person_id: UUID, rater_id: UUID, day: date) -> bool:
        """Tell whether they see a rating that somebody gave of a person on a day."""
        return all(_sees_rating(one, person_id, rater_id, day) for one in self.cards)


def evidence_sight(
    session: Session, *, actors: Collection[Actor], person_ids: Collection[UUID], day: date, history: str
) -> EvidenceSight:
    """Return what each of some actors sees of the evidence of people; `history` is the setting."""
    sights = (card_sight(session, actor=one, rep_ids=person_ids, day=day, history=history) for one in actors)
    return EvidenceSight(tuple(sights))


def _sees_rating(sight: CardSight, person_id: UUID, rater_id: UUID, day: date) -> bool:
    if sight.actor_id in {person_id, rater_id}:
        return True
    since = sight.since.get(person_id)
    return since is not None and (sight.sees_history or day >= since)
