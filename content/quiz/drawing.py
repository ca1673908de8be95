"""Drawing of an attempt's questions, their order, and what is shown of them.

Order comes from hashes of a seed and of what is shown, never of what is right: the same seed gives the same order for
ever, on every machine, and who knows how it is made learns nothing from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from content.quiz.model import Question, QuestionKind, Quiz

# How often steps are put into another order when they stand in the right one.
MOST_TRIES = 64


@dataclass(frozen=True)
class Drawn:
    """A question of an attempt, and which of its parts stands at each place that is shown."""

    question: Question
    order: tuple[int, ...]


@dataclass(frozen=True)
class ShownQuestion:
    """What who answers sees: options, for `matching` also what belongs to them, and how many are to be chosen."""

    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    matches: tuple[str, ...]
    choices: int | None


def draw(quiz: Quiz, seed: str) -> tuple[Drawn, ...]:
    """Draw the questions of an attempt; equal quizzes and seeds give equal draws."""
    return tuple(Drawn(question, _order(question, seed, quiz.shuffle)) for question in _drawn(quiz, seed))


def shown(drawn: Drawn) -> ShownQuestion:
    """Return what may be seen of a question before it is answered."""
    question = drawn.question
    parts = tuple(question.parts[place] for place in drawn.order)
    is_matching = question.kind == "matching"
    right = sum(option.is_right for option in question.options)
    return ShownQuestion(
        kind=question.kind,
        text=question.text,
        options=tuple(pair.left for pair in question.pairs) if is_matching else parts,
        matches=parts if is_matching else (),
        choices=right or None,
    )


def _drawn(quiz: Quiz, seed: str) -> Iterator[Question]:
    """Yield questions: of each pool in turn when a quiz draws by pool, of all of them otherwise."""
    if not isinstance(quiz.draw, Mapping):
        yield from _some(quiz.questions, quiz.draw, seed, shuffle=quiz.shuffle)
        return
    pools: dict[str, list[Question]] = {}
    for question in quiz.questions:
        pools.setdefault(question.pool, []).append(question)
    for pool, questions in pools.items():
        wanted = quiz.draw.get(pool) if pool else None  # what stands before the first pool is asked of everybody
        yield from _some(tuple(questions), wanted, seed, shuffle=quiz.shuffle)


def _some(questions: tuple[Question, ...], wanted: int | None, seed: str, *, shuffle: bool) -> Iterator[Question]:
    mixed = sorted(questions, key=lambda question: _rank(seed, question.text))[:wanted]
    chosen = {question.text for question in mixed}
    yield from mixed if shuffle else (question for question in questions if question.text in chosen)


def _order(question: Question, seed: str, shuffle: bool) -> tuple[int, ...]:
    places = tuple(range(len(question.parts)))
    if question.options and not shuffle:
        return places
    orders = (tuple(sorted(places, key=key)) for key in (_key(question, seed, salt) for salt in range(MOST_TRIES)))
    return next((order for order in orders if question.kind != "ordering" or order != places), places[::-1])


def _key(question: Question, seed: str, salt: int) -> Callable[[int], bytes]:
    return lambda place: _rank(seed, question.text, str(salt), question.parts[place])


def _rank(*words: str) -> bytes:
    return hashlib.sha256(json.dumps(words).encode("ascii")).digest()
