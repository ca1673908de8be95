"""Standings of people in their skills: what the job that they have asks today, beside what the evidence says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.skills.words import SkillWords
from content.jobs import JobPage
from lms.people.access import Actor
from lms.skills.estimate import Estimate, estimate_all
from lms.skills.evidence import Evidence
from lms.skills.gaps import SkillStanding, standing_of, urgency
from lms.skills.people import InJob
from lms.skills.reading import read_evidence
from lms.skills.sight import evidence_sight


@dataclass(frozen=True)
class Rules:
    """What the settings say of evidence: how fast it fades, and whether managers see what was before them."""

    half_life_days: int
    history: str


@dataclass(frozen=True)
class PersonSkills:
    """One person's skills: the job with what it asks today, estimates and standings by skill, and the evidence."""

    person: InJob
    job: JobPage | None
    asked: Mapping[str, int]
    estimates: Mapping[str, Estimate]
    standings: Mapping[str, SkillStanding]
    evidence: Sequence[Evidence]

    def urgency_in(self, skills: frozenset[str]) -> tuple[int, float]:
        """Return what people are sorted by: who has the clearest and widest gaps first, in some skills, all if none."""
        asked = {skill: one for skill, one in self.standings.items() if one.target is not None}
        found = [urgency(one) for skill, one in asked.items() if not skills or skill in skills]
        first = min((rank for rank, _ in found), default=99)
        return first, sum(width for rank, width in found if rank == first)


def read_skills(
    session: Session,
    *,
    words: SkillWords,
    actor: Actor,
    people: Sequence[InJob],
    day: date,
    rules: Rules,
    readers: Sequence[Actor] = (),
) -> list[PersonSkills]:
    """Return the skills of people whose records the actor may see, in their order, by the evidence that they see.

    Where others read it too, `readers`, by what all of them see.
    """
    ids = [person.id for person in people]
    sight = evidence_sight(session, actors=[actor, *readers], person_ids=ids, day=day, history=rules.history)
    pieces = read_evidence(
        session,
        sight=sight,
        person_ids=ids,
        highest_level=words.scale.highest,
        today=day,
        half_life_days=rules.half_life_days,
    )
    estimates = estimate_all(pieces, today=day, half_life_days=rules.half_life_days)
    by_person: dict[UUID, dict[str, Estimate]] = defaultdict(dict)
    for (person_id, skill), estimate in estimates.items():
        by_person[person_id][skill] = estimate
    own: dict[UUID, list[Evidence]] = defaultdict(list)
    for piece in pieces:
        own[piece.person_id].append(piece)
    return [_skills_of(person, words, day, by_person[person.id], own[person.id]) for person in people]


def _skills_of(
    person: InJob, words: SkillWords, day: date, estimates: Mapping[str, Estimate], evidence: Sequence[Evidence]
) -> PersonSkills:
    job = words.jobs.get(person.job or "")
    asked = job.asked(since=person.since, day=day) if job and person.since else {}
    standings = {
        skill: standing_of(estimates.get(skill), asked.get(skill), words.scale) for skill in {**asked, **estimates}
    }
    return PersonSkills(person, job, asked, estimates, standings, evidence)
