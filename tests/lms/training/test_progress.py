"""What completes a course, how long that is good for, and what a new version asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotFound, Refusal
from lms.training.attempts import begin_attempt
from lms.training.courses import CourseFacts
from lms.training.events import COMPLETING
from lms.training.facts import VersionChange
from lms.training.models import QuizAttempt, TrainingEvent
from lms.training.progress import CourseProgress, read_progress
from support.acting import meanwhile
from support.factories import Cast
from support.learning import (
    PLAIN,
    QUIZ,
    complete,
    in_days,
    on,
    read,
    read_all,
    state,
    take_quiz,
)

RE_READ = replace(QUIZ, version=2, changes=(VersionChange(2, in_days(100), "re-read", 14),))
RETAKE = replace(QUIZ, version=2, changes=(VersionChange(2, in_days(100), "retake", 14),))
SAME = replace(QUIZ, version=2, changes=(VersionChange(2, in_days(100), "nothing", 0),))


def test_the_last_lesson_completes_a_course_without_a_quiz(session: Session, cast: Cast) -> None:
    """In any order of reading; without valid_days it never expires."""
    assert read(session, cast.ada.actor, PLAIN, "two") is None
    done = read(session, cast.ada.actor, PLAIN, "one")
    assert done is not None
    assert (done.person_id, done.course_version, done.score, done.valid_until) == (cast.ada.id, 1, None, None)
    assert read(session, cast.ada.actor, PLAIN, "one", on(1)) is None


def test_a_lesson_is_recorded_once_with_its_first_time(session: Session, cast: Cast) -> None:
    """Reading again is no new fact, and the course was begun once."""
    read(session, cast.ada.actor, PLAIN, "one")
    read(session, cast.ada.actor, PLAIN, "one", on(1))
    assert _kinds(session) == ["started", "lesson_read"]


def test_a_lesson_of_another_course_is_not_found(session: Session, cast: Cast) -> None:
    """Only the course's own lessons count."""
    with pytest.raises(NotFound):
        read(session, cast.ada.actor, PLAIN, "three")


def test_the_quiz_waits_for_every_lesson(session: Session, cast: Cast) -> None:
    """The refusal names what is left to read, and keeps no attempt."""
    read(session, cast.ada.actor, QUIZ, "one")
    with pytest.raises(Conflict, match="1 left: two"):
        take_quiz(session, cast.ada.actor, QUIZ, 100)
    assert session.scalar(select(func.count()).select_from(QuizAttempt)) == 0


@pytest.mark.parametrize(("score", "has_passed"), [(0, False), (79, False), (80, True), (100, True)])
def test_the_pass_mark_is_enough(session: Session, cast: Cast, score: int, has_passed: bool) -> None:
    """80 per cent pass where 80 is asked for."""
    read_all(session, cast.ada.actor, QUIZ)
    attempt, done = take_quiz(session, cast.ada.actor, QUIZ, score)
    assert (attempt.has_passed, done is not None) == (has_passed, has_passed)


def test_a_second_pass_makes_no_second_completion(session: Session, cast: Cast) -> None:
    """One is enough while it is good; the better score is kept as the best one."""
    read_all(session, cast.ada.actor, QUIZ)
    assert take_quiz(session, cast.ada.actor, QUIZ, 80)[1] is not None
    assert take_quiz(session, cast.ada.actor, QUIZ, 100)[1] is None
    assert _completions(session) == 1
    assert _progress(session, cast, QUIZ).best_score == 100


def test_a_completion_counts_for_its_days_and_expires_after(session: Session, cast: Cast) -> None:
    """The 365th day is the last; passing again after it makes the next one, from that day."""
    first = complete(session, cast.ada.actor, QUIZ)
    assert first is not None
    assert (first.valid_until, first.renewable_from) == (in_days(365), in_days(335))
    assert [state(session, cast.ada, day) for day in (0, 334, 335, 365, 366)] == [
        "complete",
        "complete",
        "expiring",
        "expiring",
        "expired",
    ]
    second = take_quiz(session, cast.ada.actor, QUIZ, 85, on(380))[1]
    assert second is not None
    assert second.valid_until == in_days(380 + 365)


def test_who_renews_in_the_window_loses_no_day(session: Session, cast: Cast) -> None:
    """The new end is counted from the old one, and before the window a pass is practice."""
    complete(session, cast.ada.actor, QUIZ)
    assert take_quiz(session, cast.ada.actor, QUIZ, 100, on(334))[1] is None
    renewed = take_quiz(session, cast.ada.actor, QUIZ, 100, on(340))[1]
    assert renewed is not None
    assert renewed.valid_until == in_days(2 * 365)
    assert take_quiz(session, cast.ada.actor, QUIZ, 100, on(341))[1] is None


