"""Progress of a rep in a course, and the moment that completes it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.training.courses import CourseFacts, read_changes, register_course
from lms.training.events import COMPLETING, append_event, done_of, list_results
from lms.training.histories import history_with, read_duties
from lms.training.matrix import is_settled, read_cells
from lms.training.models import TrainingEvent
from lms.training.runs import Run, run_of
from lms.training.standings import refresh_standings
from lms.training.timeline import Requirement, asked_on

SITE = "site"


@dataclass(frozen=True)
class CourseProgress:
    """How far a person is towards the completion that counts next.

    `asked` is what there is to do; `attempts_left` is None where any number is allowed; `completion` is the one that is
    valid; `practicals` are those that passed running, and `has_shown` tells that they are enough, or not asked for.
    """

    asked: Requirement
    lessons_read: frozenset[str]
    best_score: int | None
    attempts_left: int | None
    completion: TrainingEvent | None
    is_begun: bool
    has_passed: bool
    practicals: Run
    has_shown: bool


def record_lesson_read(
    session: Session, *, actor: Actor, course: CourseFacts, lesson_id: str, now: Now
) -> TrainingEvent | None:
    """Record that the actor read a lesson (once is enough); returns the completion if that completed the course."""
    if lesson_id not in course.lesson_ids:
        raise NotFound("no such lesson in this course")
    take_turn(session, person_id=actor.id)
    progress = begin_course(session, actor=actor, course=course, now=now)
    if lesson_id not in progress.lessons_read:
        _append(session, actor, course, now, kind="lesson_read", lesson_id=lesson_id)
    return complete_if_done(session, actor=actor, course=course, now=now)[0]


def begin_course(session: Session, *, actor: Actor, course: CourseFacts, now: Now) -> CourseProgress:
    """Note that the actor works on a course, if they hadn't begun; raises Conflict while prerequisites are missing."""
    register_course(session, course=course, day=now.day)
    missing = missing_prerequisites(session, person_id=actor.id, course=course, day=now.day)
    if missing:
        raise Conflict(f"complete {', '.join(f'`{course_id}`' for course_id in missing)} first")
    progress = read_progress(session, person_id=actor.id, course=course, day=now.day)
    if progress.asked.is_due and not progress.is_begun:
        _append(session, actor, course, now, kind="started")
        refresh_standings(session, person_ids=[actor.id], course_ids=[course.id])
    return progress


def complete_if_done(
    session: Session, *, actor: Actor, course: CourseFacts, now: Now
) -> tuple[TrainingEvent | None, CourseProgress]:
    """Append a completion once all of a course is done, where one is due.

    Returns it, and how far the actor was towards it.
    """
    progress = read_progress(session, person_id=actor.id, course=course, day=now.day)
    if not is_done(course, progress):
        return None, progress
    return append_completion(session, person_id=actor.id, course=course, progress=progress, now=now), progress


def is_done(course: CourseFacts, progress: CourseProgress) -> bool:
    """Tell whether every lesson is read, the quiz passed and the practical shown of what is due."""
    is_worked = progress.asked.is_due and not set(course.lesson_ids) - progress.lessons_read
    return is_worked and progress.has_passed and progress.has_shown and not course.is_event


def append_completion(
    session: Session, *, person_id: UUID, course: CourseFacts, progress: CourseProgress, now: Now, **details: Any
) -> TrainingEvent:
    """Append the completion that somebody's progress led to; `details` where it wasn't they, or not now, or before."""
    valid_until, renewable_from = _validity(course, progress.asked, details.get("day", now.day))
    event: dict[str, Any] = {
        "person_id": person_id,
        "course_id": course.id,
        "course_version": course.version,
        "source": SITE,
        "recorded_by_id": person_id,
        "score": progress.best_score if course.has_quiz and progress.asked.asks != "re-read" else None,
    }
    event |= {"valid_until": valid_until, "renewable_from": renewable_from, **details}
    made = append_event(session, kind="completed", now=now, **event)
    refresh_standings(session, person_ids=[person_id], course_ids=[course.id])
    return made


def read_progress(session: Session, *, person_id: UUID, course: CourseFacts, day: date) -> CourseProgress:
    """Return how far a person, who is with the company, was at the end of a day in a course."""
    return read_progresses(session, person_id=person_id, courses=[course], day=day)[course.id]


