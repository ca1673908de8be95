"""The question how long finding took before: answers are appended, and the last one of a person counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.baselines.models import FindingAnswer
from lms.days import Now
from lms.people.access import Actor


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """What one person says: seconds that a search took before, and searches in a week, which no figure takes."""

    person_id: UUID
    day: date
    seconds: int
    searches_per_week: int | None


def record_answer(
    session: Session, *, actor: Actor, seconds: int, searches_per_week: int | None, note: str | None, now: Now
) -> FindingAnswer:
    """Append what the actor says of their own searches."""
    answer = FindingAnswer(
        person_id=actor.id, at=now.at, day=now.day, seconds=seconds, searches_per_week=searches_per_week, note=note
    )
    session.add(answer)
    session.flush()
    return answer


def own_answer(session: Session, *, actor: Actor) -> FindingAnswer | None:
    """Return what the actor said last; None for who never did."""
    own = select(FindingAnswer).where(FindingAnswer.person_id == actor.id)
    return session.scalar(own.order_by(FindingAnswer.at.desc(), FindingAnswer.id.desc()).limit(1))


def read_survey(session: Session, *, people: Select[UUID], until: date) -> list[SurveyAnswer]:
    """Return the last answer of each of some people, given on a day or before it, by person."""
    wanted = (
        select(FindingAnswer)
        .where(FindingAnswer.person_id.in_(people), FindingAnswer.day <= until)
        .order_by(FindingAnswer.at, FindingAnswer.id)
    )
    return sorted(_last_of_each(session.scalars(wanted)), key=lambda answer: answer.person_id)


def _last_of_each(answers: Iterable[FindingAnswer]) -> Iterable[SurveyAnswer]:
    last = {answer.person_id: answer for answer in answers}
    return [SurveyAnswer(one.person_id, one.day, one.seconds, one.searches_per_week) for one in last.values()]
