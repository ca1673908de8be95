"""Certifications that ask for more than a quiz: practicals that must pass, one after another."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.errors import Conflict, NotFound
from lms.training.courses import CourseFacts, Practical
from lms.training.events import COMPLETING
from lms.training.facts import VersionChange
from lms.training.models import Standing, TrainingEvent
from lms.training.practicals import begin_practical, record_practical
from lms.training.progress import CourseProgress, read_progress
from lms.training.states import Punctuality
from support.acting import meanwhile
from support.factories import Cast
from support.learning import (
    CERTIFICATION,
    QUIZ,
    decide,
    give,
    in_days,
    on,
    pass_practical,
    read_all,
    show,
    state,
    take_quiz,
)

ONCE = replace(CERTIFICATION, practical=Practical("rubric"))
RE_READ = replace(ONCE, version=2, changes=(VersionChange(2, in_days(100), "re-read", 14),))
RETAKE = replace(ONCE, version=2, changes=(VersionChange(2, in_days(100), "retake", 14),))


def learn(session: Session, cast: Cast, course: CourseFacts, days: int = 0) -> TrainingEvent | None:
    """Let Ada read all of a course and pass its quiz."""
    read_all(session, cast.ada.actor, course, on(days))
    return take_quiz(session, cast.ada.actor, course, 90, on(days))[1]


def test_lessons_quiz_and_practicals_complete_a_course_together(session: Session, cast: Cast) -> None:
    """Two passed running; the completion is the rep's with the quiz's score."""
    assert learn(session, cast, CERTIFICATION) is None
    assert pass_practical(session, cast.ada, CERTIFICATION, "a", 1) is None
    progress = _progress(session, cast, CERTIFICATION, 1)
    assert (progress.practicals, progress.has_shown, state(session, cast.ada, 1)) == ((1, 0, 1), False, "in_progress")
    show(session, cast.ada, CERTIFICATION, "b", 2)
    assert _progress(session, cast, CERTIFICATION, 2).practicals == (1, 1, 2)
    done = decide(session, cast.ada, CERTIFICATION, "b", 3)
    assert done is not None
    assert (done.person_id, done.score, done.day, done.valid_until) == (cast.ada.id, 90, in_days(2), in_days(367))
    assert state(session, cast.ada, 2) == "complete"


def test_a_quiz_that_is_passed_last_completes_too(session: Session, cast: Cast) -> None:
    """What was shown before the quiz counts."""
    read_all(session, cast.ada.actor, ONCE)
    assert pass_practical(session, cast.ada, ONCE, "a") is None
    assert take_quiz(session, cast.ada.actor, ONCE, 79, on(1))[1] is None
    assert take_quiz(session, cast.ada.actor, ONCE, 80, on(2))[1] is not None


@pytest.mark.parametrize(
    ("results", "running", "is_enough"),
    [
        ("p", 1, False),
        ("pf", 0, False),
        ("pfp", 1, False),
        ("fpp", 2, True),
        ("ppf", 2, True),
        ("p p", 1, False),
        ("pvp", 2, True),
    ],
)
def test_they_must_pass_one_after_another(
    session: Session, cast: Cast, results: str, running: int, is_enough: bool
) -> None:
    """One that fails or waits between begins the count anew, one that is to be shown again doesn't."""
    for number, result in enumerate(results):
        show(session, cast.ada, CERTIFICATION, f"{number}", number)
        if result != " ":
            passes = {"p": True, "f": False, "v": None}[result]
            decide(session, cast.ada, CERTIFICATION, f"{number}", number, passes=passes)
    progress = _progress(session, cast, CERTIFICATION, 9)
    assert (progress.practicals.passes, progress.has_shown) == (running, is_enough)


