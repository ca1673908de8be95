"""Progress of a rep in a course, and the moment that completes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.training.courses import CourseFacts, read_changes, register_course
from lms.training.events import append_event, completions_of, done_of, list_events
from lms.training.models import TrainingEvent
from lms.training.standings import refresh_standings
from lms.training.timeline import VersionChange

SITE = "site"


@dataclass(frozen=True)
class CourseProgress:
    """How far a person is towards the completion that counts next.

    `asks` is what the present version asks of an older completion; `is_due` says whether there is anything to do;
    `attempts_left` is None where any number is allowed; `last` is the completion that counts longest, valid or not.
    """

    lessons_read: frozenset[str]
    best_score: int | None
    attempts_left: int | None
    completion: TrainingEvent | None
    asks: Literal["re-read", "retake"] | None
    is_due: bool
    is_begun: bool
    has_passed: bool
    last: TrainingEvent | None


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
    return complete_if_done(session, actor=actor, course=course, now=now)


def begin_course(session: Session, *, actor: Actor, course: CourseFacts, now: Now) -> CourseProgress:
    """Note that the actor works on a course, if they hadn't begun; raises Conflict while prerequisites are missing."""
    register_course(session, course=course, day=now.day)
    missing = missing_prerequisites(session, person_id=actor.id, course=course, day=now.day)
    if missing:
        raise Conflict(f"complete {', '.join(f'`{course_id}`' for course_id in missing)} first")
    progress = read_progress(session, person_id=actor.id, course=course, day=now.day)
    if progress.is_due and not progress.is_begun:
        _append(session, actor, course, now, kind="started")
        refresh_standings(session, person_ids=[actor.id], course_ids=[course.id])
    return progress


def complete_if_done(session: Session, *, actor: Actor, course: CourseFacts, now: Now) -> TrainingEvent | None:
    """Append a completion once every lesson is read and the quiz passed, where one is due."""
    progress = read_progress(session, person_id=actor.id, course=course, day=now.day)
    is_done = progress.is_due and not set(course.lesson_ids) - progress.lessons_read and progress.has_passed
    if not is_done or course.is_event:
        return None
    valid_until, renewable_from = _validity(course, progress, now.day)
    made = _append(
        session,
        actor,
        course,
        now,
        kind="completed",
        score=progress.best_score if course.has_quiz and progress.asks != "re-read" else None,
        valid_until=valid_until,
        renewable_from=renewable_from,
    )
    refresh_standings(session, person_ids=[actor.id], course_ids=[course.id])
    return made


def read_progress(session: Session, *, person_id: UUID, course: CourseFacts, day: date) -> CourseProgress:
    """Return how far a person is in a course."""
    known = read_changes(session, course_ids=[course.id]).get(course.id, ())
    by_version = {change.version: change for change in (*known, *course.changes)}
    changes = [change for change in by_version.values() if change.since <= day]
    return _progress(list_events(session, person_id=person_id, course_id=course.id), course, changes, day)


def missing_prerequisites(session: Session, *, person_id: UUID, course: CourseFacts, day: date) -> list[str]:
    """Return the courses to complete before this one."""
    changes = read_changes(session, course_ids=course.prerequisites) if course.prerequisites else {}
    missing = []
    for course_id in course.prerequisites:
        events = list_events(session, person_id=person_id, course_id=course_id)
        done = completions_of(events, changes.get(course_id, ()))
        if not any(one.valid_until is None or one.valid_until >= day for one, _ in done):
            missing.append(course_id)
    return missing


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
    events: Sequence[TrainingEvent], course: CourseFacts, changes: Sequence[VersionChange], day: date
) -> CourseProgress:
    asking = [change for change in changes if change.asks != "nothing"]
    least = max((change.version for change in asking), default=0)
    done = completions_of(events, changes)
    last = max(done, key=lambda one: (one[0].valid_until or date.max, one[1].day, one[1].id), default=None)
    is_valid = last is not None and (last[0].valid_until is None or last[0].valid_until >= day)
    asks = _asked(last[1], asking, day) if last else None
    since = _work_counts_from(last[1], day) if last else None
    is_due = last is None or asks is not None or since is not None
    current = [one for one in events if one.course_version >= least and (since is None or one.day >= since)]
    after_last = [one for one in current if last is None or one.id > last[1].id]
    attempts = [one for one in (after_last if asks is None else current) if one.kind == "attempt"]
    scores = [one.score for one in attempts if one.score is not None]
    shown = scores if is_due else [one.score for one in current if one.kind == "attempt" and one.score is not None]
    lessons = [one for one in events if one.kind == "lesson_read" and one.course_version >= least]
    if since is not None and not course.has_quiz:
        lessons = [one for one in lessons if one.day >= since and last is not None and one.id > last[1].id]
    granted = sum(one.score or 0 for one in current if one.kind == "attempts_granted")
    return CourseProgress(
        lessons_read=frozenset(one.lesson_id for one in lessons if one.lesson_id),
        best_score=max(shown, default=None),
        attempts_left=max(0, course.attempts + granted - len(attempts)) if course.attempts is not None else None,
        completion=last[1] if last and is_valid else None,
        asks=asks,
        is_due=is_due,
        is_begun=any(one.kind == "started" for one in after_last),
        has_passed=not course.has_quiz or asks == "re-read" or any(score >= course.pass_mark for score in scores),
        last=last[1] if last else None,
    )


def _asked(last: TrainingEvent, asking: Sequence[VersionChange], day: date) -> Literal["re-read", "retake"] | None:
    """Return what newer versions ask of a completion; one that had expired by itself must be taken again anyway."""
    newer = {change.asks for change in asking if change.version > last.course_version}
    if not newer:
        return None
    has_expired = last.valid_until is not None and last.valid_until < day
    return "retake" if has_expired or "retake" in newer else "re-read"


def _work_counts_from(last: TrainingEvent, day: date) -> date | None:
    """Return the day from which work renews a completion that has expired or may be renewed; None for neither."""
    if last.valid_until is None:
        return None
    opens = done_of(last).renewable_from or last.valid_until
    return opens if opens <= day else None


def _validity(course: CourseFacts, progress: CourseProgress, day: date) -> tuple[date | None, date | None]:
    """Return how long a new completion counts, and from when it can be renewed.

    Who renews in time goes on from the old end, so that nobody loses days; who only read a new version again keeps
    the end they had.
    """
    last = progress.last
    if last is None or last.valid_until is None or last.valid_until < day:
        return validity_from(course, day)
    if progress.asks == "re-read" and (course.has_quiz or _work_counts_from(last, day) is None):
        return last.valid_until, last.renewable_from
    return validity_from(course, day if progress.asks == "retake" else last.valid_until)


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
