"""Which answers are right, kind by kind."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import pytest

from content.quiz.drawing import Drawn
from content.quiz.grading import grade
from content.quiz.model import Number, Option, Pair, Question


def one(question: Question) -> list[Drawn]:
    """Return a question shown as its page has it."""
    return [Drawn(question, tuple(range(len(question.parts))))]


def is_right(question: Question, answer: Any) -> bool:
    """Return whether an answer to a question is right."""
    return grade(one(question), [answer]).score == 100


CHOICE = Question(
    "multiple", "Q", "", "why", options=(Option("a", True, "A"), Option("b", False, "B"), Option("c", True))
)


@pytest.mark.parametrize(
    ("answer", "right", "feedback"),
    [
        ([0, 2], True, ("A", "why")),
        ([2, 0], True, ("A", "why")),
        ([0], False, ("A", "why")),
        ([0, 1, 2], False, ("A", "B", "why")),
        ([0, 2, 2], False, ("A", "why")),
        ([1, 1], False, ("B", "why")),
        ([0, 99], False, ("why",)),
        ([-3, 2], False, ("why",)),
        ([False, 2], False, ("why",)),
        ([], False, ("why",)),
        (None, False, ("why",)),
        ("a", False, ("why",)),
        (0, False, ("why",)),
    ],
)
def test_a_choice_is_right_when_exactly_the_right_options_are_chosen(
    answer: Any, right: bool, feedback: tuple[str, ...]
) -> None:
    """Each chosen option says its own, then the question."""
    (result,) = grade(one(CHOICE), [answer]).questions
    assert (result.is_right, result.feedback) == (right, feedback)


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ([2, 0, 1], True),
        ([0, 1, 2], False),
        ([2, 0], False),
        ([2, 0, 1, 1], False),
        ([2, 0, True], False),
        ("2", False),
    ],
)
def test_steps_and_pairs_are_right_as_a_whole(answer: Any, right: bool) -> None:
    """Given as positions of what was shown."""
    steps = Question("ordering", "Q", steps=("a", "b", "c"))
    pairs = Question("matching", "Q", pairs=(Pair("1", "a"), Pair("2", "b"), Pair("3", "c")))
    for question in (steps, pairs):
        assert (grade([Drawn(question, (1, 2, 0))], [answer]).score == 100) == right


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("Łódź port", True),
        ("  łódź   PORT. ", True),
        ("ŁÓDZ\u0301 port!", True),
        ("ｐｌａｎ Ｂ", True),
        ("STRASSE", True),
        ("Lodz port", False),
        ("łódź", False),
        ("", False),
        (" . ", False),
        (["Łódź port"], False),
        (5, False),
        (None, False),
    ],
)
def test_case_accents_spaces_and_end_marks_of_a_text_do_not_matter(answer: Any, right: bool) -> None:
    """All else does."""
    assert is_right(Question("text", "Q", accepted=("łódź Port", "plan b", "Straße")), answer) == right


@pytest.mark.parametrize(
    ("value", "tolerance", "right", "wrong"),
    [
        ("0.3", "0.1", [0.2, 0.4, "0,4", ".2"], [0.41, "0.1999999999999999999999", 0.1 + 0.3 + 1e-9]),
        (
            "42",
            "0",
            [42, 42.0, " 42 %", "42.0", "+42", "42,", "４２"],
            [43, "42 %%", "forty-two", "", True, None, [42]],
        ),
        ("1500", "0", ["1,500", "1.500", "1 500", "1’500", "1,500.00", 1500], ["15,00", "1,50", "1,5000", "15 00"]),
        ("1.5", "0", ["1,5", "1.5", 1.5], [15, "1;5", "1.5.0", "1,5,0"]),
        ("-2.5", "0.5", ["-2", "−3", -2.5], [2.5, "- 2", "--2"]),
        ("1234567.5", "0", ["1,234,567.5", "1.234.567,5"], ["1,234.567,5", "1.234,567.5"]),
        ("1", "0", [1], [math.nan, math.inf, -math.inf, 1e308, 10**400, "1e0", "9" * 500, "NaN", "Infinity", "sNaN"]),
    ],
)
def test_numbers_are_compared_as_they_are_written(
    value: str, tolerance: str, right: list[Any], wrong: list[Any]
) -> None:
    """In decimals, with the signs that people of other countries put between digits."""
    question = Question("number", "Q", number=Number(Decimal(value), Decimal(tolerance)))
    assert [answer for answer in right if not is_right(question, answer)] == []
    assert [answer for answer in wrong if is_right(question, answer)] == []


def test_the_score_is_rounded_down() -> None:
    """Nobody passes by rounding, and a quiz without questions scores nothing."""
    drawn = one(CHOICE) * 3
    assert grade(drawn, [[0, 2], [0, 2], None]).score == 66
    assert grade(drawn, [[0, 2]] * 9).score == 100
    assert grade((), [[0]]).score == 0
