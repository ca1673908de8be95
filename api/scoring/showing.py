"""An assessment as a page draws it: criteria in their order, one's own card and the others', and what may be done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from api.scoring.rubrics import RubricOut
from api.scoring.shapes import (
    AnswerOut,
    AssessmentItem,
    CardContent,
    CardRole,
    CardTroubleOut,
    TotalOut,
    answers_out,
    content_of,
    facts_of,
    heads,
    role_of,
    troubles_out,
)
from api.web.context import session
from api.web.shapes import PersonRef
from lms.scoring.acting import Action, actions_of
from lms.scoring.assessments import ScoringSeat
from lms.scoring.counting import count, troubles_of
from lms.scoring.differing import differences
from lms.scoring.models import Scorecard, Scorer
from lms.scoring.reading import AssessmentRead, read_assessment

ScorerState = Literal["asked", "declined", "published"]


class ScorerOut(BaseModel):
    """Somebody who was asked to score; whether a draft was begun is theirs to know."""

    person: PersonRef
    role: CardRole
    state: ScorerState
    asked_at: datetime
    asked_by: PersonRef


class AmendmentOut(BaseModel):
    """What a published scorecard said before it was changed, and why."""

    at: datetime
    reason: str
    answers: dict[str, AnswerOut]
    summary: str
    points: float | None
    has_passed: bool | None


class CommentOut(BaseModel):
    """Words on a published scorecard."""

    id: UUID
    author: PersonRef
    text: str
    at: datetime


class ScorecardOut(CardContent):
    """A scorecard with all that was said on it; a draft's `total` is so far, and `troubles` is what it lacks."""

    scorer: PersonRef
    role: CardRole
    published_on: date | None
    total: TotalOut
    troubles: list[CardTroubleOut]
    amendments: list[AmendmentOut]
    comments: list[CommentOut]


class CardDifferenceOut(BaseModel):
    """How far published cards lie apart in a criterion: `spread` of their shares, 0 to 1; null for fewer than two.

    `is_alike` where all give the same answer, also one that doesn't count.
    """

    criterion: str
    spread: float | None
    is_alike: bool


class AssessmentShown(AssessmentItem):
    """An assessment with its rubric as it stood when it was opened.

    `my_card` is the asker's, null before they began one; `others` are the cards of others that they see, and
    `differences` compares all of them that are published, in the order of the criteria.
    """

    rubric: RubricOut
    my_card: ScorecardOut | None
    others: list[ScorecardOut]
    differences: list[CardDifferenceOut]
    scorers: list[ScorerOut]
    actions: list[Action]


def show_assessment(seat: ScoringSeat) -> AssessmentShown:
    """Return all that somebody sees of an assessment."""
    read = read_assessment(session(), seat=seat)
    cards = [_card(card, read) for card in read.cards]
    published = [card for card in read.cards if card.published_at is not None]
    compared = differences(read.rubric, [card.answers for card in published])
    mine = seat.card.id if seat.card else None
    return AssessmentShown(
        **facts_of(seat.assessment, read.rubric.title, read.names),
        my_role=role_of(seat.scorer),
        cards=heads(read.cards, read.names),
        rubric=RubricOut.of(read.rubric),
        my_card=next((card for card in cards if card.id == mine), None),
        others=[card for card in cards if card.id != mine],
        differences=[
            CardDifferenceOut(criterion=one.criterion, spread=one.spread, is_alike=one.is_alike) for one in compared
        ],
        scorers=[_scorer(scorer, read) for scorer in read.scorers],
        actions=list(actions_of(seat)),
    )


def _card(card: Scorecard, read: AssessmentRead) -> ScorecardOut:
    is_draft = card.published_at is None
    return ScorecardOut(
        **content_of(card).model_dump(),
        scorer=_ref(card.scorer_id, read),
        role=card.role,
        published_on=card.published_on,
        total=TotalOut.of(count(read.rubric, card.answers)),
        troubles=troubles_out(troubles_of(read.rubric, card.answers)) if is_draft else [],
        amendments=[
            AmendmentOut(
                at=before.at,
                reason=before.reason,
                answers=answers_out(before.answers),
                summary=before.summary,
                points=before.points,
                has_passed=before.has_passed,
            )
            for before in read.amendments.get(card.id, ())
        ],
        comments=[
            CommentOut(id=said.id, author=_ref(said.author_id, read), text=said.text, at=said.at)
            for said in read.comments.get(card.id, ())
        ],
    )


def _scorer(scorer: Scorer, read: AssessmentRead) -> ScorerOut:
    state: ScorerState = "declined" if scorer.declined_at is not None else "asked"
    if scorer.person_id in read.published_by:
        state = "published"
    return ScorerOut(
        person=_ref(scorer.person_id, read),
        role=scorer.role,
        state=state,
        asked_at=scorer.asked_at,
        asked_by=_ref(scorer.asked_by_id, read),
    )


def _ref(person_id: UUID, read: AssessmentRead) -> PersonRef:
    return PersonRef(id=person_id, name=read.names[person_id])
