"""Rubrics of the library: criteria with their levels, what passes and what caps."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import SIGNED_IN, allow
from api.web.context import parts
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import PageOut, page_out
from api.web.sight import visible_entries, visible_entry
from api.work.scoring import paper_now
from content.catalogue import Entry
from content.course import NoSuchPageError
from lms.scoring.rubric import Kind, Rubric, rubric_of

blueprint = Blueprint("rubrics", __name__, url_prefix=f"{PREFIX}/scoring")
KIND = "rubric"


class AnswerChoiceOut(BaseModel):
    """One answer to choose, and what it earns before the criterion's weight."""

    name: str
    points: float


class CriterionOut(BaseModel):
    """What is looked at; `levels` are of kind level, `choices` of choice, `least`, `most` and `unit` of number.

    `points` are the most it earns, its weight counted, 0 for what is kept and counts nothing. `good` is the answer
    that earns them: yes or no, or the high or low end of a number.
    """

    id: str
    name: str
    kind: Kind
    weight: float
    points: float
    skill: str | None
    is_mandatory: bool
    may_be_left_out: bool
    levels: list[str]
    choices: list[AnswerChoiceOut]
    least: float | None
    most: float | None
    unit: str | None
    good: Literal["yes", "no", "high", "low"] | None


class PassOut(BaseModel):
    """What a scorecard must reach: points of all (null: any), least levels by criterion; and how many in a row."""

    points: float | None
    levels: dict[str, int]
    times: int


class CapOut(BaseModel):
    """The most points after one answer to a criterion, or, of levels, after that one and those below."""

    criterion: str
    when: bool | int | str
    points: float
    because: str | None


class RubricOut(BaseModel):
    """By what something is scored; what `passes` and `caps` say is of all `points`, and less where less applies."""

    title: str
    points: float
    criteria: list[CriterionOut]
    passes: PassOut | None
    caps: list[CapOut]

    @classmethod
    def of(cls, rubric: Rubric) -> RubricOut:
        """Return a rubric as the API shows it."""
        return cls(
            title=rubric.title,
            points=rubric.points,
            criteria=[
                CriterionOut.model_validate(
                    {
                        **vars(criterion),
                        "levels": list(criterion.levels),
                        "choices": [AnswerChoiceOut(name=name, points=points) for name, points in criterion.choices],
                    }
                )
                for criterion in rubric.criteria
            ],
            passes=PassOut(**vars(rubric.passes)) if rubric.passes else None,
            caps=[CapOut(**vars(cap)) for cap in rubric.caps],
        )


class RubricShown(BaseModel):
    """A rubric's page, and by what somebody would be scored today; `digest` names this state of it."""

    page: PageOut
    digest: str
    rubric: RubricOut


class RubricsOut(BaseModel):
    """The rubrics that the asker may read, by title."""

    items: list[PageOut]


@blueprint.get("/rubrics")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=RubricsOut), tags=["scoring"])
def rubrics() -> Answer:
    """List the published rubrics."""
    found = visible_entries(entry.id for entry in parts().search.catalogue().entries if _is_rubric(entry))
    return RubricsOut(items=[page_out(entry) for entry in sorted(found, key=lambda entry: (entry.title, entry.id))])


@blueprint.get("/rubrics/<page_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(409, 503, HTTP_200=RubricShown), tags=["scoring"])
def rubric(page_id: str) -> Answer:
    """Return a rubric; 409 where it contradicts itself, so that nobody can be scored by it."""
    entry = published_rubric(page_id)
    paper = paper_now(parts().search.catalogue(), entry)
    return RubricShown(page=page_out(entry), digest=paper.digest, rubric=RubricOut.of(rubric_of(paper.content)))


def published_rubric(page_id: str) -> Entry:
    """Return a published rubric that the actor may read; raises NotFound or NoSuchPageError."""
    entry = visible_entry(page_id)
    if not _is_rubric(entry):
        raise NoSuchPageError(f"no published rubric `{page_id[:200]}`")
    return entry


def _is_rubric(entry: Entry) -> bool:
    return entry.type == KIND and entry.status == "approved"
