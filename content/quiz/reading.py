"""Quizzes in Markdown: `##` asks, and what stands below says of which kind the question is and what is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from content.document import Document
from content.models import QuizFields
from content.problem import LibraryProblem
from content.quiz.blocks import Block, read_blocks
from content.quiz.model import MOST_DIGITS, Number, Option, Pair, Question, QuestionKind, Quiz
from content.quiz.spelling import numbers_of, plain_text
from content.taxonomy import suggestion

_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)(?: ?%)?(?:\s*(?:±|\+/?-)\s*(\d+(?:\.\d+)?)(?: ?%)?)?", re.ASCII)
_MARK = re.compile(r"\[[^\]]{0,3}\](?!\()")


class _WrongError(Exception):
    """A question can't be asked: a code, and what its author should change."""

    def __init__(self, code: str, what: str) -> None:
        """Keep the code beside the message."""
        super().__init__(what)
        self.code = code


def read_quiz(page: Document) -> tuple[Quiz, list[LibraryProblem]]:
    """Read the quiz of a page, and what is wrong with it; a question that is wrong is left out."""
    problems: list[LibraryProblem] = []
    questions: dict[str, Question] = {}
    blocks = read_blocks(page)
    for block in blocks:
        try:
            _add(questions, block)
        except _WrongError as error:
            problems.append(LibraryProblem(page.path, block.line, error.code, f"`{block.text[:80]}` {error}"))
    if not blocks:
        problems.append(LibraryProblem(page.path, page.body_line, "empty-quiz", "no question; write `## Question?`"))
    fields = page.fields if isinstance(page.fields, QuizFields) else QuizFields()
    quiz = Quiz(tuple(questions.values()), fields.draw, fields.shuffle)
    return quiz, sorted([*problems, *_draw_problems(page, quiz)])


def _add(questions: dict[str, Question], block: Block) -> None:
    """Add a block's question to those by their texts."""
    text = plain_text(block.text)
    if text in questions:
        raise _WrongError("quiz-double", "is asked twice; keep one of them")
    sorts = {item.sort for item in block.items} - {"bullet"}
    if len(sorts) > 1:
        raise _WrongError("quiz-mixed", "mixes options, steps, pairs or an answer; make a question of each")
    readers = {"step": _ordering, "pair": _matching, "answer": _answered}
    questions[text] = next((readers[sort] for sort in sorts if sort in readers), _choice)(block)


def _choice(block: Block) -> Question:
    options = tuple(Option(item.text, item.is_right, _joined(item.feedback)) for item in block.of("option"))
    odd = next((item.text for item in block.of("bullet") if options and _MARK.match(item.text)), None)
    if odd:
        raise _WrongError("quiz-options", f"has an option that can't be read, `{odd[:80]}`; write `- [ ] text`")
    if len(options) < 2:
        raise _WrongError("quiz-options", "has fewer than two options; write them as `- [ ] text`")
    if twice := _twice(option.text for option in options):
        raise _WrongError("quiz-options", f"has the option `{twice[:80]}` twice; keep one")
    right = sum(option.is_right for option in options)
    if not right:
        raise _WrongError("quiz-answer", "has no right answer; mark one `[x]`")
    return replace(_asked(block, "single" if right == 1 else "multiple"), options=options)


def _ordering(block: Block) -> Question:
    steps = tuple(item.text for item in block.of("step"))
    if len(steps) < 2:
        raise _WrongError("quiz-steps", "has one step to put into order; write at least two as `1. text`")
    if twice := _twice(steps):
        raise _WrongError("quiz-steps", f"has the step `{twice[:80]}` twice; word them differently")
    return replace(_asked(block, "ordering"), steps=steps)


def _matching(block: Block) -> Question:
    sides = [item.text.partition("=>")[::2] for item in block.of("pair")]
    pairs = tuple(Pair(left.strip(), right.strip()) for left, right in sides)
    if odd := block.of("bullet"):
        raise _WrongError("quiz-pairs", f"has a line without `=>`, `{odd[0].text[:80]}`; write `- left => right`")
    if not all(pair.left and pair.right for pair in pairs):
        raise _WrongError("quiz-pairs", "has a pair with an empty side; write `- left => right`")
    if len(pairs) < 2:
        raise _WrongError("quiz-pairs", "has one pair; write at least two as `- left => right`")
    if twice := _twice(pair.left for pair in pairs) or _twice(pair.right for pair in pairs):
        raise _WrongError("quiz-pairs", f"has `{twice[:80]}` in two pairs, so nobody can tell which is meant")
    return replace(_asked(block, "matching"), pairs=pairs)


def _answered(block: Block) -> Question:
    answers = block.of("answer")
    if len(answers) > 1:
        raise _WrongError("quiz-answer", "has two lines `Answer:`; write one, with ` | ` between answers")
    accepted = tuple(part.strip() for part in answers[0].text.split("|"))
    if not all(map(plain_text, accepted)):
        raise _WrongError("quiz-answer", "has an empty answer; write `Answer: text`")
    number = _number(accepted[0]) if len(accepted) == 1 else None
    if number:
        return replace(_asked(block, "number"), number=number)
    if len(accepted) == 1 and (numbers_of(accepted[0]) or "±" in accepted[0]):
        raise _WrongError("quiz-answer", "has a number that can't be read; write `Answer: 1500.5 ± 2`")
    return replace(_asked(block, "text"), accepted=accepted)


def _asked(block: Block, kind: QuestionKind) -> Question:
    return Question(kind, block.text, block.pool, _joined(block.feedback))


def _number(text: str) -> Number | None:
    match = _NUMBER.fullmatch(text.replace("−", "-"))
    if match is None or len(text) > MOST_DIGITS:
        return None
    return Number(Decimal(match[1]), Decimal(match[2] or 0))


def _joined(lines: Iterable[str]) -> str:
    return " ".join(line for line in lines if line)


def _twice(texts: Iterable[str]) -> str | None:
    return next((text for text, times in Counter(texts).items() if times > 1), None)


def _draw_problems(page: Document, quiz: Quiz) -> list[LibraryProblem]:
    """Say which draws want more questions than there are."""
    in_pools = Counter(question.pool for question in quiz.questions if question.pool)
    if isinstance(quiz.draw, Mapping):
        found = [(pool, _lack(pool, number, in_pools)) for pool, number in quiz.draw.items()]
    else:
        found = [("", _shortage("the quiz", quiz.draw or 0, len(quiz.questions)))]
    problems = []
    for pool, message in found:
        if message:
            line, column = page.front.place_of(("draw", pool))
            problems.append(LibraryProblem(page.path, line, "quiz-draw", message, column=column))
    return problems


def _lack(pool: str, wanted: int, in_pools: Mapping[str, int]) -> str | None:
    if pool in in_pools:
        return _shortage(f"the pool `{pool[:80]}`", wanted, in_pools[pool])
    hint = suggestion(pool, in_pools) if in_pools else f"; begin it with a line `# {pool[:80]}` below the title"
    return f"`draw` names the pool `{pool[:80]}`, which has no question{hint}"


def _shortage(of: str, wanted: int, there: int) -> str | None:
    if wanted <= there:
        return None
    return f"`draw` takes {wanted} questions, and {of} has {there} that can be asked; write more or lower the number"