def test_a_leap_day_neither_adds_nor_takes_a_day(session: Session, cast: Cast) -> None:
    """365 days from 1 March 2027 end on 29 February 2028, a day that other years don't have."""
    done = complete(session, cast.ada.actor, QUIZ, on(364))
    assert done is not None
    assert (str(done.day), str(done.valid_until)) == ("2027-03-01", "2028-02-29")


def test_an_expired_completion_is_not_renewed_by_reading(session: Session, cast: Cast) -> None:
    """Opening a lesson again after a year renews nothing: the quiz must be passed again."""
    complete(session, cast.ada.actor, QUIZ)
    assert read(session, cast.ada.actor, QUIZ, "one", on(366)) is None
    assert take_quiz(session, cast.ada.actor, QUIZ, 10, on(366))[1] is None


def test_an_expired_completion_is_not_renewed_by_a_spare_pass(session: Session, cast: Cast) -> None:
    """Ada passed twice in the first week; a year later she fails, and must not be certified for another year."""
    complete(session, cast.ada.actor, QUIZ)
    take_quiz(session, cast.ada.actor, QUIZ, 100, on(1))
    assert take_quiz(session, cast.ada.actor, QUIZ, 0, on(400))[1] is None


def test_a_course_without_a_quiz_is_renewed_by_reading_all_of_it_again(session: Session, cast: Cast) -> None:
    """One lesson isn't enough."""
    course = replace(PLAIN, valid_days=100, renew_days=10)
    complete(session, cast.ada.actor, course)
    assert read(session, cast.ada.actor, course, "one", on(95)) is None
    renewed = read(session, cast.ada.actor, course, "two", on(96))
    assert renewed is not None
    assert renewed.valid_until == in_days(200)


def test_a_new_version_to_retake_needs_lessons_and_quiz_again(session: Session, cast: Cast) -> None:
    """What was done in version 1 doesn't count, stays on record, and is good for the days that the author gives."""
    complete(session, cast.ada.actor, QUIZ)
    progress = _progress(session, cast, RETAKE, 101)
    assert (progress.asked.asks, progress.lessons_read, progress.best_score) == ("retake", frozenset(), None)
    with pytest.raises(Conflict):
        take_quiz(session, cast.ada.actor, RETAKE, 100, on(101))
    assert [state(session, cast.ada, day) for day in (99, 100, 113, 114)] == [
        "complete",
        "expiring",
        "expiring",
        "expired",
    ]
    done = complete(session, cast.ada.actor, RETAKE, on(105))
    assert done is not None
    assert (done.course_version, done.valid_until) == (2, in_days(105 + 365))
    assert [state(session, cast.ada, day) for day in (104, 105, 114)] == ["expiring", "complete", "complete"]


def test_a_new_version_to_read_again_needs_no_quiz_and_keeps_the_end(session: Session, cast: Cast) -> None:
    """The certificate isn't longer for it."""
    complete(session, cast.ada.actor, QUIZ)
    assert _progress(session, cast, RE_READ, 101).asked.asks == "re-read"
    done = read_all(session, cast.ada.actor, RE_READ, on(102))
    assert done is not None
    assert (done.course_version, done.score, done.valid_until) == (2, None, in_days(365))


def test_who_never_completed_takes_the_quiz_also_where_others_only_read(session: Session, cast: Cast) -> None:
    """Reading again is asked of those who passed before."""
    assert read_all(session, cast.ada.actor, RE_READ, on(102)) is None
    assert take_quiz(session, cast.ada.actor, RE_READ, 100, on(102))[1] is not None


def test_a_new_version_that_asks_nothing_counts_what_was_read_of_the_old_one(session: Session, cast: Cast) -> None:
    """A course that gets a new version while somebody is in the middle goes on."""
    read(session, cast.ada.actor, QUIZ, "one")
    read(session, cast.ada.actor, SAME, "two", on(101))
    assert take_quiz(session, cast.ada.actor, SAME, 100, on(101))[1] is not None


def test_a_retake_in_the_middle_begins_anew(session: Session, cast: Cast) -> None:
    """Ada had read one lesson of version 1; both are asked of version 2, and she is in progress only then."""
    read(session, cast.ada.actor, QUIZ, "one")
    read(session, cast.ada.actor, RETAKE, "two", on(101))
    assert _progress(session, cast, RETAKE, 101).lessons_read == {"two"}
    assert [state(session, cast.ada, day) for day in (99, 100, 101)] == ["in_progress", "-", "in_progress"]


def test_a_version_without_a_word_is_taken_again(session: Session, cast: Cast) -> None:
    """From the day on which it was first seen, within thirty days."""
    complete(session, cast.ada.actor, QUIZ)
    silent = replace(QUIZ, version=2)
    assert read(session, cast.ada.actor, silent, "one", on(50)) is None
    assert _progress(session, cast, silent, 50).asked.asks == "retake"
    assert [state(session, cast.ada, day) for day in (49, 50, 79, 80)] == [
        "complete",
        "expiring",
        "expiring",
        "expired",
    ]


