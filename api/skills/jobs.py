"""Jobs and the career path: what each asks by when, and how the asker compares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Blueprint
from pydantic import BaseModel

from api.skills.asking import JobRef, SkillCell, cell_of, own_job, skills_of
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import PageOut, page_out
from api.web.sight import visible_entry
from api.web.skills import skill_words
from content.jobs import JobPage
from lms.errors import NotFound
from lms.skills.gaps import standing_of

blueprint = Blueprint("jobs", __name__, url_prefix=f"{PREFIX}/jobs")


class JobTargetOut(BaseModel):
    """A level of a skill, and the months and days in the job after which it is asked."""

    skill: str
    name: str
    level: int
    level_name: str
    after_months: int
    after_days: int


class JobPageOut(BaseModel):
    """A job with what it asks and what may come next; `is_own` where the asker has it, `since` since when."""

    page: PageOut
    targets: list[JobTargetOut]
    next: list[JobRef]
    is_own: bool
    since: date | None


class JobPagesOut(BaseModel):
    """All published jobs."""

    items: list[JobPageOut]


class ComparedSkill(BaseModel):
    """A skill that the job asks in the end, beside how the asker stands in it; `standing` has that target."""

    skill: str
    name: str
    standing: SkillCell


class JobComparedOut(JobPageOut):
    """A job, and the asker compared with all that it asks of who has had it for long."""

    compared: list[ComparedSkill]


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=JobPagesOut), tags=["skills"])
def jobs() -> Answer:
    """List the jobs of the library that the asker may read."""
    return JobPagesOut(items=[JobPageOut(**_fields(job)) for job in skill_words().jobs.values()])


@blueprint.get("/<job_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=JobComparedOut), tags=["skills"])
def job(job_id: str) -> Answer:
    """Return a job, and what it asks compared with the asker's own skills."""
    entry = visible_entry(job_id)
    found = skill_words().jobs.get(entry.id)
    if found is None:
        raise NotFound(f"no job `{job_id[:200]}`")
    mine = skills_of(actor().id)
    compared = []
    for skill, level in found.asked_in_the_end().items():
        standing = standing_of(mine.estimates.get(skill), level, skill_words().scale)
        cell = SkillCell(**cell_of(mine, skill, standing))
        compared.append(ComparedSkill(skill=skill, name=skill_words().name_of(skill), standing=cell))
    return JobComparedOut(**_fields(found), compared=compared)


def _fields(found: JobPage) -> dict[str, object]:
    held = own_job()
    is_own = held.job == found.entry.id
    return {
        "page": page_out(found.entry),
        "targets": _targets(found),
        "next": [
            JobRef(id=id_, title=skill_words().jobs[id_].entry.title) for id_ in found.next if id_ in skill_words().jobs
        ],
        "is_own": is_own,
        "since": held.since if is_own else None,
    }


def _targets(found: JobPage) -> Sequence[JobTargetOut]:
    scale = skill_words().scale
    return [
        JobTargetOut(
            skill=target.skill,
            name=skill_words().name_of(target.skill),
            level=min(target.level, scale.highest),
            level_name=scale.names[min(target.level, scale.highest) - 1],
            after_months=target.after.years * 12 + target.after.months,
            after_days=target.after.days,
        )
        for target in found.targets
    ]