def read_progresses(
    session: Session, *, person_id: UUID, courses: Collection[CourseFacts], day: date
) -> dict[str, CourseProgress]:
    """Return how far a person, who is with the company, was at the end of a day in each of some courses."""
    ids = [course.id for course in courses]
    known = read_changes(session, course_ids=ids)
    duties = read_duties(session, person_id=person_id, course_ids=ids)
    events: dict[str, list[TrainingEvent]] = {course_id: [] for course_id in ids}
    passed: set[UUID] = set()
    for event, has_passed in list_results(session, person_id=person_id, course_ids=ids):
        if event.day <= day:
            events[event.course_id].append(event)
            passed |= {event.id} if has_passed else set()
    found = {}
    for course in courses:
        changes = {change.version: change for change in (*known.get(course.id, ()), *course.changes)}
        history = history_with(events[course.id], duties=duties.get(course.id, []), changes=list(changes.values()))
        found[course.id] = _progress(events[course.id], course, asked_on(history, day), passed)
    return found


def missing_prerequisites(session: Session, *, person_id: UUID, course: CourseFacts, day: date) -> list[str]:
    """Return the courses to complete before this one."""
    if not course.prerequisites:
        return []
    cells = read_cells(session, person_id=person_id, day=day)
    return [course_id for course_id in course.prerequisites if not is_settled(cells.get(course_id), day)]


def validity_from(course: CourseFacts, day: date) -> tuple[date | None, date | None]:
    """Return the last day on which a completion of this day counts, and the day from which it can be renewed."""
    if course.valid_days is None:
        return None, None
    valid_until = _plus(day, course.valid_days)
    return valid_until, renewable_before(course, day, valid_until)


def renewable_before(course: CourseFacts, day: date, valid_until: date) -> date:
    """Return the day from which a completion of `day` can be renewed that counts until `valid_until`."""
    return max(day, valid_until - timedelta(days=course.renew_days or 0))


def _progress(
    events: Sequence[TrainingEvent], course: CourseFacts, asked: Requirement, passed: Collection[UUID]
) -> CourseProgress:
    done = [one for one in events if one.kind in COMPLETING and done_of(one) == asked.last]
    last = max(done, key=lambda one: one.id, default=None)
    later = {one.id for one in (events[events.index(last) + 1 :] if last else events)}
    in_version = [one for one in events if one.course_version >= asked.version]
    current = [one for one in in_version if asked.since is None or one.day >= asked.since]
    after_last = [one for one in current if one.id in later]
    tested = after_last if asked.asks is None else current
    attempts = [one for one in tested if one.kind == "attempt"]
    times = course.practical.times if course.practical else 0
    run = run_of(tested if asked.is_due else current, times)
    scores = [one.score for one in attempts if one.score is not None]
    shown = [one.score for one in current if one.kind == "attempt" and one.score is not None]
    # Who has a quiz to pass, or something to show, need not read again what they have read.
    lessons = after_last if asked.since is not None and not course.is_tested else in_version
    granted = sum(one.score or 0 for one in current if one.kind == "attempts_granted")
    return CourseProgress(
        asked=asked,
        lessons_read=frozenset(one.lesson_id for one in lessons if one.kind == "lesson_read" and one.lesson_id),
        best_score=max(scores if asked.is_due else shown, default=None),
        attempts_left=max(0, course.attempts + granted - len(attempts)) if course.attempts is not None else None,
        completion=last if asked.is_valid else None,
        is_begun=any(one.kind == "started" for one in after_last),
        has_passed=not course.has_quiz or asked.asks == "re-read" or any(one.id in passed for one in attempts),
        practicals=run,
        has_shown=asked.asks == "re-read" or run.passes >= times,
    )


def _validity(course: CourseFacts, asked: Requirement, day: date) -> tuple[date | None, date | None]:
    """Return how long a new completion counts, and from when it can be renewed.

    Who renews in time goes on from the old end, so that nobody loses days; who only read a new version again keeps
    the end they had.
    """
    last = asked.last
    if last is None or last.valid_until is None or last.valid_until < day:
        return validity_from(course, day)
    if asked.asks == "re-read" and (course.is_tested or not asked.is_renewal):
        return last.valid_until, last.renewable_from
    return validity_from(course, last.valid_until if asked.is_renewal and asked.asks != "retake" else day)


def _append(session: Session, actor: Actor, course: CourseFacts, now: Now, **event: object) -> TrainingEvent:
    return append_event(
        session,
        person_id=actor.id,
        course_id=course.id,
        course_version=course.version,
        now=now,
        source=SITE,
        recorded_by_id=actor.id,
        **event,  # type: ignore[arg-type]  # the kind and its details
    )


def _plus(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
