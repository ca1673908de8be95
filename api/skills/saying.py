"""Sayings of people about skills: ratings of their own and of those they manage, and where they offer to help."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, BeforeValidator, Field

from api.skills.asking import SkillId, checked_skill
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import created
from api.web.shapes import Strict, as_number
from api.web.skills import skill_words
from api.web.writes import writes
from lms.errors import Conflict
from lms.skills.offers import list_offers, set_offers
from lms.skills.ratings import rate

blueprint = Blueprint("skill_sayings", __name__, url_prefix=f"{PREFIX}/skills")
MAX_LEVEL, MAX_NOTE, MAX_OFFERS = 9, 1000, 200


class SkillRatingIn(Strict):
    """The level at which somebody sees a skill, counted from 1, and why."""

    skill: SkillId
    level: Annotated[int, Field(ge=1, le=MAX_LEVEL), BeforeValidator(as_number)]
    note: Annotated[str, Field(max_length=MAX_NOTE, pattern=r"^[^\x00]*$")] | None = None


class SkillRatingOut(BaseModel):
    """A rating as it was recorded; only the last one of each who rates counts."""

    id: UUID
    skill: str
    level: int
    note: str | None
    on: date
    is_own: bool


class OffersIn(Strict):
    """All skills in which somebody offers to help; what isn't named is no longer offered."""

    skills: Annotated[list[SkillId], Field(max_length=MAX_OFFERS)]


class OffersOut(BaseModel):
    """The skills in which the asker offers to help others."""

    skills: list[str]


@blueprint.post("/people/<uuid:person_id>/ratings")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=SkillRatingOut), tags=["skills"])
def rate_skill(person_id: UUID, json: SkillRatingIn) -> Answer:
    """Say how one sees a skill of one's own, or of somebody one manages."""
    skill, scale = checked_skill(json.skill, field="skill"), skill_words().scale
    if json.level > scale.highest:
        raise Conflict(f"the highest level is {scale.highest}, {scale.names[-1]}", field="level")
    made = rate(
        session(), actor=actor(), person_id=person_id, skill=skill, level=json.level, note=json.note, now=clock()
    )
    out = SkillRatingOut(
        id=made.id, skill=skill, level=made.level, note=made.note, on=made.on, is_own=made.person_id == made.rater_id
    )
    return created(out, f"{PREFIX}/skills/people/{person_id}")


@blueprint.get("/me/offers")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=OffersOut), tags=["skills"])
def my_offers() -> Answer:
    """List the skills in which the asker offers to help."""
    return OffersOut(skills=list_offers(session(), person_id=actor().id))


@blueprint.put("/me/offers")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=OffersOut), tags=["skills"])
def offer(json: OffersIn) -> Answer:
    """Offer to help with these skills and no others; colleagues who look for a mentor see that one offers."""
    known = set(list_offers(session(), person_id=actor().id))
    for at, skill in enumerate(json.skills):
        if skill not in known:  # what the library no longer names may stay
            checked_skill(skill, field=f"skills/{at}")
    return OffersOut(skills=set_offers(session(), person_id=actor().id, skills=json.skills, now=clock()))
