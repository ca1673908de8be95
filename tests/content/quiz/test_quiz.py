"""Drawing, showing, grading and keeping of quizzes, whatever they hold and whatever is answered."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.library import Library
from content.quiz.drawing import Drawn, draw, shown
from content.quiz.grading import Answer, grade
from content.quiz.model import Number, Option, Pair, Question, Quiz
from content.quiz.paper import digest_of, paper_of, quiz_of
from content.quiz.reading import read_quiz

WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
SEEDS = st.text(max_size=8)
DECIMALS = st.decimals(-1000, 1000, places=3)


def distinct(size: int) -> st.SearchStrategy[list[str]]:
    """Draw lists of different words."""
    return st.lists(WORDS, min_size=size, max_size=5, unique=True)


TEXTS, DISTINCT = distinct(1), distinct(2)
KINDS = st.sampled_from(["choice", "ordering", "matching", "text", "number"])
POOLS = st.sampled_from(["", "A", "B"])
FEEDBACK = st.sampled_from(["", "why"])
MARKS = {size: st.lists(st.booleans(), min_size=size, max_size=size).filter(any) for size in range(2, 6)}
DRAWS = st.one_of(st.none(), st.integers(1, 6), st.dictionaries(st.sampled_from("AB"), st.integers(1, 3), min_size=1))


@st.composite
def questions(draw_: st.DrawFn, text: str) -> Question:
    """Draw a question of any kind that a reader could have made."""
    kind = draw_(KINDS)
    asked = Question("text", text, pool=draw_(POOLS), feedback=draw_(FEEDBACK))
    words = draw_(DISTINCT)
    if kind == "choice":
        marks = draw_(MARKS[len(words)])
        options = tuple(Option(word, mark, f"of {word}") for word, mark in zip(words, marks, strict=True))
        return replace(asked, kind="single" if sum(marks) == 1 else "multiple", options=options)
    if kind == "ordering":
        return replace(asked, kind="ordering", steps=tuple(words))
    if kind == "matching":
        return replace(asked, kind="matching", pairs=tuple(Pair(f"{word}?", word) for word in words))
    if kind == "number":
        return replace(asked, kind="number", number=Number(draw_(DECIMALS), abs(draw_(DECIMALS))))
    return replace(asked, accepted=tuple(words))


@st.composite
def quizzes(draw_: st.DrawFn) -> Quiz:
    """Draw a quiz of up to six questions, some of which are drawn."""
    texts = draw_(TEXTS)
    return Quiz(tuple(draw_(questions(text)) for text in texts), draw_(DRAWS), draw_(st.booleans()))


def right_answer(drawn: Drawn) -> Answer:
    """Return the right answer to a drawn question as it is shown."""
    question = drawn.question
    if question.number:
        return str(question.number.value)
    if question.accepted:
        return question.accepted[-1]
    if question.options:
        return [place for place, part in enumerate(drawn.order) if question.options[part].is_right]
    return [drawn.order.index(part) for part in range(len(drawn.order))]


@given(quizzes(), SEEDS)
def test_the_right_answers_to_any_draw_score_100(quiz: Quiz, seed: str) -> None:
    """And one question without an answer costs its share."""
    drawn = draw(quiz, seed)
    answers: list[Answer | None] = [right_answer(one) for one in drawn]
    assert grade(drawn, answers).score == 100
    assert grade(drawn, [None, *answers[1:]]).score == 100 * (len(drawn) - 1) // len(drawn)
    assert grade(drawn, answers[:-1]).questions[-1].is_right is False


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=30),
    st.text("0123456789.,+-− %'’e٤²", max_size=50),
    st.integers(),
    st.floats(),
    st.lists(st.one_of(st.integers(-2, 7), st.booleans(), st.none(), st.text(max_size=2)), max_size=6),
)


@given(quizzes(), SEEDS, st.lists(JUNK, max_size=8))
@example(Quiz((Question("number", "n", number=Number(Decimal("1e38"), Decimal(1))),)), "", [10**5000])
@example(Quiz((Question("number", "n", number=Number(Decimal(1))),)), "", [math.nan, math.inf])
@example(Quiz((Question("text", "t", accepted=("x",)),)), "", ["x" * 10_000_000])
@settings(max_examples=300)
def test_grading_takes_any_answer(quiz: Quiz, seed: str, answers: list[Any]) -> None:
    """What can't be right is wrong, and there is a result for each question."""
    drawn = draw(quiz, seed)
    result = grade(drawn, answers)
    assert len(result.questions) == len(drawn)
    assert 0 <= result.score <= 100


@given(quizzes(), SEEDS, SEEDS)
def test_a_draw_depends_on_quiz_and_seed_alone(quiz: Quiz, seed: str, other: str) -> None:
    """Also after the quiz was kept as a paper and read again; every draw asks as many questions."""
    kept = quiz_of(json.loads(json.dumps(paper_of(quiz))))
    assert draw(kept, seed) == draw(quiz, seed)
    texts = [one.question.text for one in draw(quiz, seed)]
    assert len(texts) == len(set(texts)) == len(draw(quiz, other))


