"""A quiz as plain JSON, to be kept with an attempt: what was asked stays known when the page has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from content.quiz.model import Number, Option, Pair, Question, Quiz


def paper_of(quiz: Quiz) -> dict[str, Any]:
    """Return everything that a quiz holds, answers included."""
    draw = dict(quiz.draw) if isinstance(quiz.draw, Mapping) else quiz.draw
    return {"draw": draw, "shuffle": quiz.shuffle, "questions": [_written(question) for question in quiz.questions]}


def quiz_of(paper: Mapping[str, Any]) -> Quiz:
    """Return the quiz that a paper was made of."""
    return Quiz(tuple(map(_read, paper["questions"])), paper["draw"], paper["shuffle"])


def digest_of(paper: Mapping[str, Any]) -> str:
    """Return a name of 64 characters that two papers share only when they are equal."""
    return hashlib.sha256(json.dumps(paper, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def _written(question: Question) -> dict[str, Any]:
    number = question.number
    known = {
        "kind": question.kind,
        "text": question.text,
        "pool": question.pool,
        "feedback": question.feedback,
        "options": [[option.text, option.is_right, option.feedback] for option in question.options],
        "steps": list(question.steps),
        "pairs": [[pair.left, pair.right] for pair in question.pairs],
        "accepted": list(question.accepted),
        "number": [str(number.value), str(number.tolerance), *number.units] if number else None,
        "free_accents": question.has_free_accents,
        "free_spaces": question.has_free_spaces,
        "skill": question.skill,
    }
    return {name: value for name, value in known.items() if value}


def _read(written: Mapping[str, Any]) -> Question:
    number = written.get("number")
    return Question(
        kind=written["kind"],
        text=written["text"],
        pool=written.get("pool", ""),
        feedback=written.get("feedback", ""),
        options=tuple(Option(*option) for option in written.get("options", ())),
        steps=tuple(written.get("steps", ())),
        pairs=tuple(Pair(*pair) for pair in written.get("pairs", ())),
        accepted=tuple(written.get("accepted", ())),
        number=Number(Decimal(number[0]), Decimal(number[1]), tuple(number[2:])) if number else None,
        has_free_accents=written.get("free_accents", False),
        has_free_spaces=written.get("free_spaces", False),
        skill=written.get("skill", ""),
    )
