"""Sight of scorecards: the one place that decides who sees which assessment, and whose card in it.

A draft is its scorer's alone. A published card is seen by its scorer, and, unless the assessment is blind and not yet
closed, by

- the rep; where they are asked to score themselves, after they published their own card or declined to;
- who opened the assessment, while they coach the rep; of cards published until then they keep the sight;
- whoever manages the rep now: cards published since then, and earlier ones where the rep released the assessment, or
  where the company's policy releases all (the setting COACHING_HISTORY);
- who scored a calibration too, once it is closed and their own card is published;
- its other graders, each once their own card is published; before that a grader sees no other card, whoever they are.

Peers see their own card alone. The assessment itself (its title, day and recording) is seen by whoever sees one of its
cards, the rep, who opened it, and who was asked to score it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import Session, aliased

from lms.people.access import Actor
from lms.people.managing import managed_since, managed_until
from lms.scoring.models import Assessment, Scorecard, Scorer

# Values of the setting COACHING_HISTORY.
RELEASED, ALL = "released", "all"
_Own = aliased(Scorecard)


@dataclass(frozen=True)
class CardSight:
    """What one person sees of the assessments of some reps; conditions hold for those reps' assessments alone.

    `since` says from which day on they have managed a rep, `until` on which day they last coached one. Those they
    coach now are managed, mentored, or themselves.
    """

    actor_id: UUID
    rep_ids: frozenset[UUID]
    since: Mapping[UUID, date]
    until: Mapping[UUID, date]
    mentees: frozenset[UUID] = field(default=frozenset())
    sees_history: bool = False

    def coaches(self, rep_id: UUID) -> bool:
        """Tell whether they may coach a rep today: as manager, admin or mentor; nobody coaches themselves."""
        return rep_id != self.actor_id and (rep_id in self.since or rep_id in self.mentees)

    def of_cards(self) -> ColumnElement[bool]:
        """Return the condition on Scorecard, joined to its Assessment."""
        return self._of_cards

    @cached_property
    def _of_cards(self) -> ColumnElement[bool]:
        return or_(Scorecard.scorer_id == self.actor_id, and_(self._is_shown(), self._is_theirs()))

    def of_assessments(self) -> ColumnElement[bool]:
        """Return the condition on Assessment."""
        was_asked = exists().where(
            Scorer.assessment_id == Assessment.id, Scorer.person_id == self.actor_id, Scorer.declined_at.is_(None)
        )
        sees_card = exists().where(Scorecard.assessment_id == Assessment.id, self.of_cards()).correlate(Assessment)
        own = or_(Assessment.rep_id == self.actor_id, Assessment.opened_by_id == self.actor_id)
        return and_(Assessment.rep_id.in_(self.rep_ids), or_(own, was_asked, sees_card))

    def _is_shown(self) -> ColumnElement[bool]:
        """Return the condition that a card may be seen by others at all, and now by this one."""
        is_open = or_(Assessment.is_blind.is_(False), Assessment.closed_at.is_not(None))
        return and_(Scorecard.published_at.is_not(None), is_open, ~self._still_grades())

    def _is_theirs(self) -> ColumnElement[bool]:
        """Return the condition that this one may see a card that others may."""
        also_grades = and_(Scorecard.role == "grader", self._has_graded)
        compares = and_(Assessment.is_calibration, Assessment.closed_at.is_not(None), self._has_published("coach"))
        return or_(self._is_of_oneself(), self._is_of_opened(), self._is_of_managed(), also_grades, compares)

    def _is_of_oneself(self) -> ColumnElement[bool]:
        # Left out where nobody asks: PostgreSQL takes each condition on other cards for work, and would read all cards.
        if self.actor_id not in self.rep_ids:
            return false()
        return and_(Assessment.rep_id == self.actor_id, or_(Assessment.asks_self.is_(False), self._has_scored_self()))

    def _is_of_opened(self) -> ColumnElement[bool]:
        now = [rep_id for rep_id in self.rep_ids if self.coaches(rep_id)]
        once = [
            and_(Assessment.rep_id.in_(rep_ids), Scorecard.published_on <= day)
            for day, rep_ids in _by_day({rep_id: day for rep_id, day in self.until.items() if rep_id not in now})
        ]
        return and_(Assessment.opened_by_id == self.actor_id, or_(Assessment.rep_id.in_(now), *once))

    def _is_of_managed(self) -> ColumnElement[bool]:
        others = {rep_id: day for rep_id, day in self.since.items() if rep_id != self.actor_id}
        if not others:
            return false()
        if self.sees_history or set(others.values()) == {date.min}:
            return Assessment.rep_id.in_(others)
        spans = (
            and_(Assessment.rep_id.in_(rep_ids), Scorecard.published_on >= day) for day, rep_ids in _by_day(others)
        )
        return or_(and_(Assessment.rep_id.in_(others), Assessment.released_at.is_not(None)), *spans)

    def _has_scored_self(self) -> ColumnElement[bool]:
        """Return the condition that the rep's own card is published, or will never be."""
        settled = exists().where(
            Scorer.assessment_id == Assessment.id,
            Scorer.person_id == Assessment.rep_id,
            Scorer.declined_at.is_not(None),
        )
        return or_(settled, self._has_published("self"))

    @cached_property
    def _has_graded(self) -> ColumnElement[bool]:
        return self._has_published("grader")

    def _has_published(self, role: str) -> ColumnElement[bool]:
        return exists().where(
            _Own.assessment_id == Assessment.id,
            _Own.scorer_id == self.actor_id,
            _Own.role == role,
            _Own.published_at.is_not(None),
        )

    def _still_grades(self) -> ColumnElement[bool]:
        grades = exists().where(
            Scorer.assessment_id == Assessment.id,
            Scorer.person_id == self.actor_id,
            Scorer.role == "grader",
            Scorer.declined_at.is_(None),
        )
        return and_(grades, ~self._has_graded)


