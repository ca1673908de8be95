"""Scores: each answered criterion of published cards, derived from their answers, and who sees which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.people.models import Person
from lms.scoring.counting import Total
from lms.scoring.models import Assessment, Score, Scorecard, ScoreLine
from lms.scoring.rubric import Rubric, line_of
from lms.scoring.sight import CardSight


@dataclass(frozen=True)
class SeenScore:
    """A score that somebody may see; `share` is from 0, the weakest answer, to 1."""

    rep_id: UUID
    skill: str | None
    line: str
    criterion: str
    share: float
    day: date
    role: str
    card_id: UUID
    assessment_id: UUID
    scorer_id: UUID


@dataclass(frozen=True)
class GivenScore:
    """A score as a table shows it: what was answered, by whom, and what its whole card came to."""

    day: date
    title: str
    rubric_id: str
    criterion: str
    name: str
    answer: Any
    share: float
    skill: str | None
    role: str
    scorer: str
    published_on: date | None
    points: float | None
    most: float | None
    has_passed: bool | None


def write_scores(session: Session, *, assessment: Assessment, card: Scorecard, rubric: Rubric, total: Total) -> None:
    """Replace the scores of a card by those that its answers give, on the day on which it was assessed."""
    session.execute(delete(Score).where(Score.card_id == card.id))
    criteria = rubric.by_id
    rows, lines = [], []
    for gain in total.gains:
        criterion = criteria[gain.criterion]
        line = line_of(assessment.rubric_id, criterion)
        rows.append(
            {
                "card_id": card.id,
                "criterion": criterion.id,
                "line": line,
                "rep_id": assessment.rep_id,
                "role": card.role,
                "skill": criterion.skill,
                "share": gain.share,
                "day": assessment.took_place_on,
            }
        )
        lines.append(
            {
                "line": line,
                "rubric_id": assessment.rubric_id,
                "criterion": criterion.id,
                "name": criterion.name,
                "levels": criterion.meanings,
                "first_on": assessment.took_place_on,
            }
        )
    if rows:
        known = insert_into(session, ScoreLine).values(lines)
        earlier = {"first_on": known.excluded.first_on}
        is_earlier = known.excluded.first_on < ScoreLine.first_on
        session.execute(known.on_conflict_do_update(index_elements=["line"], set_=earlier, where=is_earlier))
        session.execute(insert_into(session, Score).values(rows))
    session.flush()


def list_scores(
    session: Session,
    *,
    sight: CardSight,
    rep_ids: Collection[UUID] | None = None,
    skills: Collection[str] | None = None,
    until: date | None = None,
) -> Sequence[SeenScore]:
    """Return the scores that somebody sees of reps, all whom their sight is of if none are named, by day.

    `skills` leaves those that show one of them, `until` those of things that took place up to that day.
    """
    wanted = (
        select(
            *(Score.rep_id, Score.skill, Score.line, Score.criterion, Score.share, Score.day, Score.role),
            *(Score.card_id, Scorecard.assessment_id, Scorecard.scorer_id),
        )
        .join(Scorecard, Scorecard.id == Score.card_id)
        .join(Assessment, Assessment.id == Scorecard.assessment_id)
        .where(Score.rep_id.in_(sight.rep_ids if rep_ids is None else rep_ids), sight.of_cards())
        .order_by(Score.day, Score.card_id, Score.criterion)
    )
    if skills is not None:
        wanted = wanted.where(Score.skill.in_(skills))
    if until is not None:
        wanted = wanted.where(Score.day <= until)
    return [SeenScore(**row._asdict()) for row in session.execute(wanted)]


def list_given(session: Session, *, sight: CardSight) -> list[GivenScore]:
    """Return what was given to the reps of a sight on the cards that it shows, as a table, by day."""
    wanted = (
        select(Score, Scorecard, Assessment.title, Assessment.rubric_id, ScoreLine.name, Person.name.label("scorer"))
        .join(Scorecard, Scorecard.id == Score.card_id)
        .join(Assessment, Assessment.id == Scorecard.assessment_id)
        .join(ScoreLine, ScoreLine.line == Score.line)
        .join(Person, Person.id == Scorecard.scorer_id)
        .where(Score.rep_id.in_(sight.rep_ids), sight.of_cards())
        .order_by(Score.day, Score.card_id, Score.criterion)
    )
    return [
        GivenScore(
            day=score.day,
            title=title,
            rubric_id=rubric_id,
            criterion=score.criterion,
            name=name,
            answer=card.answers[score.criterion]["value"],
            share=score.share,
            skill=score.skill,
            role=score.role,
            scorer=scorer,
            published_on=card.published_on,
            points=card.points,
            most=card.most,
            has_passed=card.has_passed,
        )
        for score, card, title, rubric_id, name, scorer in session.execute(wanted)
    ]
