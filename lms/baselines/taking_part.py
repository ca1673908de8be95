"""Counts of a manager's people who took part: nobody's answer or time by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from lms.baselines.models import FindingAnswer, TaskDraw
from lms.people.access import Actor, still_here, visible_people
from lms.people.models import Person


@dataclass(frozen=True)
class TakingPart:
    """How many people could take part, how many of them began, and how many did all of it."""

    people: int
    begun: int
    finished: int


def count_survey(session: Session, *, actor: Actor, at: datetime) -> TakingPart | None:
    """Return how many of the reps whom the actor manages answered; None for who manages nobody."""
    if not _manages(actor):
        return None
    reps = _reps_of(actor, at)
    answered = select(func.count(FindingAnswer.person_id.distinct())).where(FindingAnswer.person_id.in_(reps))
    number = session.scalar(answered) or 0
    return TakingPart(_count(session, reps), number, number)


def count_tasks(session: Session, *, actor: Actor, page_id: str, at: datetime) -> TakingPart | None:
    """Return how many of the reps whom the actor manages drew a page's tasks and did all; None as above."""
    if not _manages(actor):
        return None
    reps, person = _reps_of(actor, at), TaskDraw.person_id.distinct()
    finished = func.count(person).filter(TaskDraw.finished_at.is_not(None))
    counted = select(func.count(person), finished).where(TaskDraw.person_id.in_(reps), TaskDraw.page_id == page_id)
    return TakingPart(_count(session, reps), *session.execute(counted).one())


def _manages(actor: Actor) -> bool:
    return bool(actor.roles & {"manager", "admin"})


def _reps_of(actor: Actor, at: datetime) -> Select[UUID]:
    """Select the reps whom the actor manages and who are still there, but for the actor."""
    theirs = visible_people(actor).where(still_here(at), Person.id != actor.id)
    return theirs.where(Person.roles.any(role="rep"))


def _count(session: Session, people: Select[UUID]) -> int:
    return session.scalar(select(func.count()).select_from(people.subquery())) or 0
