"""Work that counts for a completion: which attempts passed, and what was done before a list came in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from lms.training.attempts import begin_attempt
from support.factories import Cast
from support.learning import QUIZ, on, read_all, take_quiz


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