@pytest.mark.parametrize(
    ("results", "days"), [("pfp", {()}), ("fpp", {(2,)}), ("ppf", {(1,)}), ("ppp", {(1,), (2,)}), ("fff", {()})]
)
def test_the_order_of_grading_decides_nothing(
    session: Session, cast: Cast, results: str, days: set[tuple[int, ...]]
) -> None:
    """A run is one by the days on which they were shown, and completes on the last of them that was known by then."""
    learn(session, cast, CERTIFICATION)
    for number in range(3):
        show(session, cast.ada, CERTIFICATION, f"{number}", number)
    session.commit()
    found = set()
    for order in permutations(range(3)):
        for at, number in enumerate(order):
            decide(session, cast.ada, CERTIFICATION, f"{number}", 5 + at, passes=results[number] == "p")
        made = session.scalars(select(TrainingEvent.day).where(TrainingEvent.kind == "completed"))
        found.add(tuple((day - in_days(0)).days for day in made))
        session.rollback()
    assert found == days


def test_slow_graders_make_nobody_late(session: Session, cast: Cast) -> None:
    """Ada shows hers a day before it is due, and it is graded a week later: done on the day she showed it."""
    give(session, cast.max, [cast.ada.id], due_days=10)
    learn(session, cast, ONCE, 3)
    show(session, cast.ada, ONCE, "a", 9)
    assert state(session, cast.ada, 11) == "overdue"
    done = decide(session, cast.ada, ONCE, "a", 16)
    assert done is not None
    assert (done.day, done.recorded_at) == (in_days(9), on(16).at)
    assert [state(session, cast.ada, day) for day in (8, 9, 11)] == ["in_progress", "complete", "complete"]
    assert _punctuality(session, cast, 11) == Punctuality.ON_TIME


def test_the_day_is_the_last_on_which_there_was_work(session: Session, cast: Cast) -> None:
    """The quiz was passed after both were shown, and before either was graded."""
    read_all(session, cast.ada.actor, CERTIFICATION)
    show(session, cast.ada, CERTIFICATION, "a", 2)
    show(session, cast.ada, CERTIFICATION, "b", 4)
    take_quiz(session, cast.ada.actor, CERTIFICATION, 90, on(6))
    assert decide(session, cast.ada, CERTIFICATION, "b", 8) is None
    done = decide(session, cast.ada, CERTIFICATION, "a", 9)
    assert done is not None
    assert done.day == in_days(6)


def test_a_result_is_recorded_once(session: Session, cast: Cast) -> None:
    """However often it is said, also at the same moment."""
    show(session, cast.ada, CERTIFICATION, "a")
    session.commit()
    meanwhile(
        session,
        lambda first: decide(first, cast.ada, CERTIFICATION, "a"),
        lambda second: decide(second, cast.ada, CERTIFICATION, "a"),
    )
    show(session, cast.ada, CERTIFICATION, "a", 1)
    decide(session, cast.ada, CERTIFICATION, "a", 1)
    assert _progress(session, cast, CERTIFICATION, 1).practicals == (1, 0, 1)
    assert session.scalar(select(func.count()).select_from(TrainingEvent)) == 2


def test_a_result_that_was_amended_replaces_the_one_before(session: Session, cast: Cast) -> None:
    """Failed, passed, failed and passed again is one that passed, on the day on which it was shown."""
    learn(session, cast, ONCE)
    show(session, cast.ada, ONCE, "a", 1)
    made = [
        decide(session, cast.ada, ONCE, "a", day, passes=passes)
        for day, passes in enumerate((False, True, False, True), 2)
    ]
    assert [done is not None for done in made] == [False, True, False, False]
    assert _completions(session) == 1
    assert made[1] is not None
    assert made[1].day == in_days(1)


def test_a_completion_stays_when_a_result_is_amended(session: Session, cast: Cast) -> None:
    """A certificate that was given isn't taken back by a second thought; the next one is asked for in its time."""
    learn(session, cast, ONCE)
    pass_practical(session, cast.ada, ONCE, "a")
    decide(session, cast.ada, ONCE, "a", 3, passes=False)
    assert state(session, cast.ada, 4) == "complete"


