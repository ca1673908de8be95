"""Scoring: what somebody sees of scorecards, by whom they manage or mentor; and a rubric as it is now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from content.catalogue import Catalogue, Entry
from content.quiz.paper import digest_of
from content.rubric.paper import FaultyRubricError, read_paper
from lms.coaching.mentors import mentees_on
from lms.errors import Conflict
from lms.people.access import Actor
from lms.scoring.assessments import Paper
from lms.scoring.sight import CardSight, card_sight


def sight_of_cards(session: Session, *, actor: Actor, rep_ids: Collection[UUID], day: date, history: str) -> CardSight:
    """Return what somebody sees of the assessments of some reps; `history` is the setting COACHING_HISTORY."""
    mentees = set(session.scalars(mentees_on(actor.id, day)))
    return card_sight(session, actor=actor, rep_ids=rep_ids, day=day, history=history, mentees=mentees)


def paper_now(catalogue: Catalogue, entry: Entry) -> Paper:
    """Return a rubric as it is now; raises NoSuchPageError for another page, Conflict for one that has to be mended."""
    try:
        content = read_paper(catalogue, entry)
    except FaultyRubricError as error:
        raise Conflict(str(error), field="rubric_id") from None
    return Paper(entry.id, digest_of(content), content)
