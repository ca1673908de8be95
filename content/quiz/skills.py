"""Skills that an attempt at a quiz shows: right answers and questions by the skill that a question is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.quiz.drawing import Drawn
from content.quiz.grading import Grade
from content.quiz.model import Question

# Questions that name no skill: they are about those of the course.
UNNAMED = ""


def results_by_skill(drawn: Sequence[Drawn], graded: Grade, skills: Mapping[str, str]) -> dict[str, list[int]]:
    """Return how many questions were answered right, and how many there were, by skill.

    A question is about the skill that it names itself, or about the one that its pool is called by, as its word or its
    label in the taxonomy; `skills` are words and labels.
    """
    called = {label.casefold(): skill for skill, label in skills.items()}
    called |= {skill.casefold(): skill for skill in skills}
    found: dict[str, list[int]] = {}
    for one, result in zip(drawn, graded.questions, strict=True):
        counts = found.setdefault(_skill_of(one.question, called), [0, 0])
        counts[0] += result.is_right
        counts[1] += 1
    return found


def _skill_of(question: Question, called: Mapping[str, str]) -> str:
    return question.skill or called.get(question.pool.casefold(), UNNAMED)