def test_a_renewal_asks_for_another(session: Session, cast: Cast) -> None:
    """What was shown before the window opened is practice; the new end is counted from the old one."""
    learn(session, cast, ONCE)
    pass_practical(session, cast.ada, ONCE, "a")
    pass_practical(session, cast.ada, ONCE, "spare", 100)
    assert take_quiz(session, cast.ada.actor, ONCE, 90, on(340))[1] is None
    assert _progress(session, cast, ONCE, 340).has_shown is False
    show(session, cast.ada, ONCE, "b", 341)
    renewed = decide(session, cast.ada, ONCE, "b", 370)
    assert renewed is not None
    assert (renewed.day, renewed.valid_until) == (in_days(341), in_days(2 * 365))
    assert [state(session, cast.ada, day) for day in (340, 341, 366)] == ["expiring", "complete", "complete"]


def test_a_retake_asks_for_another_and_reading_again_does_not(session: Session, cast: Cast) -> None:
    """As of the quiz."""
    learn(session, cast, ONCE)
    pass_practical(session, cast.ada, ONCE, "a")
    assert _progress(session, cast, RE_READ, 101).has_shown is True
    again = read_all(session, cast.ada.actor, RE_READ, on(102))
    assert again is not None
    assert again.valid_until == in_days(365)
    newer = replace(RETAKE, version=3, changes=(*RE_READ.changes, VersionChange(3, in_days(200), "retake", 14)))
    assert learn(session, cast, newer, 201) is None
    assert pass_practical(session, cast.ada, newer, "b", 202) is not None


def test_what_was_shown_of_a_version_that_is_to_be_retaken_counts_no_more(session: Session, cast: Cast) -> None:
    """Also where it is graded only after the change."""
    show(session, cast.ada, ONCE, "old", 99)
    decide(session, cast.ada, RETAKE, "old", 101)
    learn(session, cast, RETAKE, 102)
    assert _progress(session, cast, RETAKE, 102).practicals == (0, 0, 0)
    assert state(session, cast.ada, 102) == "in_progress"


def test_a_course_that_left_the_library_keeps_the_result(session: Session, cast: Cast) -> None:
    """It completes nothing, and counts when the course comes back; of what nobody has shown there is no result."""
    learn(session, cast, ONCE)
    show(session, cast.ada, ONCE, "a", 1)
    about = {"person_id": cast.ada.id, "course_id": "c", "course": None, "has_passed": True, "by_id": cast.max.id}
    assert record_practical(session, **about, reference="a", now=on(2)) is None  # type: ignore[arg-type]
    assert _progress(session, cast, ONCE, 3).has_shown is True
    with pytest.raises(NotFound):
        record_practical(session, **about, reference="b", now=on(2))  # type: ignore[arg-type]


def test_nobody_begins_what_is_not_asked_for(session: Session, cast: Cast) -> None:
    """The refusal says what to do first, or from when on it is asked for again."""
    ada = cast.ada.actor
    with pytest.raises(Conflict, match="asks for no practical"):
        begin_practical(session, actor=ada, course=QUIZ, now=on())
    with pytest.raises(Conflict, match="2 left: one, two"):
        begin_practical(session, actor=ada, course=ONCE, now=on())
    read_all(session, ada, ONCE)
    assert begin_practical(session, actor=ada, course=ONCE, now=on()).practicals == (0, 0, 0)
    take_quiz(session, ada, ONCE, 90)
    pass_practical(session, cast.ada, ONCE, "a")
    with pytest.raises(Conflict, match=f"asked for again from {in_days(335)}"):
        begin_practical(session, actor=ada, course=ONCE, now=on(1))
    later = replace(ONCE, id="later", prerequisites=("c",))
    with pytest.raises(Conflict, match="complete `c` first"):
        begin_practical(session, actor=cast.sven.actor, course=later, now=on(1))


def _progress(session: Session, cast: Cast, course: CourseFacts, days: int = 0) -> CourseProgress:
    return read_progress(session, person_id=cast.ada.id, course=course, day=in_days(days))


def _completions(session: Session) -> int | None:
    query = select(func.count()).select_from(TrainingEvent).where(TrainingEvent.kind.in_(COMPLETING))
    return session.scalar(query)


def _punctuality(session: Session, cast: Cast, days: int) -> int | None:
    query = select(Standing.punctuality).where(Standing.person_id == cast.ada.id, Standing.since <= in_days(days))
    return session.scalar(query.where(Standing.until > in_days(days)))
