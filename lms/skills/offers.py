"""Mentor offers: skills in which people are willing to help others, set by themselves.

To offer says nothing of how good somebody is. Who asks is told who offered, and of those whose skills they see, who is
strong in it; of all others nobody learns more than that they offered.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import case, delete, select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.days import Now
from lms.people.memberships import is_employed_on
from lms.people.models import Person, Team
from lms.skills.models import MentorOffer


@dataclass(frozen=True)
class Willing:
    """Somebody who offers to help with a skill."""

    id: UUID
    name: str
    team_name: str | None


def list_offers(session: Session, *, person_id: UUID) -> list[str]:
    """Return the skills in which somebody offers to help."""
    return sorted(session.scalars(select(MentorOffer.skill).where(MentorOffer.person_id == person_id)))


def set_offers(session: Session, *, person_id: UUID, skills: Collection[str], now: Now) -> list[str]:
    """Let somebody offer to help with these skills and no others; what they offered before keeps its day."""
    wanted = set(skills)
    session.execute(
        delete(MentorOffer).where(MentorOffer.person_id == person_id, MentorOffer.skill.not_in(sorted(wanted)))
    )
    rows = [{"person_id": person_id, "skill": skill, "at": now.at} for skill in sorted(wanted)]
    if rows:
        session.execute(insert_into(session, MentorOffer).values(rows).on_conflict_do_nothing())
    session.flush()
    return sorted(wanted)


def list_willing(
    session: Session, *, skill: str, besides: UUID, near_team: UUID | None, day: date, limit: int
) -> Sequence[Willing]:
    """Return who is with the company and offers to help with a skill, those of a team first, then by name."""
    wanted = (
        select(Person.id, Person.name, Team.name)
        .join(MentorOffer, MentorOffer.person_id == Person.id)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(MentorOffer.skill == skill, Person.id != besides, is_employed_on(day))
        .order_by(case((Person.team_id == near_team, 0), else_=1), Person.name, Person.id)
        .limit(limit)
    )
    return [Willing(*row) for row in session.execute(wanted)]