def shown_to_rep() -> ColumnElement[bool]:
    """Return the condition on Scorecard, joined to its Assessment, that the rep may see a card, whoever the rep is."""
    is_open = or_(Assessment.is_blind.is_(False), Assessment.closed_at.is_not(None))
    own = Assessment.rep_id
    has_declined = exists().where(
        Scorer.assessment_id == Assessment.id, Scorer.person_id == own, Scorer.declined_at.is_not(None)
    )
    has_scored = exists().where(
        _Own.assessment_id == Assessment.id,
        _Own.scorer_id == own,
        _Own.role == "self",
        _Own.published_at.is_not(None),
    )
    is_settled = or_(Assessment.asks_self.is_(False), has_declined, has_scored)
    return and_(Scorecard.published_at.is_not(None), is_open, is_settled)


def card_sight(
    session: Session,
    *,
    actor: Actor,
    rep_ids: Collection[UUID],
    day: date,
    history: str,
    mentees: Collection[UUID] = (),
) -> CardSight:
    """Return what somebody sees of these reps' assessments on a day.

    `history` is the setting COACHING_HISTORY, `mentees` are those whose mentor they are today.
    """
    since = managed_since(session, actor=actor, person_ids=rep_ids, day=day)
    former = set(rep_ids) - since.keys() - set(mentees) - {actor.id}
    until = managed_until(session, actor=actor, person_ids=former, day=day)
    return CardSight(
        actor_id=actor.id,
        rep_ids=frozenset(rep_ids),
        since=since,
        until=until,
        mentees=frozenset(mentees) & frozenset(rep_ids),
        sees_history=history == ALL,
    )


def _by_day(days: Mapping[UUID, date]) -> list[tuple[date, list[UUID]]]:
    """Return people by their day, each day once."""
    found: dict[date, list[UUID]] = defaultdict(list)
    for person_id, day in days.items():
        found[day].append(person_id)
    return sorted(found.items())
