"""Marks of a scorer who is erased: they stay, because figures count them, and the words beside them go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.records.telling import MARKS
from lms.scoring.models import Assessment, CardAmendment, RubricPaper, Scorecard

_WORDS = {"note", "quotes"}


def keep_marks(session: Session, *, person_id: UUID) -> None:
    """Take the notes, the quotes and the answers in words from what somebody scored."""
    papers = (
        select(Scorecard.id, RubricPaper.content)
        .join(Assessment, Assessment.id == Scorecard.assessment_id)
        .join(RubricPaper, RubricPaper.digest == Assessment.paper_digest)
    )
    written: tuple[tuple[Any, InstrumentedAttribute[UUID], InstrumentedAttribute[UUID]], ...] = (
        (Scorecard, Scorecard.id, Scorecard.scorer_id),
        (CardAmendment, CardAmendment.card_id, CardAmendment.by_id),
    )
    for table, card_id, writer_id in written:
        column = MARKS[table.__tablename__]
        of_cards = papers.where(Scorecard.id.in_(select(card_id).where(writer_id == person_id)))
        asked = {card: _asked_in_words(content) for card, content in session.execute(of_cards)}
        for row in session.scalars(select(table).where(writer_id == person_id)):
            marks = without_words(getattr(row, column), asked[getattr(row, card_id.key)])
            if marks != getattr(row, column):
                setattr(row, column, marks)
    session.flush()


def without_words(answers: Mapping[str, Mapping[str, Any]], asked_in_words: set[str]) -> dict[str, dict[str, Any]]:
    """Return answers by criterion without what was written beside them; of some the answer itself is words."""
    return {
        criterion: {
            name: value
            for name, value in answer.items()
            if name not in _WORDS and not (name == "value" and criterion in asked_in_words)
        }
        for criterion, answer in answers.items()
    }


def _asked_in_words(content: Mapping[str, Any]) -> set[str]:
    return {criterion["id"] for criterion in content.get("criteria", ()) if criterion.get("kind") == "text"}
