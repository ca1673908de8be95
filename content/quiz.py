"""Quizzes in Markdown: `##` headings ask, task lists offer, `[x]` marks what is right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from content.document import Document
from content.problem import Problem

_QUESTION = re.compile(r"^##[ \t]+(.+?)[ \t#]*$")
_OPTION = re.compile(r"^[ \t]{0,3}[-*+][ \t]+\[([ xX])\][ \t]+(.+?)[ \t]*$")
_FEEDBACK = re.compile(r"^>[ \t]*(?:Why:[ \t]*)?(.+)$")


@dataclass(frozen=True)
class Question:
    """A question, its options in the author's order, the positions of the right ones, and why."""

    text: str
    options: tuple[str, ...]
    right: frozenset[int]
    feedback: str


@dataclass(frozen=True)
class Grade:
    """The result of an attempt: per cent of questions answered fully right, and which were."""

    score: int
    right: tuple[bool, ...]


def read_quiz(page: Document) -> tuple[tuple[Question, ...], list[Problem]]:
    """Read the questions of a quiz page, and what is wrong with them."""
    blocks: list[tuple[int, str, list[tuple[bool, str]], list[str]]] = []
    for number, full_line in enumerate(page.body.split("\n"), start=page.body_line):
        line = full_line[:2000]
        if match := _QUESTION.match(line):
            blocks.append((number, match[1], [], []))
        elif blocks and (match := _OPTION.match(line)):
            blocks[-1][2].append((match[1] != " ", match[2]))
        elif blocks and (match := _FEEDBACK.match(line)):
            blocks[-1][3].append(match[1])
    problems = [] if blocks else [Problem(page.path, page.body_line, "empty-quiz", "no question; write `## Question?`")]
    for number, text, options, _ in blocks:
        if len(options) < 2:
            message = f"`{text[:80]}` has fewer than two options; write them as `- [ ] text`"
            problems.append(Problem(page.path, number, "quiz-options", message))
        elif not any(is_right for is_right, _ in options):
            problems.append(
                Problem(page.path, number, "quiz-answer", f"`{text[:80]}` has no right answer; mark one `[x]`")
            )
    questions = tuple(
        Question(
            text,
            tuple(option for _, option in options),
            frozenset(index for index, (is_right, _) in enumerate(options) if is_right),
            " ".join(feedback),
        )
        for _, text, options, feedback in blocks
        if len(options) > 1 and any(is_right for is_right, _ in options)
    )
    return questions, problems


def grade(questions: tuple[Question, ...], answers: Mapping[int, frozenset[int]]) -> Grade:
    """Grade answers (question position to chosen option positions); a question counts when exactly right."""
    right = tuple(answers.get(index, frozenset()) == question.right for index, question in enumerate(questions))
    return Grade(score=100 * sum(right) // len(right) if right else 0, right=right)
