"""Quizzes in Markdown: `##` asks, and what stands below says of which kind the question is and what is right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from content.document import Document
from content.fields.models import QuizFields
from content.problem import LibraryProblem
from content.quiz.blocks import Block, read_blocks
from content.quiz.model import MOST_DIGITS, Number, Option, Pair, Question, QuestionKind, Quiz
from content.quiz.spelling import numbers_of, plain_text
from content.quiz.units import PERCENT, ways_to_write
from content.taxonomy import suggestion

_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)(?: ?%)?(?:\s*(?:±|\+/?-)\s*(\d+(?:\.\d+)?)(?: ?%)?)?", re.ASCII)
SKILL = "skill"
_FREE = ("accents", "spaces")
_FREE_VALUES = ("exact", "optional")
_FIELDS = (*_FREE, "unit")
_SHOWN = [name.capitalize() for name in _FIELDS]
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
    question = next((readers[sort] for sort in sorts if sort in readers), _choice)(block)
    questions[text] = replace(question, skill=_skill(block))


def _skill(block: Block) -> str:
    """Return the skill that a question is about, nothing where it names none."""
    named = [value for name, value in block.fields if name == SKILL]
    if len(named) > 1:
        raise _WrongError("quiz-field", "has two lines `Skill:`; keep one")
    return named[0] if named else ""


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
    fields = _fields(block)
    number = _number(accepted[0]) if len(accepted) == 1 else None
    if number:
        return replace(_asked(block, "number"), number=_with_unit(number, fields))
    if len(accepted) == 1 and (numbers_of(accepted[0]) or "±" in accepted[0]):
        raise _WrongError("quiz-answer", "has a number that can't be read; write `Answer: 1500.5 ± 2`")
    if plain_text(accepted[0]) == PERCENT and len(accepted) == 1:
        raise _WrongError("quiz-answer", "has `Answer: %`, a unit alone; write the number too, as `Answer: 40 %`")
    if "unit" in fields:
        raise _WrongError("quiz-field", "has a `Unit:` and no number; write the number alone, as `Answer: 1500.5 ± 2`")
    free = {name: _is_free(name, fields[name]) for name in _FREE if name in fields}
    return replace(
        _asked(block, "text"),
        accepted=accepted,
        has_free_accents=free.get("accents", False),
        has_free_spaces=free.get("spaces", False),
    )


def _fields(block: Block) -> dict[str, str]:
    """Return what is said of an answer, by name; lines that can't be meant as such are text."""
    fields: dict[str, str] = {}
    for name, value in block.fields:
        if name in fields:
            raise _WrongError("quiz-field", f"has two lines `{name.capitalize()}:`; keep one")
        if name in _FIELDS:
            fields[name] = value
        elif get_close_matches(name, _FIELDS, cutoff=0.75):
            raise _WrongError("quiz-field", f"has a line `{name.capitalize()}:`{suggestion(name.capitalize(), _SHOWN)}")
    return fields


def _with_unit(number: Number, fields: Mapping[str, str]) -> Number:
    for name in _FREE:
        if name in fields:
            raise _WrongError("quiz-field", f"has `{name.capitalize()}:`, which only texts have; take the line out")
    if "unit" not in fields:
        return number
    units = tuple(part.strip() for part in fields["unit"].split("|"))
    odd = next((unit for unit in units if not plain_text(unit) or unit[0].isdigit()), None)
    if odd is not None:
        raise _WrongError("quiz-field", f"has the unit `{odd[:80]}`; write a word, such as `Unit: minutes | min`")
    if number.units and PERCENT not in ways_to_write(units):
        raise _WrongError("quiz-field", "has a number in per cent and another unit; keep one of them")
    return replace(number, units=units)


def _is_free(name: str, value: str) -> bool:
    if value.lower() not in _FREE_VALUES:
        ways = " or ".join(f"`{name.capitalize()}: {way}`" for way in _FREE_VALUES)
        raise _WrongError("quiz-field", f"has `{name.capitalize()}: {value[:80]}`; write {ways}")
    return value.lower() == "optional"


def _asked(block: Block, kind: QuestionKind) -> Question:
    return Question(kind, block.text, block.pool, _joined(block.feedback))


def _number(text: str) -> Number | None:
    match = _NUMBER.fullmatch(text.replace("−", "-"))
    if match is None or len(text) > MOST_DIGITS:
        return None
    return Number(Decimal(match[1]), Decimal(match[2] or 0), (PERCENT,) if PERCENT in text else ())


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
