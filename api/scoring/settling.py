"""Settling: what follows for a practice from what was just done with its assessment."""

from __future__ import annotations

from uuid import UUID

from api.web.context import actor, clock, parts, session
from api.work.training.courses import facts_of
from content.course import NoSuchPageError, read_course
from lms.practice.deciding import settle
from lms.training.courses import CourseFacts


def settle_practice(assessment_id: UUID) -> None:
    """Decide a practice where its graders have; nothing for what is no practice, or isn't decided yet."""
    settle(session(), assessment_id=assessment_id, actor=actor(), course_of=course_facts, now=clock())


def course_facts(course_id: str) -> CourseFacts | None:
    """Return a course of the library; None for one that it no longer has."""
    try:
        return facts_of(read_course(parts().search.catalogue(), course_id))
    except NoSuchPageError:
        return None
