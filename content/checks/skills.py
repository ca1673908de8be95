"""Skills that questions of quizzes name and the taxonomy doesn't."""

from __future__ import annotations

from collections.abc import Iterator

from content.library import Library
from content.problem import LibraryProblem
from content.quiz.blocks import read_blocks
from content.quiz.reading import SKILL


def skill_problems(library: Library) -> Iterator[LibraryProblem]:
    """Yield each question whose `Skill:` is none of the taxonomy's."""
    for page in library.pages:
        if page.type != "quiz" or f"{SKILL}:" not in page.body.lower():
            continue
        for block in read_blocks(page):
            for name, value in block.fields:
                refusal = library.taxonomy.refusal("skills", value) if name == SKILL else None
                if refusal:
                    message = f"`{block.text[:80]}` has `Skill:`: {refusal}"
                    yield LibraryProblem(page.path, block.line, "unknown-word", message)
