"""The skills of one person: what is asked of them, what the evidence says, and what would close a gap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.skills.asking import (
    JobRef,
    SkillCell,
    SkillId,
    cell_of,
    checked_skill,
    job_ref,
    rules,
    skills_of,
)
from api.web.auth import SIGNED_IN, allow
from api.web.below import SiteAddress
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import PersonRef, Strict, public_url
from api.web.sight import sight_of
from api.web.skills import skill_words
from api.work.skills.closing import Mentor, Teaching, read_mentors, read_teaching
from api.work.skills.standing import PersonSkills
from lms.people.access import Actor, visible_person
from lms.skills.describing import OF_CALLS, OF_COURSES, Told, describe
from lms.skills.estimate import weights_of
from lms.skills.evidence import Evidence, EvidenceKind
from lms.training.states import StateName

blueprint = Blueprint("skills_of_people", __name__, url_prefix=f"{PREFIX}/skills")


class EvidenceOut(BaseModel):
    """A piece of evidence: the level that it shows, and as how many independent questions it counts today.

    It comes from an assessment, a course or a rating; `by` is who rated, `note` what they wrote.
    """

    kind: EvidenceKind
    day: date
    level: float
    weight: float
    title: str | None
    by: str | None
    note: str | None
    assessment_id: UUID | None
    course_id: str | None
    url: SiteAddress | None


class PersonSkill(BaseModel):
    """How somebody stands in a skill, and the evidence that the asker may see, the latest first."""

    id: str
    name: str
    standing: SkillCell
    evidence: list[EvidenceOut]


class PersonSkillsOut(BaseModel):
    """Somebody's skills: those that their job asks for or of which there is evidence, the clearest gap first."""

    as_of: date
    person: PersonRef
    team_name: str | None
    job: JobRef | None
    job_since: date | None
    levels: list[str]
    items: list[PersonSkill]


class ClosingQuery(Strict):
    """Which skill."""

    skill: SkillId


class TeachingOut(BaseModel):
    """A page that names the skill; of a course, how the person stands in it: null where it is not assigned."""

    id: str
    title: str
    type: str
    url: SiteAddress | None
    summary: str | None
    state: StateName | None
    is_assigned: bool
    due_on: date | None


class MentorOut(BaseModel):
    """Somebody who offers to help; `is_strong` is null unless the asker sees their skills."""

    id: UUID
    name: str
    team_name: str | None
    is_strong: bool | None


class ClosingOut(BaseModel):
    """What would close a gap of somebody: pages of the library, and who is willing to help."""

    skill: str
    name: str
    standing: SkillCell
    pages: list[TeachingOut]
    mentors: list[MentorOut]


@blueprint.get("/me")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=PersonSkillsOut), tags=["skills"])
def my_skills() -> Answer:
    """Return the asker's own skills."""
    return _out(skills_of(actor().id))


@blueprint.get("/people/<uuid:person_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=PersonSkillsOut), tags=["skills"])
def person_skills(person_id: UUID) -> Answer:
    """Return the skills of somebody whose records the asker may see, by the evidence that they may see."""
    return _out(skills_of(person_id))


@blueprint.get("/people/<uuid:person_id>/closing")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(409, 503, HTTP_200=ClosingOut), tags=["skills"])
def closing(person_id: UUID, query: ClosingQuery) -> Answer:
    """Return what would close a gap: what teaches the skill, and how far they are with it, and who offers to help."""
    skill, found = checked_skill(query.skill, field="skill"), skills_of(person_id)
    audiences = sight_of(Actor.of(visible_person(session(), actor=actor(), person_id=person_id))).audiences
    standing = found.standings.get(skill)
    teaching = read_teaching(
        session(),
        catalogue=parts().search.catalogue(),
        skill=skill,
        person_id=person_id,
        audiences=audiences,
        day=clock().day,
    )
    mentors = read_mentors(
        session(),
        words=skill_words(),
        actor=actor(),
        person=found.person,
        skill=skill,
        target=standing.target if standing else None,
        day=clock().day,
        rules=rules(),
    )
    return ClosingOut(
        skill=skill,
        name=skill_words().name_of(skill),
        standing=SkillCell(**cell_of(found, skill)),
        pages=[_teaching_out(one) for one in teaching],
        mentors=[_mentor_out(one) for one in mentors],
    )


def _out(found: PersonSkills) -> PersonSkillsOut:
    by_skill: dict[str, list[Evidence]] = {}
    for piece in found.evidence:
        by_skill.setdefault(piece.skill, []).append(piece)
    told: dict[str, list[Told]] = {}
    for one in describe(session(), found.evidence):
        told.setdefault(one.piece.skill, []).append(one)
    order = list(skill_words().names)
    skills = sorted(found.standings, key=lambda skill: order.index(skill) if skill in order else len(order))
    skills.sort(key=lambda skill: found.urgency_in(frozenset({skill})))
    return PersonSkillsOut(
        as_of=clock().day,
        person=PersonRef(id=found.person.id, name=found.person.name),
        team_name=found.person.team_name,
        job=job_ref(found.person.job),
        job_since=found.person.since,
        levels=list(skill_words().scale.names),
        items=[
            PersonSkill(
                id=skill,
                name=skill_words().name_of(skill),
                standing=SkillCell(**cell_of(found, skill)),
                evidence=_evidence_out(by_skill.get(skill, []), told.get(skill, [])),
            )
            for skill in skills
        ],
    )


def _evidence_out(pieces: list[Evidence], told: Iterable[Told]) -> list[EvidenceOut]:
    left = weights_of(pieces, today=clock().day, half_life_days=rules().half_life_days)
    weights = {id(piece): weight for piece, weight in zip(pieces, left, strict=True)}
    by_id = parts().search.catalogue().by_id
    found = []
    for one in told:
        piece = one.piece
        course = by_id.get(piece.source_id) if piece.kind in OF_COURSES else None
        found.append(
            EvidenceOut(
                kind=piece.kind,
                day=piece.day,
                level=round(skill_words().scale.level_of(piece.share), 2),
                weight=round(weights[id(piece)], 2),
                title=one.title,
                by=one.by,
                note=one.note,
                assessment_id=UUID(piece.source_id) if piece.kind in OF_CALLS else None,
                course_id=piece.source_id if piece.kind in OF_COURSES else None,
                url=public_url(course) if course else None,
            )
        )
    return found


def _teaching_out(one: Teaching) -> TeachingOut:
    return TeachingOut(
        id=one.entry.id,
        title=one.entry.title,
        type=one.entry.type,
        url=public_url(one.entry),
        summary=one.entry.summary,
        state=one.cell.state.label if one.cell else None,
        is_assigned=one.cell is not None and one.cell.is_assigned,
        due_on=one.cell.due_on if one.cell else None,
    )


def _mentor_out(one: Mentor) -> MentorOut:
    return MentorOut(id=one.who.id, name=one.who.name, team_name=one.who.team_name, is_strong=one.is_strong)
