"""Reading and grading quizzes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.library import Library
from content.quiz import Question, grade, read_quiz
from factories import read_text

QUIZ = """# Quiz

Intro - [ ] not an option.

- [x] an option before any question

## First? ##

- [ ] a
* [X] b
+ [x] c
> Why: because
> it is so

## Second?

   - [x] yes
   - [ ] no
"""


def test_questions_options_and_reasons_are_read() -> None:
    """What stands before the first question is an introduction."""
    questions, problems = read_quiz(read_text(QUIZ, path="quiz.md"))
    assert problems == []
    assert questions == (
        Question("First?", ("a", "b", "c"), frozenset({1, 2}), "because it is so"),
        Question("Second?", ("yes", "no"), frozenset({0}), ""),
    )


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("", ["empty-quiz"]),
        ("# Only a title\n\n- [x] a\n- [ ] b\n", ["empty-quiz"]),
        ("## Q?\n", ["quiz-options"]),
        ("## Q?\n\n- [x] one\n", ["quiz-options"]),
        ("## Q?\n\n- [ ] a\n- [ ] b\n", ["quiz-answer"]),
        ("## Q?\n\n- [] a\n- (x) b\n", ["quiz-options"]),
        ("## Q?\n\n- [x] a\n- [x] b\n", []),
        ("### Q?\n\n- [x] a\n- [ ] b\n", ["empty-quiz"]),
    ],
)
def test_what_is_wrong_with_a_quiz_is_told(body: str, codes: list[str]) -> None:
    """A question that can't be answered is left out."""
    questions, problems = read_quiz(read_text(body))
    assert [problem.code for problem in problems] == codes
    assert len(questions) == (0 if codes else 1)


ONE = Question("1", ("a", "b"), frozenset({0}), "")
TWO = Question("2", ("a", "b", "c"), frozenset({0, 2}), "")
THREE = Question("3", ("a", "b"), frozenset({1}), "")


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ({0: {0}, 1: {0, 2}, 2: {1}}, 100),
        ({0: {0}, 1: {0}, 2: {1}}, 66),
        ({0: {0}, 1: {0, 1, 2}, 2: {1}}, 66),
        ({0: {0}}, 33),
        ({0: {1}, 1: set(), 2: {0}}, 0),
        ({}, 0),
        ({7: {0}, -1: {1}}, 0),
        ({0: {0, 1}}, 0),
        ({0: {0, 99}}, 0),
    ],
)
def test_a_question_counts_when_exactly_right(answers: dict[int, set[int]], score: int) -> None:
    """The score is rounded down, so that nobody passes by rounding."""
    result = grade((ONE, TWO, THREE), {position: frozenset(chosen) for position, chosen in answers.items()})
    assert result.score == score
    assert 100 * sum(result.right) // 3 == score


def test_a_quiz_without_questions_scores_nothing() -> None:
    """Nobody passes it."""
    assert grade((), {0: frozenset({0})}).score == 0


OPTIONS = st.lists(st.booleans(), min_size=2, max_size=6).filter(any)


@given(st.lists(OPTIONS, min_size=1, max_size=12))
@settings(deadline=None)
def test_right_answers_to_any_quiz_score_100(marks: list[list[bool]]) -> None:
    """Written as Markdown, read, and answered as its author meant."""
    body = "".join(
        f"## Question {n}?\n\n" + "".join(f"- [{'x' if mark else ' '}] option {i}\n" for i, mark in enumerate(row))
        for n, row in enumerate(marks)
    )
    questions, problems = read_quiz(read_text(body))
    assert problems == []
    right = {index: question.right for index, question in enumerate(questions)}
    assert grade(questions, right).score == 100
    assert grade(questions, right | {0: frozenset()}).score < 100


@given(st.text())
@settings(deadline=None)
def test_any_text_is_a_quiz_or_has_problems(body: str) -> None:
    """Nothing an author writes breaks the reading."""
    questions, problems = read_quiz(read_text(f"# T\n{body}"))
    assert questions or problems


def test_the_sample_quizzes_can_be_passed(library: Library) -> None:
    """Each has a perfect answer, and choosing everything is not it."""
    for page in (page for page in library.pages if page.type == "quiz"):
        questions, _ = read_quiz(page)
        assert grade(questions, {i: question.right for i, question in enumerate(questions)}).score == 100
        everything = {i: frozenset(range(len(question.options))) for i, question in enumerate(questions)}
        assert grade(questions, everything).score < 100
