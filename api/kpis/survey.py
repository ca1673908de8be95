"""The survey: how long finding took before, as each person says it of themselves."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Blueprint
from pydantic import BaseModel, BeforeValidator, Field

from api.kpis.team import TakingPartOut
from api.web.auth import allow
from api.web.context import actor, clock, now, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import created
from api.web.shapes import Strict, Whole, Words, as_number
from api.web.writes import writes
from lms.baselines.models import FindingAnswer
from lms.baselines.survey import own_answer, record_answer
from lms.baselines.taking_part import count_survey

blueprint = Blueprint("survey", __name__, url_prefix=f"{PREFIX}/kpis")
QUESTION = "Before this tool: how long did it usually take you to find the page you needed?"
# Whoever needs more than a working day hasn't found it.
MAX_SECONDS = 28_800


class SurveyIn(Strict):
    """What somebody says of their own searches before; searches in a week are shown only, and enter no figure."""

    seconds: Whole = Field(ge=1, le=MAX_SECONDS)
    searches_per_week: Annotated[int, Field(ge=0, le=1000), BeforeValidator(as_number)] | None = None
    note: Annotated[Words, Field(max_length=1000)] | None = None


class SurveyAnswerOut(BaseModel):
    """An answer, and the day it was given."""

    seconds: int
    searches_per_week: int | None
    note: str | None
    day: date


class SurveyOut(BaseModel):
    """The question, and what the asker said last, null for nothing yet; `team` counts whom a manager manages."""

    question: str
    answer: SurveyAnswerOut | None
    team: TakingPartOut | None


@blueprint.get("/survey")
@allow("rep", "manager")
@spec.validate(resp=answers(HTTP_200=SurveyOut), tags=["kpis"])
def survey() -> Answer:
    """Return the question how long finding took before, with the asker's own answer."""
    return _out(own_answer(session(), actor=actor()))


@blueprint.post("/survey")
@allow("rep", "manager")
@writes
@spec.validate(resp=answers(409, 415, HTTP_201=SurveyOut), tags=["kpis"])
def answer_survey(json: SurveyIn) -> Answer:
    """Answer for oneself; former answers are kept, and the last one counts."""
    given = record_answer(
        session(),
        actor=actor(),
        seconds=json.seconds,
        searches_per_week=json.searches_per_week,
        note=json.note and json.note.strip(),
        now=clock(),
    )
    return created(_out(given), f"{PREFIX}/kpis/survey")


def _out(answer: FindingAnswer | None) -> SurveyOut:
    shown = None if answer is None else SurveyAnswerOut.model_validate(answer, from_attributes=True)
    team = TakingPartOut.of(count_survey(session(), actor=actor(), at=now()))
    return SurveyOut(question=QUESTION, answer=shown, team=team)