def test_a_draw_stays_what_it_is() -> None:
    """Attempts that are open when the product is updated show what they showed."""
    quiz = Quiz(tuple(Question("ordering", f"Q{n}", steps=("a", "b", "c")) for n in range(6)), draw=3)
    drawn = [(one.question.text, one.order) for one in draw(quiz, "seed")]
    assert drawn == [("Q5", (1, 2, 0)), ("Q2", (2, 0, 1)), ("Q4", (1, 2, 0))]


@given(quizzes(), SEEDS)
def test_as_many_questions_are_drawn_as_the_quiz_says(quiz: Quiz, seed: str) -> None:
    """Of each pool that is named so many, of the others all; pools keep the order of the page."""
    drawn = [one.question for one in draw(quiz, seed)]
    if not isinstance(quiz.draw, Mapping):
        assert len(drawn) == min(quiz.draw or 6, len(quiz.questions))
        return
    for pool in ("", "A", "B"):
        there = sum(question.pool == pool for question in quiz.questions)
        assert sum(question.pool == pool for question in drawn) == min(quiz.draw.get(pool, 6), there)
    pools = list(dict.fromkeys(question.pool for question in quiz.questions))
    assert [pools.index(question.pool) for question in drawn] == sorted(pools.index(q.pool) for q in drawn)


@given(quizzes(), SEEDS)
def test_without_shuffling_all_stands_where_its_page_has_it(quiz: Quiz, seed: str) -> None:
    """Except steps and what is to be matched, which would be answered by their places."""
    quiz = replace(quiz, draw=None, shuffle=False)
    drawn = draw(quiz, seed)
    assert tuple(one.question for one in drawn) == quiz.questions
    for one in drawn:
        if one.question.options:
            assert one.order == tuple(range(len(one.order)))


@given(quizzes(), SEEDS)
def test_steps_are_never_shown_in_their_right_order(quiz: Quiz, seed: str) -> None:
    """And nothing of them is lost."""
    for one in draw(quiz, seed):
        assert sorted(one.order) == list(range(len(one.question.parts)))
        if one.question.kind == "ordering":
            assert shown(one).options != one.question.steps


@given(distinct(3), st.permutations(range(3)), SEEDS)
def test_what_is_shown_says_nothing_about_what_is_right(words: list[str], places: list[int], seed: str) -> None:
    """Quizzes that differ only in their answers show the same."""
    ways = []
    for first, *others in (words, [words[1], words[0], *words[2:]]):
        marked = tuple(Option(word, word == first, f"said of {word if word == first else ''}") for word in words)
        lefts = sorted([first, *others])
        ways.append(
            (
                Question("single", "Choose", options=marked, feedback=first),
                Question("matching", "Match", pairs=tuple(map(Pair, lefts, [first, *others]))),
                Question("text", "Write", accepted=(first,), feedback=first),
                Question("number", "Count", number=Number(Decimal(len(first)))),
            )
        )
    shows = [[shown(one) for one in draw(Quiz(way), seed)] for way in ways]
    assert shows[0] == shows[1]
    assert {question.kind: question.choices for question in shows[0]} == {
        "single": 1,
        "matching": None,
        "text": None,
        "number": None,
    }


def test_steps_are_shown_in_every_order_but_the_right_one() -> None:
    """Their words decide, so that another right order mostly shows the same."""
    ways = []
    for steps in (("a", "b", "c"), ("c", "a", "b")):
        quiz = Quiz((Question("ordering", "Q", steps=steps),))
        ways.append([shown(draw(quiz, str(seed))[0]).options for seed in range(100)])
        assert set(ways[-1]) == set(permutations("abc")) - {steps}
    assert sum(first == second for first, second in zip(*ways, strict=True)) > 50


@given(quizzes())
def test_a_paper_is_json_and_gives_the_quiz_back(quiz: Quiz) -> None:
    """Equal papers have one digest, whatever order a database keeps their names in."""
    paper = paper_of(quiz)
    again = json.loads(json.dumps(paper, sort_keys=True))
    assert quiz_of(again) == quiz
    assert digest_of(again) == digest_of(paper)
    assert len(digest_of(paper)) == 64
    assert digest_of(paper_of(replace(quiz, shuffle=not quiz.shuffle))) != digest_of(paper)


def test_the_sample_quizzes_can_be_passed(library: Library) -> None:
    """Each draw has a perfect answer, and choosing everything is not it."""
    for page in (page for page in library.pages if page.type == "quiz"):
        quiz, problems = read_quiz(page)
        assert problems == []
        drawn = draw(quiz, page.id)
        assert grade(drawn, [right_answer(one) for one in drawn]).score == 100
        assert grade(drawn, [list(range(len(one.order))) for one in drawn]).score < 100
