"""Practicals that a course asks for: who may show one, and each result, which counts on the day it was shown."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.training.courses import CourseFacts, register_course
from lms.training.events import EventKind, append_event, list_events
from lms.training.models import TrainingEvent
from lms.training.progress import SITE, CourseProgress, append_completion, begin_course, is_done, read_progress
from lms.training.runs import AGAIN, PRACTICAL, practical_of

GRADED = "graders"
_KINDS: dict[bool | None, EventKind] = {True: "practical", False: "practical_failed", None: "practical_void"}


def begin_practical(session: Session, *, actor: Actor, course: CourseFacts, now: Now) -> CourseProgress:
    """Note that the actor is about to show what a course asks for; raises Conflict where it doesn't, or not yet."""
    if course.practical is None:
        raise Conflict(f"`{course.id}` asks for no practical", field="course_id")
    take_turn(session, person_id=actor.id)
    progress = begin_course(session, actor=actor, course=course, now=now)
    if progress.has_shown or not progress.asked.is_due:
        opens = progress.completion.renewable_from if progress.completion else None
        again = f"; it is asked for again from {opens}" if opens and not progress.asked.is_due else ""
        raise Conflict(f"this course asks for no more practicals now{again}", field="course_id")
    unread = set(course.lesson_ids) - progress.lessons_read
    if unread:
        message = f"read all lessons before the practical; {len(unread)} left: {', '.join(sorted(unread))}"
        raise Conflict(message, field="course_id")
    return progress


def show_practical(session: Session, *, actor: Actor, course: CourseFacts, reference: str, now: Now) -> None:
    """Record that the actor has shown a practical, once; `reference` tells it from others, and has no slash."""
    take_turn(session, person_id=actor.id)
    register_course(session, course=course, day=now.day)
    if not _events_of(session, actor.id, course.id, reference):
        append_event(
            session,
            person_id=actor.id,
            course_id=course.id,
            course_version=course.version,
            kind="practical_shown",
            now=now,
            source=SITE,
            recorded_by_id=actor.id,
            reference=reference,
        )


def record_practical(
    session: Session,
    *,
    person_id: UUID,
    course_id: str,
    course: CourseFacts | None,
    reference: str,
    has_passed: bool | None,
    by_id: UUID,
    now: Now,
) -> TrainingEvent | None:
    """Record how a practical that was shown went; returns the completion, where it led to one.

    None means that it is to be shown again, and counts for nothing. The same result twice is recorded once; another one
    for the same practical replaces it, and takes no completion back. A course that the library no longer has (None)
    completes nothing, but the result stays on record.
    """
    take_turn(session, person_id=person_id)
    if course is not None:
        register_course(session, course=course, day=now.day)
    known = _events_of(session, person_id, course_id, reference)
    if not known:
        raise NotFound("no such practical")
    shown, kind = known[0], _KINDS[has_passed]
    if known[-1].kind == kind:
        return None
    append_event(
        session,
        person_id=person_id,
        course_id=course_id,
        course_version=shown.course_version,
        kind=kind,
        now=now,
        day=shown.day,
        at=shown.at,
        source=GRADED,
        recorded_by_id=by_id,
        reference=f"{reference}{AGAIN}{len(known)}",
    )
    return _complete(session, shown, course, by_id, now) if course is not None else None


def _events_of(session: Session, person_id: UUID, course_id: str, reference: str) -> list[TrainingEvent]:
    """Return what is known of one practical, in the order in which it was recorded."""
    events = list_events(session, person_id=person_id, course_ids=[course_id])
    own = (one for one in events if one.kind in PRACTICAL and practical_of(one) == reference)
    return sorted(own, key=lambda one: one.id)


def _complete(
    session: Session, shown: TrainingEvent, course: CourseFacts, by_id: UUID, now: Now
) -> TrainingEvent | None:
    """Append a completion on the first day on which all was done, however long the graders took."""
    person_id = shown.person_id
    if not read_progress(session, person_id=person_id, course=course, day=now.day).asked.is_due:
        return None
    for moment, version in _moments(session, shown, course, now):
        progress = read_progress(session, person_id=person_id, course=course, day=moment.day)
        if is_done(course, progress):
            return append_completion(
                session,
                person_id=person_id,
                course=course,
                progress=progress,
                now=now,
                day=moment.day,
                at=moment.at,
                course_version=max(version, progress.asked.version),
                source=GRADED,
                recorded_by_id=by_id,
            )
    return None


def _moments(session: Session, shown: TrainingEvent, course: CourseFacts, now: Now) -> Iterator[tuple[Now, int]]:
    """Yield when somebody worked on a course since a practical, and now, each with the version that they worked on."""
    version = shown.course_version
    for event in list_events(session, person_id=shown.person_id, course_ids=[course.id]):
        if (event.day, event.at) >= (shown.day, shown.at):
            version = max(version, event.course_version)
            yield Now(event.at, event.day), version
    yield now, course.version
