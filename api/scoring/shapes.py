"""Shapes of scoring: answers as they come and go, scorecards, and assessments in lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StrictBool, StrictFloat, StrictInt, StrictStr
from pydantic.types import StringConstraints

from api.web.errors import Problem
from api.web.shapes import PersonRef, Strict, Words
from lms.scoring.cards import CardGiven
from lms.scoring.counting import MOST_TEXT, Total, Trouble
from lms.scoring.models import Assessment, Scorecard, Scorer
from lms.scoring.reading import AssessmentRow

CardRole = Literal["coach", "self", "peer", "grader"]
ScoredKind = Literal["call", "demo", "role-play", "practice"]
MOST = 10**15
MOST_SECONDS = 86_400
_Typed = Annotated[StrictStr, StringConstraints(max_length=MOST_TEXT, pattern=r"^[^\x00]*$")]
Value = (
    StrictBool
    | Annotated[StrictInt, Field(ge=-MOST, le=MOST)]
    | Annotated[StrictFloat, Field(ge=-MOST, le=MOST, allow_inf_nan=False)]
    | _Typed
)
CriterionKey = Annotated[str, Field(min_length=1, max_length=100)]


class QuoteIn(Strict):
    """What was said, and when, in seconds from the start."""

    at: float = Field(ge=0, le=MOST_SECONDS, allow_inf_nan=False)
    text: Annotated[Words, Field(max_length=2000)]


class AnswerIn(Strict):
    """What is given for a criterion: a level from 1, true or false, a number, a choice's name or a text.

    Or that it doesn't apply; with a note and quotes as evidence, which a draft may have before the answer.
    """

    value: Value | None = None
    is_left_out: StrictBool = False
    note: _Typed = ""
    quotes: list[QuoteIn] = Field(default_factory=list, max_length=50)


class GivenIn(Strict):
    """What somebody gives: answers by the ids of criteria, and a few words on all of it."""

    answers: Annotated[dict[CriterionKey, AnswerIn], Field(max_length=100)]
    summary: Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")] = ""

    def given(self) -> CardGiven:
        """Return it as it is kept."""
        kept = {id_: answer.model_dump(exclude_defaults=True) for id_, answer in self.answers.items()}
        return CardGiven({id_: answer for id_, answer in kept.items() if answer}, self.summary)


class QuoteOut(BaseModel):
    """What was said, and when, in seconds from the start."""

    at: float
    text: str


class AnswerOut(BaseModel):
    """What was given for a criterion; `value` is null where it doesn't apply, or isn't answered yet."""

    value: bool | int | float | str | None
    is_left_out: bool
    note: str
    quotes: list[QuoteOut]


class CardTroubleOut(BaseModel):
    """What keeps a draft from being published; `is_missing` is only a criterion that isn't answered yet."""

    criterion: str
    message: str
    is_missing: bool


class TotalOut(BaseModel):
    """What answers come to, their caps counted: points of `most`, and their share; null where nothing counts.

    `has_passed` is null where the rubric says nothing of passing; `capped_by` are the criteria whose caps held.
    """

    points: float
    most: float
    share: float | None
    has_passed: bool | None
    capped_by: list[str]

    @classmethod
    def of(cls, total: Total) -> TotalOut:
        """Return a total as the API shows it."""
        capped_by = list(dict.fromkeys(cap.criterion for cap in total.caps))
        return cls(
            points=total.points,
            most=total.most,
            share=total.share,
            has_passed=total.has_passed,
            capped_by=capped_by,
        )


class CardHead(BaseModel):
    """A scorecard in a list; one that isn't published is the asker's own draft, and comes to nothing yet."""

    id: UUID
    scorer: PersonRef
    role: CardRole
    published_on: date | None
    points: float | None
    most: float | None
    share: float | None
    has_passed: bool | None

    @classmethod
    def of(cls, card: Scorecard, names: Mapping[UUID, str]) -> CardHead:
        """Return a card for a list."""
        facts = ("id", "role", "published_on", "points", "most", "share", "has_passed")
        scorer = PersonRef(id=card.scorer_id, name=names[card.scorer_id])
        return cls(scorer=scorer, **{name: getattr(card, name) for name in facts})


