"""Work that counts for a completion: which attempts passed, and what was done before a list came in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from lms.training.attempts import begin_attempt
from lms.training.imports import MadeElsewhere, record_elsewhere
from lms.training.progress import read_progress
from support.factories import Cast
from support.learning import PLAIN, QUIZ, in_days, on, read, read_all, state, take_quiz


@pytest.mark.parametrize(("shown", "later", "score"), [(80, 90, 85), (80, 70, 75)])
def test_the_pass_mark_is_the_one_that_the_attempt_began_with(
    session: Session, cast: Cast, shown: int, later: int, score: int
) -> None:
    """Whoever is told that they passed has completed the course, whatever its author made of the mark meanwhile."""
    before, after = replace(QUIZ, pass_mark=shown), replace(QUIZ, pass_mark=later)
    read_all(session, cast.ada.actor, before)
    begin_attempt(session, actor=cast.ada.actor, course=before, digest="p", paper={}, now=on())
    attempt, done = take_quiz(session, cast.ada.actor, after, score)
    assert (attempt.has_passed, done is not None) == (score >= shown, score >= shown)


def test_a_list_that_comes_in_late_takes_no_work_away(session: Session, cast: Cast) -> None:
    """Ada reads a lesson; then her completion of long ago is uploaded: what she did after that day still counts."""
    course = replace(PLAIN, valid_days=365, renew_days=30)
    read(session, cast.ada.actor, course, "one")
    row = MadeElsewhere(cast.ada.id, course, in_days(-400))
    record_elsewhere(session, actor=cast.max.actor, rows=[row], now=on(1))
    assert state(session, cast.ada, 1) == "expired"
    progress = read_progress(session, person_id=cast.ada.id, course=course, day=in_days(1))
    assert (progress.lessons_read, progress.is_begun) == (frozenset({"one"}), True)
    assert read(session, cast.ada.actor, course, "two", on(1)) is not None


def test_a_list_that_comes_in_late_gives_no_attempt_back(session: Session, cast: Cast) -> None:
    """The one that Ada has used stays used."""
    course = replace(QUIZ, attempts=2)
    read_all(session, cast.ada.actor, course)
    take_quiz(session, cast.ada.actor, course, 0)
    row = MadeElsewhere(cast.ada.id, course, in_days(-400))
    record_elsewhere(session, actor=cast.max.actor, rows=[row], now=on(1))
    assert read_progress(session, person_id=cast.ada.id, course=course, day=in_days(1)).attempts_left == 1
