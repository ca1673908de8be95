"""Grading of answers. They come from outside: what can't be right is wrong, and nothing is an error."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import partial

from content.quiz.drawing import Drawn
from content.quiz.model import MOST_DIGITS, Number, Question
from content.quiz.spelling import numbers_of, plain_text
from content.quiz.units import PERCENT, asked_in, counted_in, ways_to_write

Answer = list[int] | str | int | float
LONGEST = 2_000


@dataclass(frozen=True)
class QuizResult:
    """Whether a question was answered fully right, and what is said about the answer."""

    is_right: bool
    feedback: tuple[str, ...]


@dataclass(frozen=True)
class Grade:
    """Per cent of questions answered fully right, rounded down, and the result of each question."""

    score: int
    questions: tuple[QuizResult, ...]


def grade(drawn: Sequence[Drawn], answers: Sequence[Answer | None]) -> Grade:
    """Grade answers to drawn questions in their order; what is missing is wrong.

    Positions are those that were shown: chosen ones, those of steps in the chosen order, or for each left side that of
    its right side.
    """
    given = [*answers[: len(drawn)], *[None] * (len(drawn) - len(answers))]
    results = tuple(QuizResult(_is_right(*pair), tuple(_feedback(*pair))) for pair in zip(drawn, given, strict=True))
    right = sum(result.is_right for result in results)
    return Grade(score=100 * right // len(results) if results else 0, questions=results)


def _is_right(drawn: Drawn, answer: Answer | None) -> bool:
    question = drawn.question
    if question.kind == "text":
        return isinstance(answer, str) and _is_accepted(question, answer)
    if question.kind == "number":
        return question.number is not None and _is_near(question.number, answer, _units_of(question.number, question))
    meant = _meant(drawn, answer)
    if question.options:
        right = [place for place, option in enumerate(question.options) if option.is_right]
        return sorted(meant) == right
    return bool(meant) and meant == list(range(len(question.parts)))


def _meant(drawn: Drawn, answer: Answer | None) -> list[int]:
    """Return the parts whose shown positions an answer holds, in its order; nothing when one of them isn't there."""
    if not isinstance(answer, list) or not all(
        type(place) is int and 0 <= place < len(drawn.order) for place in answer
    ):
        return []
    return [drawn.order[place] for place in answer]


def _is_accepted(question: Question, answer: str) -> bool:
    if len(answer) > LONGEST:
        return False
    plain = partial(plain_text, has_accents=not question.has_free_accents, has_spaces=not question.has_free_spaces)
    return plain(answer) in map(plain, question.accepted)


def _units_of(number: Number, question: Question) -> Collection[str]:
    """Return what may stand beside a number: its unit, or where nobody names any, what is counted or per cent."""
    if number.units:
        return ways_to_write(number.units)
    return asked_in(question.text) or {PERCENT, *counted_in(question.text)}


def _is_near(number: Number, answer: Answer | None, units: Collection[str]) -> bool:
    with localcontext(prec=3 * MOST_DIGITS):
        least, most = number.value - number.tolerance, number.value + number.tolerance
        return any(least <= given <= most for given in _numbers_in(answer, units))


def _numbers_in(answer: Answer | None, units: Collection[str]) -> set[Decimal]:
    if isinstance(answer, str):
        return numbers_of(answer, units) if len(answer) <= LONGEST else set()
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return set()
    is_usable = math.isfinite(answer) if isinstance(answer, float) else abs(answer) < 10**MOST_DIGITS
    return {Decimal(repr(answer))} if is_usable else set()


def _feedback(drawn: Drawn, answer: Answer | None) -> list[str]:
    """Return what is said of each option that was chosen, and then of the question."""
    question = drawn.question
    chosen = dict.fromkeys(_meant(drawn, answer)) if question.options else ()
    said = [question.options[place].feedback for place in chosen]
    return [text for text in (*said, question.feedback) if text]