class CardSaved(BaseModel):
    """A draft was kept as this version; it comes to `total` so far, and `troubles` keep it from being published."""

    id: UUID
    version: int
    updated_at: datetime
    published_at: datetime | None
    total: TotalOut
    troubles: list[CardTroubleOut]


class CardContent(BaseModel):
    """What a scorecard says: answers by the ids of criteria, in their order, and a few words on all of it."""

    id: UUID
    version: int
    updated_at: datetime
    published_at: datetime | None
    answers: dict[str, AnswerOut]
    summary: str


class CardClash(Problem):
    """The scorecard was saved meanwhile: `current` is what is kept, null before anything was."""

    current: CardContent | None


class AssessmentItem(BaseModel):
    """What a rep did, and by which rubric it is scored; `my_role` is the asker's, null for who wasn't asked to.

    With `asks_self` the rep sees nobody's card before their own; in one that `is_blind` nobody sees another's until it
    is closed. Since `released_at` managers who came later see what was published before. `cards` are those that the
    asker sees.
    """

    id: UUID
    rep: PersonRef
    rubric_id: str
    rubric_title: str
    subject: ScoredKind
    title: str
    took_place_on: date
    recording: str | None
    deal_id: str | None
    session_id: UUID | None
    asks_self: bool
    is_blind: bool
    is_calibration: bool
    opened_at: datetime
    opened_by: PersonRef
    closed_at: datetime | None
    released_at: datetime | None
    my_role: CardRole | None
    cards: list[CardHead]

    @classmethod
    def of(cls, row: AssessmentRow, names: Mapping[UUID, str]) -> AssessmentItem:
        """Return an assessment for a list."""
        facts = facts_of(row.assessment, row.rubric_title, names)
        return cls(**facts, my_role=role_of(row.scorer), cards=heads(row.cards, names))


def heads(cards: Sequence[Scorecard], names: Mapping[UUID, str]) -> list[CardHead]:
    """Return cards for a list."""
    return [CardHead.of(card, names) for card in cards]


def facts_of(found: Assessment, rubric_title: str, names: Mapping[UUID, str]) -> dict[str, Any]:
    """Return what an assessment says of itself."""
    own = ("id", "rubric_id", "subject", "title", "took_place_on", "recording", "deal_id", "session_id")
    state = ("asks_self", "is_blind", "is_calibration", "opened_at", "closed_at", "released_at")
    return {
        **{name: getattr(found, name) for name in (*own, *state)},
        "rep": PersonRef(id=found.rep_id, name=names[found.rep_id]),
        "opened_by": PersonRef(id=found.opened_by_id, name=names[found.opened_by_id]),
        "rubric_title": rubric_title,
    }


def answers_out(answers: Mapping[str, Any]) -> dict[str, AnswerOut]:
    """Return answers as they are kept, with what isn't said filled in."""
    nothing: dict[str, Any] = {"value": None, "is_left_out": False, "note": "", "quotes": []}
    return {id_: AnswerOut(**(nothing | answer)) for id_, answer in answers.items()}


def content_of(card: Scorecard) -> CardContent:
    """Return what a scorecard says."""
    facts = {name: getattr(card, name) for name in ("id", "version", "updated_at", "published_at", "summary")}
    return CardContent(answers=answers_out(card.answers), **facts)


def troubles_out(troubles: list[Trouble]) -> list[CardTroubleOut]:
    """Return what keeps a draft from being published."""
    return [CardTroubleOut(**vars(trouble)) for trouble in troubles]


def role_of(scorer: Scorer | None) -> str | None:
    """Return as what somebody scores; None for who wasn't asked to, or declined."""
    return scorer.role if scorer and scorer.declined_at is None else None
