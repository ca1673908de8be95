"""What completes a course, how long that is good for, and what a new version asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from acting import meanwhile
from factories import MONDAY, Cast
from lms.errors import Conflict, NotFound, Refusal
from lms.people.access import Actor
from lms.training.models import Completion, LessonRead, QuizAttempt
from lms.training.progress import CourseFacts, read_progress, record_attempt, record_lesson_read

DAY = timedelta(days=1)
QUIZ = CourseFacts(id="c", version=1, lesson_ids=("one", "two"), has_quiz=True, pass_mark=80, valid_days=365)
PLAIN = replace(QUIZ, has_quiz=False, valid_days=None)


def test_the_last_lesson_completes_a_course_without_a_quiz(session: Session, cast: Cast) -> None:
    """In any order of reading; without valid_days it never expires."""
    assert _read(session, cast.ada.actor, PLAIN, "two") is None
    done = _read(session, cast.ada.actor, PLAIN, "one")
    assert done is not None
    assert (done.person_id, done.course_version, done.score, done.expires_at) == (cast.ada.id, 1, None, None)
    assert _read(session, cast.ada.actor, PLAIN, "one", at=MONDAY + DAY) is None


def test_a_lesson_is_recorded_once_with_its_first_time(session: Session, cast: Cast) -> None:
    """Reading again is no new fact."""
    _read(session, cast.ada.actor, PLAIN, "one")
    _read(session, cast.ada.actor, PLAIN, "one", at=MONDAY + DAY)
    assert session.scalars(select(LessonRead.read_at)).all() == [MONDAY]


def test_a_lesson_of_another_course_is_not_found(session: Session, cast: Cast) -> None:
    """Only the course's own lessons count."""
    with pytest.raises(NotFound):
        _read(session, cast.ada.actor, PLAIN, "three")


def test_the_quiz_waits_for_every_lesson(session: Session, cast: Cast) -> None:
    """The refusal names what is left to read, and keeps no attempt."""
    _read(session, cast.ada.actor, QUIZ, "one")
    with pytest.raises(Conflict, match="1 left: two"):
        _try(session, cast.ada.actor, QUIZ, 100)
    assert read_progress(session, person_id=cast.ada.id, course=QUIZ, at=MONDAY).best_score is None


@pytest.mark.parametrize(("score", "has_passed"), [(0, False), (79, False), (80, True), (100, True)])
def test_the_pass_mark_is_enough(session: Session, cast: Cast, score: int, has_passed: bool) -> None:
    """80 per cent pass where 80 is asked for."""
    _read_all(session, cast.ada.actor, QUIZ)
    attempt, done = _try(session, cast.ada.actor, QUIZ, score)
    assert (attempt.has_passed, done is not None) == (has_passed, has_passed)


def test_a_second_pass_makes_no_second_completion(session: Session, cast: Cast) -> None:
    """One is enough while it is good; the better score is kept as the best one."""
    _read_all(session, cast.ada.actor, QUIZ)
    assert _try(session, cast.ada.actor, QUIZ, 80)[1] is not None
    assert _try(session, cast.ada.actor, QUIZ, 100)[1] is None
    assert _completions(session) == 1
    assert read_progress(session, person_id=cast.ada.id, course=QUIZ, at=MONDAY).best_score == 100


def test_a_completion_expires_after_its_days(session: Session, cast: Cast) -> None:
    """Good for 365 days, and not at the 366th; passing again makes the next one."""
    _read_all(session, cast.ada.actor, QUIZ)
    first = _try(session, cast.ada.actor, QUIZ, 90)[1]
    assert first is not None
    end = MONDAY + 365 * DAY
    assert first.expires_at == end
    assert _completion(session, cast, QUIZ, at=end - timedelta(seconds=1)) is first
    assert _completion(session, cast, QUIZ, at=end) is None
    second = _try(session, cast.ada.actor, QUIZ, 85, at=end)[1]
    assert second is not None
    assert second.expires_at == end + 365 * DAY
    assert _completions(session) == 2


def test_an_expired_completion_is_not_renewed_by_its_own_attempt(session: Session, cast: Cast) -> None:
    """Opening a lesson again after a year renews nothing: the quiz must be passed again."""
    _read_all(session, cast.ada.actor, QUIZ)
    _try(session, cast.ada.actor, QUIZ, 90)
    later = MONDAY + 366 * DAY
    assert _read(session, cast.ada.actor, QUIZ, "one", at=later) is None
    assert _try(session, cast.ada.actor, QUIZ, 10, at=later)[1] is None


