"""Skill gaps as lines of an agenda: what the job asks, what the evidence says, and a course that isn't assigned yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.skills.closing import read_teaching, titles_to_assign
from api.work.skills.standing import Rules, read_skills
from api.work.skills.words import words_of
from content.catalogue import Catalogue
from content.escaping import as_markdown
from content.places.links import site_url
from content.taxonomy import Taxonomy
from lms.people.access import Actor, visible_among
from lms.skills.gaps import SkillStanding, urgency
from lms.skills.people import visible_in_job

LINES = 3


def gap_lines(
    session: Session,
    *,
    catalogue: Catalogue,
    taxonomy: Taxonomy,
    audiences: frozenset[str],
    actor: Actor,
    person_id: UUID,
    day: date,
    rules: Rules,
    readers: Sequence[Actor] = (),
) -> list[str]:
    """Return a line of Markdown for each of somebody's skills that is below its target, the clearest first.

    By the evidence that the actor sees, and all `readers` do; nothing of somebody whose records the actor may not see.
    `audiences` are those whose pages the person may read.
    """
    words = words_of(catalogue, taxonomy)
    if not visible_among(session, actor=actor, person_ids=[person_id]):
        return []
    people = [visible_in_job(session, actor=actor, person_id=person_id, day=day)]
    lines = []
    known = read_skills(session, words=words, actor=actor, people=people, day=day, rules=rules, readers=readers)
    for one in known:
        below = [(skill, standing) for skill, standing in one.standings.items() if standing.gap]
        for skill, standing in sorted(below, key=lambda pair: (urgency(pair[1]), pair[0]))[:LINES]:
            teaching = read_teaching(
                session, catalogue=catalogue, skill=skill, person_id=person_id, audiences=audiences, day=day
            )
            courses = titles_to_assign(teaching)[:1]
            hint = "".join(
                f"; not assigned yet: [{as_markdown(entry.title)}]({site_url(entry.url)})" for entry in courses
            )
            lines.append(f"{as_markdown(words.name_of(skill))}: {said(standing, words.scale.names)}{hint}")
    return lines


def said(standing: SkillStanding, levels: Sequence[str]) -> str:
    """Say a gap in words: the estimate with its interval, and the level that the job asks."""
    target = min(standing.target or 1, len(levels))
    doubt = ", which may be chance" if standing.state == "maybe_gap" else ""
    level, low, high = standing.level or 0.0, standing.low or 0.0, standing.high or 0.0
    return f"{level:.1f} of {target} ({low:.1f} to {high:.1f}), the job asks {as_markdown(levels[target - 1])}{doubt}"