def test_a_lesson_that_was_added_without_a_new_version_is_to_be_read(session: Session, cast: Cast) -> None:
    """The completion stays; who isn't done yet reads the new lesson too."""
    longer = replace(PLAIN, lesson_ids=("one", "two", "three"))
    read_all(session, cast.ada.actor, PLAIN)
    read(session, cast.olga.actor, PLAIN, "one")
    assert _progress(session, cast, longer).completion is not None
    assert read(session, cast.olga.actor, longer, "two") is None
    assert read(session, cast.olga.actor, longer, "three") is not None


def test_prerequisites_come_first(session: Session, cast: Cast) -> None:
    """They are named, must be valid, and an expired one is no help."""
    after = replace(PLAIN, id="later", prerequisites=("c",))
    with pytest.raises(Conflict, match="complete `c` first"):
        read(session, cast.ada.actor, after, "one")
    complete(session, cast.ada.actor, QUIZ)
    assert read_all(session, cast.ada.actor, after, on(1)) is not None
    with pytest.raises(Conflict):
        read(session, cast.ada.actor, replace(after, id="latest"), "one", on(400))


def test_attempts_are_counted_until_the_course_is_complete(session: Session, cast: Cast) -> None:
    """Two are allowed: the third is refused, and once complete the quiz is closed until it can be renewed."""
    course = replace(QUIZ, attempts=2)
    read_all(session, cast.ada.actor, course)
    assert _progress(session, cast, course).attempts_left == 2
    take_quiz(session, cast.ada.actor, course, 0)
    take_quiz(session, cast.ada.actor, course, 10, on(1))
    assert _progress(session, cast, course, 1).attempts_left == 0
    with pytest.raises(Conflict, match="no attempt is left"):
        take_quiz(session, cast.ada.actor, course, 100, on(2))
    complete(session, cast.sven.actor, course)
    with pytest.raises(Conflict, match=f"renewed from {in_days(335)}"):
        take_quiz(session, cast.sven.actor, course, 100, on(3))
    assert take_quiz(session, cast.sven.actor, course, 100, on(340))[1] is not None


def test_an_open_attempt_is_gone_on_with_and_one_of_an_old_version_given_up(session: Session, cast: Cast) -> None:
    """Beginning twice is beginning once."""
    read_all(session, cast.ada.actor, QUIZ)
    first, is_new = _begin(session, cast, QUIZ, 0)
    again, is_newer = _begin(session, cast, QUIZ, 1)
    assert (first.id, is_new, is_newer) == (again.id, True, False)
    read_all(session, cast.ada.actor, RETAKE, on(101))
    other, _ = _begin(session, cast, RETAKE, 101)
    assert other.id != first.id
    assert first.abandoned_at == on(101).at


def test_nobody_completes_for_another(session: Session, cast: Cast) -> None:
    """Max's reading and passing leave Ada where she is."""
    complete(session, cast.max.actor, QUIZ)
    progress = _progress(session, cast, QUIZ)
    assert (progress.lessons_read, progress.best_score, progress.completion) == (frozenset(), None, None)


def test_two_tabs_that_report_one_lesson_at_the_same_moment_are_both_right(session: Session, cast: Cast) -> None:
    """Once is enough, and the second is not a failure of ours."""
    outcome = meanwhile(
        session,
        lambda first: read(first, cast.ada.actor, PLAIN, "one"),
        lambda second: read(second, cast.ada.actor, PLAIN, "one"),
    )
    assert outcome is None or isinstance(outcome, Refusal)
    assert _kinds(session) == ["started", "lesson_read"]


def test_two_passes_at_the_same_moment_make_one_completion(session: Session, cast: Cast) -> None:
    """A double click on `hand in` certifies once, and counts as one attempt."""
    read_all(session, cast.ada.actor, QUIZ)
    session.commit()
    meanwhile(
        session,
        lambda first: take_quiz(first, cast.ada.actor, QUIZ, 100),
        lambda second: take_quiz(second, cast.ada.actor, QUIZ, 100),
    )
    assert _completions(session) == 1


def _begin(session: Session, cast: Cast, course: CourseFacts, days: int) -> tuple[QuizAttempt, bool]:
    return begin_attempt(session, actor=cast.ada.actor, course=course, digest="p", paper={}, now=on(days))


def _progress(session: Session, cast: Cast, course: CourseFacts, days: int = 0) -> CourseProgress:
    return read_progress(session, person_id=cast.ada.id, course=course, day=in_days(days))


def _kinds(session: Session) -> list[str]:
    return list(session.scalars(select(TrainingEvent.kind).order_by(TrainingEvent.id)))


def _completions(session: Session) -> int | None:
    query = select(func.count()).select_from(TrainingEvent).where(TrainingEvent.kind.in_(COMPLETING))
    return session.scalar(query)
