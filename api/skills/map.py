"""The skill map of a manager: people by skills, as the evidence and their jobs have it today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Blueprint, Response
from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import to_json
from sqlalchemy.orm import Session

from api.skills.asking import JobRef, SkillCell, SkillId, cell_of, job_ref, rules
from api.skills.words import SkillOut
from api.web.auth import allow
from api.web.below import SiteAddress, facts_below
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, large_answers, spec
from api.web.paging import After, next_address
from api.web.shapes import Id, Strict, as_list
from api.web.skills import skill_words
from api.web.tables import streamed_csv
from api.work.skills.standing import PersonSkills, Rules, read_skills
from api.work.skills.words import SkillWords
from lms.errors import Conflict
from lms.people.access import Actor
from lms.skills.gaps import MEANINGS
from lms.skills.people import count_in_jobs, list_in_jobs
from lms.training.matrix import people_on

blueprint = Blueprint("skill_map", __name__, url_prefix=f"{PREFIX}/skills")
# So many people are read at once to sort them by their gaps.
MOST_SORTED = 200
CHUNK = 100
SkillIds = Annotated[list[SkillId], BeforeValidator(as_list), Field(max_length=50)]


class MapChoice(Strict):
    """Of which team (with those below it), of which job, and which skills; all without a choice."""

    team_id: UUID | None = None
    job: Id | None = None
    skill: SkillIds = Field(default_factory=list)


class MapQuery(MapChoice, After):
    """A page of the map: by name, or the widest clear gaps first, after the person with this id."""

    sort: Literal["name", "gap"] = "name"


class MapLine(BaseModel):
    """A person, the job that they have and since when, and a cell for each skill in the order of `skills`."""

    id: UUID
    name: str
    team_name: str | None
    job: JobRef | None
    job_since: date | None
    cells: list[SkillCell]


class SkillMapOut(BaseModel):
    """People by skills; levels are counted from 1, the first of `levels`."""

    as_of: date
    levels: list[str]
    skills: list[SkillOut]
    jobs: list[JobRef]
    people: list[MapLine]
    next: SiteAddress | None


@blueprint.get("/map")
@allow("manager", "admin")
@spec.validate(resp=large_answers(409, 503, HTTP_200=SkillMapOut), tags=["skills"])
def skill_map(query: MapQuery) -> Answer:
    """Report how the people whom the asker manages stand in their skills, by the evidence that the asker may see."""
    chosen = _chosen(query)
    found = _by_gap(query) if query.sort == "gap" else _by_name(query)
    shown = found[: query.limit]
    body = {
        "as_of": clock().day,
        "levels": list(skill_words().scale.names),
        "skills": [{"id": skill, "name": skill_words().names[skill]} for skill in chosen],
        "jobs": [{"id": job.entry.id, "title": job.entry.title} for job in skill_words().jobs.values()],
        "people": [_line(one, chosen) for one in shown],
        "next": next_address(found, query.limit, shown[-1].person.id if shown else ""),
    }
    # Thousands of cells: made once as plain JSON, without a model for each.
    return Response(to_json(facts_below(body)), mimetype="application/json")


@blueprint.get("/map.csv")
@allow("manager", "admin")
@spec.validate(resp=answers(409, 503, HTTP_200=None), tags=["skills"])
def skill_map_csv(query: MapChoice) -> Answer:
    """Report the whole map as CSV: a row for each person and skill of which a job or the evidence says something."""
    chosen, day = _chosen(query), clock().day
    people = people_on(session(), actor=actor(), day=day, team_id=query.team_id)
    known, who, settings = skill_words(), actor(), rules()

    def rows(own: Session) -> Iterator[list[object]]:
        after = None
        while True:
            page = list_in_jobs(own, people=people, day=day, job=query.job, after=after, limit=CHUNK)
            yield from _rows(own, known, who, settings, page, chosen, day)
            if len(page) < CHUNK:
                return
            after = page[-1].id

    return streamed_csv(HEADER, rows, name=f"skill-map-{day}.csv")


HEADER = (
    *("name", "email", "team", "job", "skill", "state", "level", "from", "to", "target", "gap", "evidence"),
    *("own level", "last evidence"),
)


def _rows(
    own: Session, known: SkillWords, who: Actor, settings: Rules, page: Sequence[Any], chosen: Iterable[str], day: date
) -> Iterator[list[object]]:
    for one in read_skills(own, words=known, actor=who, people=page, day=day, rules=settings):
        for skill in chosen:
            standing, estimate = one.standings.get(skill), one.estimates.get(skill)
            if standing is None:
                continue
            levels = (standing.level, standing.low, standing.high)
            yield [
                *(one.person.name, one.person.email, one.person.team_name),
                one.job.entry.title if one.job else one.person.job,
                *(known.name_of(skill), MEANINGS[standing.state]),
                *(None if level is None else round(level, 2) for level in levels),
                *(standing.target, None if standing.gap is None else round(standing.gap, 2)),
                estimate.pieces if estimate else 0,
                round(known.scale.level_of(estimate.own), 2) if estimate and estimate.own is not None else None,
                estimate.last_day if estimate else None,
            ]


def _chosen(query: MapChoice) -> list[str]:
    """Return the skills to show, in the order of the taxonomy."""
    return [skill for skill in skill_words().names if not query.skill or skill in query.skill]


def _by_name(query: MapQuery) -> list[PersonSkills]:
    day = clock().day
    people = people_on(session(), actor=actor(), day=day, team_id=query.team_id)
    page = list_in_jobs(session(), people=people, day=day, job=query.job, after=query.after, limit=query.limit + 1)
    return read_skills(session(), words=skill_words(), actor=actor(), people=page, day=day, rules=rules())


def _by_gap(query: MapQuery) -> list[PersonSkills]:
    """Return who comes after the person named by `after`, the widest clear gaps first."""
    day = clock().day
    people = people_on(session(), actor=actor(), day=day, team_id=query.team_id)
    number = count_in_jobs(session(), people=people, job=query.job)
    if number > MOST_SORTED:
        message = f"{number} people are too many to sort by gap; choose a team or a job of at most {MOST_SORTED}"
        raise Conflict(message, field="sort")
    page = list_in_jobs(session(), people=people, day=day, job=query.job)
    found = read_skills(session(), words=skill_words(), actor=actor(), people=page, day=day, rules=rules())
    chosen = frozenset(query.skill)
    found.sort(key=lambda one: one.urgency_in(chosen))
    at = next((place + 1 for place, one in enumerate(found) if one.person.id == query.after), 0)
    return found[at : at + query.limit + 1]


def _line(found: PersonSkills, chosen: Iterable[str]) -> dict[str, Any]:
    job = job_ref(found.person.job)
    return {
        "id": found.person.id,
        "name": found.person.name,
        "team_name": found.person.team_name,
        "job": job.model_dump() if job else None,
        "job_since": found.person.since,
        "cells": [cell_of(found, skill) for skill in chosen],
    }
