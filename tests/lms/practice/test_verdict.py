"""What two graders, or three, make of a practice."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.practice.verdict import Grader, PracticeVerdict, mean_of, verdict_of

NOBODY = UUID(int=0)
SIGNS = {"p": True, "f": False, "n": None}


def graders(said: str) -> list[Grader]:
    """Return one grader for each sign: passed, failed, said nothing of passing, or not published yet."""
    return [Grader(NOBODY, has_published=sign != ".", has_passed=SIGNS.get(sign)) for sign in said]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("", "lacks_grader"),
        (".", "lacks_grader"),
        ("p", "lacks_grader"),
        ("..", "waiting"),
        ("p.", "waiting"),
        ("pp", "passed"),
        ("ff", "failed"),
        ("nn", "scored"),
        ("pf", "differs"),
        ("pf.", "waiting"),
        ("pp.", "waiting"),
        ("pfp", "passed"),
        ("pff", "failed"),
        ("ppff", "differs"),
        ("pffpp", "passed"),
    ],
)
def test_more_must_say_so_than_say_otherwise(said: str, verdict: PracticeVerdict) -> None:
    """Once all have said so; where as many differ, another is asked."""
    assert verdict_of(graders(said)) == verdict


@given(st.lists(st.sampled_from("pf"), min_size=2, max_size=7), st.randoms())
def test_who_was_asked_first_makes_no_difference(said: list[str], dice: object) -> None:
    """In any order; and one more who says what was decided changes nothing."""
    verdict = verdict_of(graders("".join(said)))
    assert verdict_of(graders("".join(sorted(said)))) == verdict
    if verdict in {"passed", "failed"}:
        assert verdict_of(graders("".join(said) + verdict[0])) == verdict


@given(st.lists(st.tuples(st.floats(0, 28), st.floats(1, 28)), min_size=1, max_size=4))
def test_the_mean_lies_between_what_was_given(given_points: list[tuple[float, float]]) -> None:
    """As shares of what counted with each."""
    cards = [Grader(NOBODY, True, True, min(points, most), most) for points, most in given_points]
    mean = mean_of(cards)
    assert mean is not None
    shares = [min(points, most) / most for points, most in given_points]
    assert min(shares) - 0.01 <= mean[0] / mean[1] <= max(shares) + 0.01
    assert mean_of([]) is None
    assert mean_of(graders("..")) is None
