"""Quizzes as their authors write them, and what is said of those that can't be asked."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.quiz.model import Number, Option, Pair, Question, Quiz
from content.quiz.paper import paper_of
from content.quiz.reading import read_quiz
from support.factories import read_text

CHOICES = """# Quiz

Intro - [ ] not an option.

- [x] an option before any question

## First? ##

- [ ] a
* [X] b
+ [x] c
> Why: because
> it is so

## Second?

   - [x] yes,
     and more of it
     > good
     > for you
   - [ ] no

     > Why: bad
> all
"""
ALL_KINDS = """---
type: quiz
draw:
  Words: 1
  Order & pairs: 2
shuffle: false
---
# The title

## Asked of everybody?

- [x] a
- [ ] b

# Words

## Which?

ANSWER: one two | Drei

> Why: so

## How many?

Answer: -1.50 +- 0.5

# Order & pairs

## In which order?

1. first
   and still first
1) second
7. third

```
# no pool
## no question
- [ ] no option
```

## What with what?

- a => b => c
* d=>e

> Why: pairs
"""


def quiz(text: str, **fields: str) -> tuple[Quiz, list[str]]:
    """Read a quiz, and the codes of what is wrong with it."""
    front = "".join(f"{name}: {value}\n" for name, value in fields.items())
    found, problems = read_quiz(read_text(f"---\ntype: quiz\n{front}---\n# Quiz\n\n{text}"))
    assert all(problem.severity == "error" for problem in problems)
    return found, [problem.code for problem in problems]


def test_options_and_what_is_said_of_them_are_read() -> None:
    """What stands before the first question is an introduction; a quote below an option is the option's."""
    found, problems = read_quiz(read_text(CHOICES, path="quiz.md"))
    assert problems == []
    first = (Option("a", False), Option("b", True), Option("c", True))
    second = (Option("yes, and more of it", True, "good for you"), Option("no", False, "bad"))
    assert found == Quiz(
        (
            Question("multiple", "First?", "", "because it is so", options=first),
            Question("single", "Second?", "", "all", options=second),
        )
    )


def test_questions_of_all_kinds_are_read() -> None:
    """In pools that headings open, with what the front matter says of the draw."""
    found, problems = read_quiz(read_text(ALL_KINDS))
    assert problems == []
    assert found == Quiz(
        (
            Question("single", "Asked of everybody?", options=(Option("a", True), Option("b", False))),
            Question("text", "Which?", "Words", "so", accepted=("one two", "Drei")),
            Question("number", "How many?", "Words", number=Number(Decimal("-1.5"), Decimal("0.5"))),
            Question(
                "ordering", "In which order?", "Order & pairs", steps=("first and still first", "second", "third")
            ),
            Question(
                "matching", "What with what?", "Order & pairs", "pairs", pairs=(Pair("a", "b => c"), Pair("d", "e"))
            ),
        ),
        {"Words": 1, "Order & pairs": 2},
        shuffle=False,
    )


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("42", ("42", "0")),
        ("42 ± 2", ("42", "2")),
        ("+42±0.25", ("42", "0.25")),
        ("42 +/- 2", ("42", "2")),
        ("−1 %", ("-1", "0", "%")),
        ("40 % ± 5 %", ("40", "5", "%")),
    ],
)
def test_a_number_is_written_with_its_tolerance_or_without(written: str, number: tuple[str, ...]) -> None:
    """It is kept in decimals, and per cent is its unit."""
    (question,) = quiz(f"## Q?\n\nAnswer: {written}\n")[0].questions
    value, tolerance, *units = number
    assert question.kind == "number"
    assert question.number == Number(Decimal(value), Decimal(tolerance), tuple(units))


