"""Asking about skills: the words, the rules and the people of a request, and the cells that answers are made of."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from api.web.context import actor, clock, once, parts, session
from api.web.shapes import Id
from api.web.skills import skill_words
from api.work.skills.standing import PersonSkills, Rules, read_skills
from lms.errors import Conflict
from lms.skills.estimate import Estimate
from lms.skills.gaps import GapState, SkillStanding
from lms.skills.people import InJob, visible_in_job

NOTHING_KNOWN = SkillStanding("no_evidence", None, None, None, None, None)
SkillId = Annotated[Id, Field(min_length=1)]


class SkillCell(BaseModel):
    """How somebody stands in a skill, in levels from 1: the estimate with the ends of its interval, target and gap.

    `weight` says as how many independent questions the evidence counts today, `pieces` how many pieces there are;
    `own` is the level that they see themselves at, which counts little. What can't be told is null.
    """

    state: GapState
    level: float | None
    low: float | None
    high: float | None
    level_name: str | None
    target: int | None
    gap: float | None
    weight: float
    pieces: int
    own: float | None
    last_day: date | None


class JobRef(BaseModel):
    """A job of the library."""

    id: str
    title: str


def rules() -> Rules:
    """Return what the settings say of evidence."""
    config = parts().config
    return Rules(config.skill_half_life_days, config.coaching_history)


def skills_of(person_id: UUID) -> PersonSkills:
    """Return the skills of somebody whose records the actor may see; raises NotFound for others."""
    people = [_in_job(person_id)]
    return read_skills(session(), words=skill_words(), actor=actor(), people=people, day=clock().day, rules=rules())[0]


def checked_skill(skill: str, *, field: str) -> str:
    """Return the id of a skill that the library names; raises Conflict for another."""
    known = skill_words().names
    if skill not in known:
        raise Conflict(f"the library names no skill `{skill}`; use one of {', '.join(list(known)[:20])}", field=field)
    return skill


def own_job() -> InJob:
    """Return the asker with their job of today."""
    return once("own_job", lambda: _in_job(actor().id))


def cell_of(found: PersonSkills, skill: str, standing: SkillStanding | None = None) -> dict[str, Any]:
    """Return the fields of a SkillCell, by another standing than today's if one is given.

    Maps have too many for a model of each.
    """
    scale, estimate = skill_words().scale, found.estimates.get(skill)
    standing = standing or found.standings.get(skill) or NOTHING_KNOWN
    return {
        "state": standing.state,
        "level": _rounded(standing.level),
        "low": _rounded(standing.low),
        "high": _rounded(standing.high),
        "level_name": scale.name_of(estimate.mean) if estimate and estimate.mean is not None else None,
        "target": standing.target,
        "gap": _rounded(standing.gap),
        **_known(estimate),
    }


def job_ref(job_id: str | None) -> JobRef | None:
    """Return a job that somebody has; of one that the library no longer has, the id is all that is known."""
    if job_id is None:
        return None
    job = skill_words().jobs.get(job_id)
    return JobRef(id=job_id, title=job.entry.title if job else job_id)


def _in_job(person_id: UUID) -> InJob:
    return visible_in_job(session(), actor=actor(), person_id=person_id, day=clock().day)


def _known(estimate: Estimate | None) -> dict[str, Any]:
    if estimate is None:
        return {"weight": 0.0, "pieces": 0, "own": None, "last_day": None}
    own = None if estimate.own is None else _rounded(skill_words().scale.level_of(estimate.own))
    return {
        "weight": round(estimate.weight, 2),
        "pieces": estimate.pieces,
        "own": own,
        "last_day": estimate.last_day,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
