"""Courses as training knows them: the facts that rules need, and the register that outlives the library's pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.training.facts import VersionChange
from lms.training.models import CourseChange, RegisteredCourse

DAYS_TO_RETAKE = 30


@dataclass(frozen=True)
class Practical:
    """What somebody must show to complete a course: scored by this rubric, `times` running must pass."""

    rubric_id: str
    times: int = 1


@dataclass(frozen=True)
class CourseFacts:
    """What the rules need to know of a course; the page itself stays in the library.

    Pass mark in per cent; `attempts` of None means any number, `valid_days` of None that a completion never expires.
    """

    id: str
    title: str
    kind: str
    version: int
    lesson_ids: tuple[str, ...]
    has_quiz: bool
    pass_mark: int
    is_event: bool = False
    attempts: int | None = None
    valid_days: int | None = None
    renew_days: int | None = None
    changes: tuple[VersionChange, ...] = ()
    prerequisites: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    practical: Practical | None = None

    @property
    def is_tested(self) -> bool:
        """Whether more than reading is asked: a quiz, or a practical."""
        return self.has_quiz or self.practical is not None


def register_course(session: Session, *, course: CourseFacts, day: date) -> None:
    """Keep what reports need of a course; where that changes how people stand in it, the course becomes stale.

    A version that says nothing of what it asks is one to take again, within DAYS_TO_RETAKE days of the day on which
    it was first seen. What a version once asked stays known when the page no longer says it.
    """
    known = session.get(RegisteredCourse, course.id)
    if known is None:
        known = _add(session, course)
    stated = {change.version: change for change in course.changes}
    unstated = range(known.version + 1, course.version + 1)
    wanted = {version: VersionChange(version, day, "retake", DAYS_TO_RETAKE) for version in unstated} | stated
    _keep_changes(session, known, wanted)
    for name in ("title", "kind", "version"):
        if getattr(known, name) != getattr(course, name):
            setattr(known, name, getattr(course, name))
    for name in ("areas", "skills"):
        if getattr(known, name) != list(getattr(course, name)):
            setattr(known, name, list(getattr(course, name)))
    session.flush()


def list_registered(session: Session) -> list[RegisteredCourse]:
    """Return every course that was ever registered, by title."""
    return list(session.scalars(select(RegisteredCourse).order_by(RegisteredCourse.title, RegisteredCourse.id)))


def chosen_courses(
    courses: Iterable[RegisteredCourse],
    *,
    area: str | None = None,
    skill: str | None = None,
    course_id: str | None = None,
) -> list[RegisteredCourse]:
    """Return the courses of an area, of a skill, or the one named; all without a choice."""
    return [
        course
        for course in courses
        if (area is None or area in course.areas)
        and (skill is None or skill in course.skills)
        and (course_id is None or course_id == course.id)
    ]


def read_changes(
    session: Session, *, course_ids: Collection[str] | None = None
) -> dict[str, tuple[VersionChange, ...]]:
    """Return what the versions of each course ask, in the order of versions."""
    query = select(
        CourseChange.course_id, CourseChange.version, CourseChange.since, CourseChange.asks, CourseChange.within_days
    ).order_by(CourseChange.version)
    if course_ids is not None:
        query = query.where(CourseChange.course_id.in_(course_ids))
    found: dict[str, list[VersionChange]] = defaultdict(list)
    for course_id, version, since, asks, within_days in session.execute(query):
        found[course_id].append(VersionChange(version, since, asks, within_days))  # type: ignore[arg-type]  # written from Asks
    return {course_id: tuple(changes) for course_id, changes in found.items()}


def version_on(changes: Iterable[VersionChange], day: date) -> int:
    """Return the version of a course that was the newest on a day."""
    return max((change.version for change in changes if change.since <= day), default=1)


def _add(session: Session, course: CourseFacts) -> RegisteredCourse:
    """Register a course that somebody else may be registering at the same moment."""
    row = {
        "id": course.id,
        "title": course.title,
        "kind": course.kind,
        "areas": list(course.areas),
        "skills": list(course.skills),
        "version": course.version,
        "is_stale": False,
    }
    session.execute(insert_into(session, RegisteredCourse).values(row).on_conflict_do_nothing())
    return session.get_one(RegisteredCourse, course.id)


def _keep_changes(session: Session, course: RegisteredCourse, wanted: dict[int, VersionChange]) -> None:
    known = {change.version: change for change in read_changes(session, course_ids=[course.id]).get(course.id, ())}
    for version, change in sorted(wanted.items()):
        if known.get(version) == change:
            continue
        told = {"since": change.since, "asks": change.asks, "within_days": change.within_days}
        insert = insert_into(session, CourseChange).values(course_id=course.id, version=version, **told)
        session.execute(insert.on_conflict_do_update(index_elements=["course_id", "version"], set_=told))
        course.is_stale = True
