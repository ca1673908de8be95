"""Ways to close a skill gap: pages of the library that name the skill, and colleagues who offer to help with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.skills.standing import Rules, read_skills
from api.work.skills.words import SkillWords
from content.catalogue import Catalogue, Entry
from lms.people.access import Actor, visible_among, visible_people
from lms.people.models import Person
from lms.skills.estimate import Scale
from lms.skills.offers import Willing, list_willing
from lms.skills.people import InJob, list_in_jobs
from lms.training.matrix import Cell, read_cells

# What teaches first; all else follows by title. Jobs name skills, and teach none.
ORDER = ("course", "lesson", "playbook", "guide", "rubric", "objection")
NOT_TEACHING = frozenset({"job", "initiative", "kpi", "quiz", "timed-tasks"})
MOST_PAGES, MOST_MENTORS, MOST_OFFERS = 30, 20, 100


@dataclass(frozen=True)
class Teaching:
    """A page that names the skill, and how the person stands in it, where it is a course and there is a word to say."""

    entry: Entry
    cell: Cell | None


@dataclass(frozen=True)
class Mentor:
    """Somebody who offers to help; `is_strong` where who asks sees their skills, else None."""

    who: Willing
    is_strong: bool | None


def pages_teaching(catalogue: Catalogue, skill: str, *, audiences: frozenset[str]) -> list[Entry]:
    """Return the published pages for some audiences that name a skill, what teaches first; no translations."""
    found = [
        entry
        for entry in catalogue.entries
        if skill in entry.skills
        and entry.type not in NOT_TEACHING
        and entry.status == "approved"
        and entry.audience in audiences
        and entry.translation_of is None
    ]
    return sorted(found, key=lambda entry: (_place(entry.type), entry.title.casefold(), entry.id))


def read_teaching(
    session: Session, *, catalogue: Catalogue, skill: str, person_id: UUID, audiences: frozenset[str], day: date
) -> list[Teaching]:
    """Return what teaches a person a skill: courses that aren't complete first, at most MOST_PAGES."""
    cells = read_cells(session, person_id=person_id, day=day)
    pages = pages_teaching(catalogue, skill, audiences=audiences)
    found = [Teaching(entry, cells.get(entry.id) if entry.type == "course" else None) for entry in pages]
    found.sort(key=lambda one: one.cell is not None and one.cell.state.is_complete)
    return found[:MOST_PAGES]


def read_mentors(
    session: Session,
    *,
    words: SkillWords,
    actor: Actor,
    person: InJob,
    skill: str,
    target: int | None,
    day: date,
    rules: Rules,
) -> list[Mentor]:
    """Return who offers to help somebody with a skill; strong ones first, of those whose skills the actor sees.

    Of all others nobody learns more than that they offered: they come by team and name.
    """
    willing = list_willing(
        session, skill=skill, besides=person.id, near_team=person.team_id, day=day, limit=MOST_OFFERS
    )
    seen = visible_among(session, actor=actor, person_ids=[one.id for one in willing])
    people = list_in_jobs(session, people=visible_people(actor).where(Person.id.in_(seen)), day=day) if seen else ()
    known = read_skills(session, words=words, actor=actor, people=people, day=day, rules=rules)
    lows = {one.person.id: estimate.low for one in known if (estimate := one.estimates.get(skill))}
    strong = {id_ for id_, low in lows.items() if low is not None and low >= strong_from(words.scale, target)}
    found = [Mentor(one, one.id in strong if one.id in seen else None) for one in willing]
    return sorted(found, key=lambda one: not one.is_strong)[:MOST_MENTORS]


def strong_from(scale: Scale, target: int | None) -> float:
    """Return the share above which the interval of who is strong lies: of the target, or the last level but one."""
    return scale.reached_from(max(target if target is not None else scale.highest - 1, 2))


def titles_to_assign(found: Iterable[Teaching]) -> Sequence[Entry]:
    """Return the courses among what teaches that aren't assigned and aren't complete."""
    return [
        one.entry
        for one in found
        if one.entry.type == "course" and (one.cell is None or not (one.cell.is_assigned or one.cell.state.is_complete))
    ]


def _place(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER)
