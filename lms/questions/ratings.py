"""Ratings of courses by who completed them: once for each completion, and reported for courses, never for people."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict
from lms.people.access import Actor
from lms.questions.models import CourseRating
from lms.statistics.intervals import LEVEL, Interval
from lms.statistics.ratios import bootstrap_ratios

# Of fewer people nothing is said. The bootstrap-t over five to seven people is wide, and covers 97 % or more of
# ratings and changes of this scale where it can be told (4,000 simulated courses of each size).
LEAST = 5
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Answered:
    """What somebody answers after a course, each from 1 to 5; all are None for who skips it."""

    rating: int | None = None
    confidence_before: int | None = None
    confidence_after: int | None = None


@dataclass(frozen=True)
class MeanOf:
    """A mean over people with its interval; of fewer than five people there is too little data.

    The interval is None too where too few people differ for one to be told.
    """

    people: int
    value: float | None
    interval: Interval | None

    @property
    def status(self) -> Literal["measured", "insufficient_data"]:
        """Whether there is enough data."""
        return "measured" if self.value is not None else "insufficient_data"


@dataclass(frozen=True)
class RatedCourse:
    """How a course was rated, how sure people were before and after it, and how much each one's confidence changed."""

    course_id: str
    rating: MeanOf
    before: MeanOf
    after: MeanOf
    change: MeanOf


def is_asked(session: Session, *, completion_id: UUID) -> bool:
    """Tell whether somebody is still to be asked after a completion: they neither answered nor skipped it."""
    return session.scalar(select(CourseRating.id).where(CourseRating.completion_id == completion_id)) is None


def rate_course(
    session: Session,
    *,
    actor: Actor,
    completion_id: UUID,
    course_id: str,
    version: int,
    answered: Answered,
    now: Now,
) -> CourseRating:
    """Keep what the actor answers after a completion of theirs, as the caller knows it; once, or raises Conflict."""
    made = CourseRating(
        completion_id=completion_id,
        person_id=actor.id,
        course_id=course_id,
        course_version=version,
        rating=answered.rating,
        confidence_before=answered.confidence_before,
        confidence_after=answered.confidence_after,
        at=now.at,
        on=now.day,
    )
    session.add(made)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("you answered, or skipped, this already") from error
    return made


def read_ratings(session: Session, *, course_id: str | None = None) -> list[RatedCourse]:
    """Return how courses were rated by those who answered, by course; or one of them."""
    columns = (CourseRating.rating, CourseRating.confidence_before, CourseRating.confidence_after)
    wanted = select(CourseRating.course_id, CourseRating.person_id, *columns).order_by(CourseRating.id)
    if course_id is not None:
        wanted = wanted.where(CourseRating.course_id == course_id)
    by_course: dict[str, list[_Row]] = {}
    for course, person_id, *answers in session.execute(wanted):
        if any(answer is not None for answer in answers):
            by_course.setdefault(course, []).append(_Row(person_id, *answers))
    return [_rated(course, by_course[course]) for course in sorted(by_course)]


@dataclass(frozen=True)
class _Row:
    person_id: UUID
    rating: int | None
    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.after is None else self.after - self.before


def _rated(course_id: str, rows: Sequence[_Row]) -> RatedCourse:
    most = HIGHEST - LOWEST
    return RatedCourse(
        course_id,
        _mean([(row.person_id, row.rating) for row in rows], LOWEST, HIGHEST),
        _mean([(row.person_id, row.before) for row in rows if row.change is not None], LOWEST, HIGHEST),
        _mean([(row.person_id, row.after) for row in rows if row.change is not None], LOWEST, HIGHEST),
        _mean([(row.person_id, row.change) for row in rows], -most, most),
    )


def _mean(values: Sequence[tuple[UUID, int | None]], lowest: int, highest: int) -> MeanOf:
    """Return the mean of what is known, over people: who took a course twice is drawn as one."""
    sums: dict[UUID, tuple[int, int]] = {}
    for person_id, value in values:
        if value is not None:
            total, count = sums.get(person_id, (0, 0))
            sums[person_id] = total + value, count + 1
    if len(sums) < LEAST:
        return MeanOf(len(sums), None, None)
    # From the lowest on, so that what is drawn isn't negative.
    parts = [[total - lowest * count] for total, count in sums.values()]
    wholes = [[count] for _, count in sums.values()]
    bounds = bootstrap_ratios(parts, wholes, minimum=LEAST, ceiling=highest - lowest)
    low, high = float(bounds.low[0]) + lowest, float(bounds.high[0]) + lowest
    mean = lowest + sum(part for (part,) in parts) / sum(whole for (whole,) in wholes)
    is_told = not (math.isnan(low) or math.isnan(high))
    return MeanOf(len(sums), mean, Interval(low, high, LEVEL, bounds.method) if is_told else None)