@pytest.mark.parametrize("written", ["42 lorries", "about 42", "42 | 43", "C++", "2026-11-22", "A1"])
def test_what_is_more_than_a_number_is_a_text(written: str) -> None:
    """So are several answers."""
    (question,) = quiz(f"## Q?\n\nAnswer: {written}\n")[0].questions
    assert (question.kind, question.accepted) == ("text", tuple(written.split(" | ")))


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("", ["empty-quiz"]),
        ("- [x] a\n- [ ] b\n", ["empty-quiz"]),
        ("### Q?\n\n- [x] a\n- [ ] b\n", ["empty-quiz"]),
        ("## Q?\n", ["quiz-options"]),
        ("## Q?\n\n- [x] one\n", ["quiz-options"]),
        ("## Q?\n\n- [] a\n- (x) b\n", ["quiz-options"]),
        ("## Q?\n\n- [x] a\n- [ ] b\n- [] c\n", ["quiz-options"]),
        ("## Q?\n\n- [x] a\n- [ ] b\n- [ ] a\n", ["quiz-options"]),
        ("## Q?\n\n- [x] a\n- [ ] b\n- [a link](b.md) and a remark\n", []),
        ("## Q?\n\n- [ ] a\n- [ ] b\n", ["quiz-answer"]),
        ("## Q?\n\n- [x] a\n- [x] b\n", []),
        ("## Q?\n\n1. a\n", ["quiz-steps"]),
        ("## Q?\n\n1. a\n2. b\n3. a\n", ["quiz-steps"]),
        ("## Q?\n\n- a => b\n", ["quiz-pairs"]),
        ("## Q?\n\n- a => b\n- a => c\n", ["quiz-pairs"]),
        ("## Q?\n\n- a => b\n- c => b\n", ["quiz-pairs"]),
        ("## Q?\n\n- a => b\n- c =>\n", ["quiz-pairs"]),
        ("## Q?\n\n- a => b\n- c => d\n- e -> f\n", ["quiz-pairs"]),
        ("## Q?\n\nAnswer:\n", ["quiz-answer"]),
        ("## Q?\n\nAnswer: a | ?\n", ["quiz-answer"]),
        ("## Q?\n\nAnswer: a\nAnswer: b\n", ["quiz-answer"]),
        ("## Q?\n\nAnswer: %\n", ["quiz-answer"]),
        ("## Q?\n\nAnswer: ％.\nUnit: %\n", ["quiz-answer"]),
        ("## Q?\n\nAnswer: per cent | %\n", []),
        ("## Q?\n\nAnswer: 1,5\n", ["quiz-answer"]),
        ("## Q?\n\nAnswer: 1 500\n", ["quiz-answer"]),
        (f"## Q?\n\nAnswer: {'9' * 41}\n", ["quiz-answer"]),
        ("## Q?\n\nAnswer: 5 ± a bit\n", ["quiz-answer"]),
        ("## Q?\n\n- [x] a\n- [ ] b\n\nAnswer: a\n", ["quiz-mixed"]),
        ("## Q?\n\n- [x] a\n- b => c\n", ["quiz-mixed"]),
        ("## Q?\n\n1. a\n2. b\n\n- [x] a\n- [ ] b\n", ["quiz-mixed"]),
    ],
)
def test_a_question_that_cannot_be_asked_is_left_out_and_named(body: str, codes: list[str]) -> None:
    """A remark in a list is none of its options."""
    found, told = quiz(body)
    assert told == codes
    assert len(found.questions) == (0 if codes else 1)


def test_one_bad_question_spoils_no_other() -> None:
    """It is named on its line."""
    body = "# T\n\n## A?\n\n- [x] a\n- [ ] b\n\n## B?\n\n1. a\n\n## a \n\n- [x] a\n- [ ] b\n\n## C?\n\nAnswer: c\n"
    found, problems = read_quiz(read_text(body, path="quizzes/x.md"))
    assert [question.text for question in found.questions] == ["A?", "C?"]
    assert [(problem.line, problem.code) for problem in problems] == [(8, "quiz-steps"), (12, "quiz-double")]


def test_a_unit_without_its_number_is_named_with_its_line() -> None:
    """It would be a text that nobody who knows the number gives."""
    (problem,) = read_quiz(read_text("# T\n\n## A?\n\nAnswer: %\n"))[1]
    assert problem.line == 3
    assert "`A?` has `Answer: %`, a unit alone; write the number too, as `Answer: 40 %`" in problem.message


def test_what_no_database_keeps_is_left_out() -> None:
    """A paper is kept with each attempt, and PostgreSQL refuses text with a null character."""
    assert quiz("## Wh\0at?\n\nAnswer: a\0b\n") == (Quiz((Question("text", "What?", accepted=("ab",)),)), [])


ONE = "- [x] a\n- [ ] b\n\n"
POOLS = f"## 1\n\n{ONE}# Price\n\n## 2\n\n{ONE}## 3\n\n{ONE}# Empty\n"


@pytest.mark.parametrize(
    ("draw", "says"),
    [
        ("3", None),
        ("4", "takes 4 questions, and the quiz has 3"),
        ("{Price: 2}", None),
        ("{Price: 3}", "takes 3 questions, and the pool `Price` has 2"),
        ("{price: 1}", "the pool `price`, which has no question; did you mean `Price`?"),
        ("{Price: 1, Empty: 1}", "the pool `Empty`, which has no question"),
    ],
)
def test_a_draw_that_wants_more_than_there_is_is_told(draw: str, says: str | None) -> None:
    """Where it stands in the front matter."""
    page = read_text(f"---\ntype: quiz\ndraw: {draw}\n---\n# Quiz\n\n{POOLS}")
    found, problems = read_quiz(page)
    assert len(found.questions) == 3
    assert [(problem.code, problem.line) for problem in problems] == [("quiz-draw", 3)] * (says is not None)
    assert all(says and says in problem.message for problem in problems)


def test_a_pool_in_a_quiz_without_pools_is_told_how_to_begin_one() -> None:
    """There is nothing that it could have meant."""
    page = read_text(f"---\ntype: quiz\ndraw: {{A: 1}}\n---\n# Quiz\n\n## 1\n\n{ONE}")
    (problem,) = read_quiz(page)[1]
    assert "begin it with a line `# A`" in problem.message


@given(st.text(st.sampled_from("#-[x] \n=>1.Answer:|±42>`\0é"), max_size=120))
@settings(max_examples=300)
def test_any_text_is_a_quiz_or_has_problems(body: str) -> None:
    """Nothing an author writes breaks the reading."""
    found, problems = read_quiz(read_text(f"# T\n{body}"))
    assert found.questions or problems
    assert "\\u0000" not in json.dumps(paper_of(found))
