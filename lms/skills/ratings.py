"""Ratings: the level at which a manager, or a person themselves, sees a skill; the last one of each counts."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from lms.days import Now
from lms.people.access import Actor, visible_person
from lms.skills.models import SkillRating


def rate(
    session: Session, *, actor: Actor, person_id: UUID, skill: str, level: int, note: str | None, now: Now
) -> SkillRating:
    """Record how somebody sees a skill today, of their own or of somebody they manage; raises NotFound for others."""
    person = visible_person(session, actor=actor, person_id=person_id)
    rating = SkillRating(
        person_id=person.id,
        skill=skill,
        level=level,
        note=(note or "").strip() or None,
        rater_id=actor.id,
        at=now.at,
        on=now.day,
    )
    session.add(rating)
    session.flush()
    return rating
