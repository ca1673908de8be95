"""Beginning a practice: what it is scored by, where it can be seen, and dropping one that wasn't handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.practice.models import Practice
from lms.practice.reading import own_practice
from lms.training.courses import CourseFacts
from lms.training.practicals import begin_practical

# Not handed in yet, by one person.
MOST_DRAFTS = 10
# What wasn't handed in is dropped after so many days.
DRAFT_DAYS = timedelta(days=30)


@dataclass(frozen=True)
class Recording:
    """A recording that is about to come: its media type, its size, and how long it says that it takes."""

    media_type: str
    total_bytes: int
    seconds: int | None


@dataclass(frozen=True)
class PracticeWanted:
    """What a rep practises, of which kind, by which rubric; `after_id` is the one that somebody wants again."""

    title: str
    subject: str
    rubric_id: str
    after_id: UUID | None = None


@dataclass(frozen=True)
class Room:
    """Bytes that there may be of one recording, and of all recordings of one person."""

    of_one: int
    of_all: int


def begin_practice(
    session: Session,
    *,
    actor: Actor,
    wanted: PracticeWanted,
    course: CourseFacts | None,
    source: Recording | str,
    room: Room,
    now: Now,
) -> Practice:
    """Begin a practice that is recorded here, or stands elsewhere at an address; for a course where one asks for it.

    Raises Conflict where the course asks for none now, or where there is no room for the recording.
    """
    take_turn(session, person_id=actor.id)
    if course is not None:
        begin_practical(session, actor=actor, course=course, now=now)
    if wanted.after_id is not None:
        _check_wanted_again(session, actor, wanted.after_id)
    drafts = (Practice.person_id == actor.id, Practice.handed_in_at.is_(None))
    if (session.scalar(select(func.count()).select_from(Practice).where(*drafts)) or 0) >= MOST_DRAFTS:
        raise Conflict(f"{MOST_DRAFTS} of yours aren't handed in yet; hand one in, or delete it")
    recording = None if isinstance(source, str) else source
    if recording is not None:
        _check_room(session, actor, recording, room)
    practice = Practice(
        person_id=actor.id,
        rubric_id=course.practical.rubric_id if course and course.practical else wanted.rubric_id,
        course_id=course.id if course else None,
        title=wanted.title,
        subject=wanted.subject,
        link=source if isinstance(source, str) else None,
        media_type=recording.media_type if recording else None,
        total_bytes=recording.total_bytes if recording else None,
        seconds=recording.seconds if recording else None,
        kept_bytes=0,
        begun_at=now.at,
        delete_on=now.day + DRAFT_DAYS,
        after_id=wanted.after_id,
    )
    session.add(practice)
    session.flush()
    return practice


def drop_practice(session: Session, *, actor: Actor, practice_id: UUID) -> None:
    """Delete one of the actor's own that isn't handed in; its recording goes when the disk is swept, if not before."""
    practice = own_practice(session, actor=actor, practice_id=practice_id, to_change=True)
    if practice.handed_in_at is not None:
        raise Conflict("it is handed in; what was scored stays")
    session.delete(practice)
    session.flush()


def _check_wanted_again(session: Session, actor: Actor, practice_id: UUID) -> None:
    before = session.get(Practice, practice_id)
    if before is None or before.person_id != actor.id:
        raise NotFound("no such practice")
    if before.again_at is None:
        raise Conflict("nobody asked for this one again", field="after_id")


def _check_room(session: Session, actor: Actor, recording: Recording, room: Room) -> None:
    if recording.total_bytes > room.of_one:
        most = room.of_one // 1_000_000
        raise Conflict(f"a recording may have {most:,} MB at most; record it shorter, or at a lower quality")
    own = (Practice.person_id == actor.id, Practice.media_deleted_at.is_(None))
    kept = session.scalar(select(func.sum(Practice.total_bytes)).where(*own)) or 0
    if kept + recording.total_bytes > room.of_all:
        most = room.of_all // 1_000_000
        raise Conflict(f"your recordings may have {most:,} MB together; delete one that isn't handed in, or link it")