def test_an_expired_completion_is_not_renewed_by_a_failed_attempt(session: Session, cast: Cast) -> None:
    """Ada passed twice in the first week; a year later she fails, and must not be certified for another year."""
    _read_all(session, cast.ada.actor, QUIZ)
    _try(session, cast.ada.actor, QUIZ, 90)
    _try(session, cast.ada.actor, QUIZ, 100, at=MONDAY + DAY)
    assert _try(session, cast.ada.actor, QUIZ, 0, at=MONDAY + 400 * DAY)[1] is None


def test_a_new_version_needs_the_course_again(session: Session, cast: Cast) -> None:
    """Lessons, attempts and completions of version 1 don't count for version 2, and stay for version 1."""
    _read_all(session, cast.ada.actor, QUIZ)
    _try(session, cast.ada.actor, QUIZ, 90)
    newer = replace(QUIZ, version=2)
    progress = read_progress(session, person_id=cast.ada.id, course=newer, at=MONDAY)
    assert (progress.lessons_read, progress.best_score, progress.completion) == (frozenset(), None, None)
    with pytest.raises(Conflict):
        _try(session, cast.ada.actor, newer, 100)
    _read_all(session, cast.ada.actor, newer)
    done = _try(session, cast.ada.actor, newer, 100)[1]
    assert done is not None
    assert done.course_version == 2
    assert _completion(session, cast, QUIZ) is not None


def test_a_lesson_that_was_added_without_a_new_version_is_to_be_read(session: Session, cast: Cast) -> None:
    """The completion stays; who isn't done yet reads the new lesson too."""
    longer = replace(PLAIN, lesson_ids=("one", "two", "three"))
    _read_all(session, cast.ada.actor, PLAIN)
    _read(session, cast.olga.actor, PLAIN, "one")
    assert _completion(session, cast, longer) is not None
    assert _read(session, cast.olga.actor, longer, "two") is None
    assert _read(session, cast.olga.actor, longer, "three") is not None


def test_nobody_completes_for_another(session: Session, cast: Cast) -> None:
    """Max's reading and passing leave Ada where she is."""
    _read_all(session, cast.max.actor, QUIZ)
    _try(session, cast.max.actor, QUIZ, 100)
    progress = read_progress(session, person_id=cast.ada.id, course=QUIZ, at=MONDAY)
    assert (progress.lessons_read, progress.best_score, progress.completion) == (frozenset(), None, None)


def test_two_tabs_that_report_one_lesson_at_the_same_moment_are_both_right(session: Session, cast: Cast) -> None:
    """Once is enough, and the second is not a failure of ours."""
    outcome = meanwhile(
        session,
        lambda first: _read(first, cast.ada.actor, PLAIN, "one"),
        lambda second: _read(second, cast.ada.actor, PLAIN, "one"),
    )
    assert outcome is None or isinstance(outcome, Refusal)


def test_two_passes_at_the_same_moment_make_one_completion(
    request: pytest.FixtureRequest, session: Session, cast: Cast
) -> None:
    """A double click on `hand in` certifies once."""
    _read_all(session, cast.ada.actor, QUIZ)
    session.commit()
    meanwhile(
        session,
        lambda first: _try(first, cast.ada.actor, QUIZ, 100),
        lambda second: _try(second, cast.ada.actor, QUIZ, 100),
    )
    assert _completions(session) == 1


def _read(session: Session, actor: Actor, course: CourseFacts, lesson: str, at: datetime = MONDAY) -> Completion | None:
    return record_lesson_read(session, actor=actor, course=course, lesson_id=lesson, at=at)


def _read_all(session: Session, actor: Actor, course: CourseFacts) -> None:
    for lesson in course.lesson_ids:
        _read(session, actor, course, lesson)


def _try(
    session: Session, actor: Actor, course: CourseFacts, score: int, at: datetime = MONDAY
) -> tuple[QuizAttempt, Completion | None]:
    return record_attempt(session, actor=actor, course=course, answers={"0": [1]}, score=score, at=at)


def _completion(session: Session, cast: Cast, course: CourseFacts, at: datetime = MONDAY) -> Completion | None:
    return read_progress(session, person_id=cast.ada.id, course=course, at=at).completion


def _completions(session: Session) -> int | None:
    return session.scalar(select(func.count()).select_from(Completion))
