"""Skills of quiz questions: which each is about, and what an attempt shows of them."""

from __future__ import annotations

from pathlib import Path

from content.document import Document
from content.quiz.drawing import draw
from content.quiz.grading import grade
from content.quiz.paper import digest_of, paper_of, quiz_of
from content.quiz.reading import read_quiz
from content.quiz.skills import results_by_skill
from support.checking import only, unusual
from support.factories import read_text, write_good_page

SKILLS = {"calm": "Keeping calm", "ease": "Ease"}
RIGHT = "- [x] yes\n- [ ] no\n"
BODY = f"""# Quiz

## Plain?

{RIGHT}

## Named?

Skill: ease

{RIGHT}

# Keeping calm

## Pooled?

{RIGHT}

## Number?

Answer: 4
Unit: days
Skill: ease
"""


def quiz_page(body: str) -> Document:
    """Return a page of a quiz."""
    return read_text(f"---\ntype: quiz\nshuffle: false\n---\n{body}", path="quiz.md")


def test_a_question_is_about_the_skill_that_it_or_its_pool_names() -> None:
    """Its own line wins; a pool is known by the skill's word or label; the others are about those of the course."""
    quiz, problems = read_quiz(quiz_page(BODY))
    assert problems == []
    assert [question.skill for question in quiz.questions] == ["", "ease", "", "ease"]
    drawn = draw(quiz, "seed")
    graded = grade(drawn, [[0], [1], [0], "4 days"])
    assert results_by_skill(drawn, graded, SKILLS) == {"": [1, 1], "ease": [1, 2], "calm": [1, 1]}
    assert results_by_skill(drawn, graded, {}) == {"": [2, 2], "ease": [1, 2]}


def test_a_paper_keeps_the_skill_and_is_the_same_without_one() -> None:
    """So what was asked before stays what it is called by."""
    quiz, _ = read_quiz(quiz_page(BODY))
    assert quiz_of(paper_of(quiz)) == quiz
    plain, _ = read_quiz(quiz_page(f"# Quiz\n\n## Plain?\n\n{RIGHT}"))
    assert all("skill" not in question for question in paper_of(plain)["questions"])
    assert digest_of(paper_of(plain)) != digest_of(paper_of(quiz))


def test_a_skill_that_nobody_knows_and_one_too_many_are_told(tmp_path: Path) -> None:
    """At the question."""
    (tmp_path / "taxonomy.yml").write_text("skills:\n  calm: Calm\n", encoding="utf-8")
    body = f"# Quiz\n\n## Named?\n\nSkill: clam\n\n{RIGHT}"
    page = write_good_page(tmp_path, "quiz.md", body, type="quiz")
    problem = only(tmp_path, "unknown-word")
    assert "did you mean `calm`?" in problem.message
    assert page.read_text(encoding="utf-8").splitlines()[problem.line - 1] == "## Named?"
    write_good_page(tmp_path, "quiz.md", body.replace("clam", "calm"), type="quiz")
    assert unusual(tmp_path) == []
    twice = body.replace("Skill: clam", "Skill: calm\nSkill: calm")
    write_good_page(tmp_path, "quiz.md", twice, type="quiz")
    assert "quiz-field" in {problem.code for problem in unusual(tmp_path)}
