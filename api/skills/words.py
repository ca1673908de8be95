"""The skills that the library names, and their levels."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from api.skills.asking import rules
from api.web.auth import SIGNED_IN, allow
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.skills import skill_words
from lms.skills.estimate import LEAST_WEIGHT, LEVEL, METHOD
from lms.skills.gaps import MEANINGS

blueprint = Blueprint("skills", __name__, url_prefix=f"{PREFIX}/skills")


class SkillOut(BaseModel):
    """A skill by its word in the taxonomy, and what people call it."""

    id: str
    name: str


class SkillsOut(BaseModel):
    """All skills, what their levels are called (from the lowest, 1), and how estimates are made.

    `least_weight` is the evidence below which there is none; `states` say in words what a standing means.
    """

    items: list[SkillOut]
    levels: list[str]
    half_life_days: int
    interval_level: float
    method: str
    least_weight: float
    states: dict[str, str]


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=SkillsOut), tags=["skills"])
def skills() -> Answer:
    """List the skills that the library names."""
    found = skill_words()
    return SkillsOut(
        items=[SkillOut(id=id_, name=name) for id_, name in found.names.items()],
        levels=list(found.scale.names),
        half_life_days=rules().half_life_days,
        interval_level=LEVEL,
        method=METHOD,
        least_weight=LEAST_WEIGHT,
        states=dict(MEANINGS),
    )
