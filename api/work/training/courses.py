"""Courses and paths of the library, in the words of training."""

from __future__ import annotations

from sqlalchemy.orm import Session

from content.catalogue import Catalogue
from content.course import Course, read_courses
from content.path import read_paths
from lms.days import Now
from lms.training.applying import change_courses
from lms.training.courses import CourseFacts, Practical, register_course
from lms.training.facts import VersionChange


def facts_of(found: Course) -> CourseFacts:
    """Return what the training rules need of a course."""
    return CourseFacts(
        id=found.entry.id,
        title=found.entry.title,
        kind=found.kind,
        version=found.version,
        lesson_ids=tuple(lesson.id for lesson in found.lessons),
        has_quiz=found.quiz is not None,
        pass_mark=found.pass_mark,
        is_event=found.is_event,
        attempts=found.attempts,
        valid_days=found.valid_days,
        renew_days=found.renew_days,
        changes=tuple(VersionChange(part.version, part.since, part.asks, part.within_days) for part in found.changes),
        prerequisites=found.prerequisites,
        areas=found.areas,
        skills=found.skills,
        practical=Practical(found.practical.rubric, found.practical.times) if found.practical else None,
    )


def register_library(session: Session, *, catalogue: Catalogue, now: Now) -> None:
    """Keep what training needs of every course and path that the library has now."""
    for course in read_courses(catalogue):
        register_course(session, course=facts_of(course), day=now.day)
    for path in read_paths(catalogue):
        change_courses(session, path_id=path.entry.id, courses=[(step.course_id, step.day) for step in path.steps])
