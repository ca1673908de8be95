"""What a check says of single pages, in which order, and by which rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import PROJECT
from content.checks.rules import RULES
from content.checks.run import Known, problems
from content.library import read_library
from content.rendering import Renderer
from support.checking import FRONT_LINES, TODAY, check, only, told, unusual
from support.factories import write_good_page

SOURCES = [path for path in sorted((PROJECT / "content").rglob("*.py")) if "search" not in path.parts]
# Functions that make a problem of their arguments: where among these its code stands.
MAKERS = {"LibraryProblem": 2, "RubricFault": 1, "_at": 2, "problem_at": 2, "report": 0, "_WrongError": 0}


def test_a_quiz_without_a_right_answer_is_reported(tmp_path: Path) -> None:
    """On the line of its question."""
    body = "# Quiz\n\n## Fine?\n\n- [x] yes\n- [ ] no\n\n## Bad?\n\n- [ ] a\n- [ ] b\n\n## Short?\n\n- [x] a\n"
    write_good_page(tmp_path, "quiz.md", body, type="quiz")
    found = [(p.line - FRONT_LINES, p.column, p.code) for p in check(tmp_path)]
    assert found == [(8, 1, "quiz-answer"), (13, 1, "quiz-options")]


def test_a_quiz_without_questions_is_reported(tmp_path: Path) -> None:
    """It could never be passed."""
    write_good_page(tmp_path, "quiz.md", "# Quiz\n\ntext", type="quiz")
    assert [(p.line - FRONT_LINES, p.code) for p in check(tmp_path)] == [(1, "empty-quiz")]


def test_a_deck_has_the_slides_that_it_names(tmp_path: Path) -> None:
    """Each is a heading, of whatever level; one that isn't there is reported where it is named."""
    body = "# Deck\n\n## Why *now*\n\n### Цена\n\n```\n## Code\n```\n"
    slides = "[Why now, Цена, Code, Why  now]"
    write_good_page(tmp_path, "deck.md", body, type="deck", slides=slides)
    line = FRONT_LINES
    assert told(tmp_path) == [("deck.md", line, 25, "error"), ("deck.md", line, 31, "error")]
    assert "`Code`" in check(tmp_path)[1].message


def test_a_deck_that_names_no_slides_needs_none(tmp_path: Path) -> None:
    """Its headings are its slides."""
    write_good_page(tmp_path, "deck.md", type="deck")
    assert unusual(tmp_path) == []


def test_a_page_too_slow_to_render_is_one_problem_and_the_rest_is_rendered(tmp_path: Path) -> None:
    """What a page may cost is counted for each by itself."""
    write_good_page(tmp_path, "slow.md", "# T\n\ntext\n\n" + "[a" * 50_000)
    for number in range(20):
        write_good_page(tmp_path, f"good-{number}.md", "# T\n\n[x](slow.md)\n")
    library = read_library(tmp_path)
    renderer = Renderer(workers=2)
    try:
        (problem,) = unusual(tmp_path, renderer=renderer)
        assert all(renderer.render(page).html for page in library.pages if page.path != "slow.md")
    finally:
        renderer.close()
    assert (problem.path, problem.code, problem.line) == ("slow.md", "too-slow", FRONT_LINES + 5)


def test_problems_are_sorted_and_progress_is_told(tmp_path: Path) -> None:
    """A list that doesn't jump about between runs: by path, line and column."""
    write_good_page(tmp_path, "b.md", "[x](no.md) ![](no.png)\n\n[y](no.md)", reviewed="2020-01-01")
    write_good_page(tmp_path, "a.md", "[x](no.md) [y](b.md)")
    seen: list[tuple[int, int]] = []
    found = problems(
        read_library(tmp_path),
        known=Known(today=TODAY),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert [(p.path, p.line, p.column, p.code) for p in found] == [
        ("a.md", 1, 1, "orphan"),
        ("a.md", FRONT_LINES + 1, 5, "broken-link"),
        ("b.md", 3, 8, "duplicate-title"),
        ("b.md", 6, 11, "review-overdue"),
        ("b.md", FRONT_LINES + 1, 5, "broken-link"),
        ("b.md", FRONT_LINES + 1, 16, "missing-alt"),
        ("b.md", FRONT_LINES + 1, 16, "missing-image"),
        ("b.md", FRONT_LINES + 3, 5, "broken-link"),
    ]
    assert seen == [(1, 2), (2, 2)]


def test_an_empty_library_has_no_problems(tmp_path: Path) -> None:
    """It is a beginning."""
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("fields", "line", "column"),
    [
        ({"targets": "[{kpi: x, target: y, by: never}]"}, FRONT_LINES, 35),
        ({"targets": "\n  - kpi: x\n    target: y\n    by: 1.1.2027"}, FRONT_LINES + 3, 9),
        ({"targets": "[{kpi: x}]"}, FRONT_LINES, 11),
    ],
)
def test_a_target_of_a_plan_says_what_and_by_when(
    tmp_path: Path, fields: dict[str, str], line: int, column: int
) -> None:
    """A day is written as everywhere else."""
    write_good_page(tmp_path, "plan.md", type="initiative", **fields)
    (problem,) = unusual(tmp_path)
    assert (problem.line, problem.column) == (line, column)
    write_good_page(tmp_path, "plan.md", type="initiative", targets="[{kpi: x, target: y, by: 2027-01-01}]")
    assert unusual(tmp_path) == []


def test_a_list_of_slides_that_is_none_is_one_problem(tmp_path: Path) -> None:
    """And nothing else is said of the slides."""
    write_good_page(tmp_path, "deck.md", type="deck", slides="One")
    assert only(tmp_path, "invalid-field").line == FRONT_LINES
    assert len(unusual(tmp_path)) == 1


def codes_in(source: Path) -> Iterator[str]:
    """Yield the codes of the problems that a file makes; each must stand there as it is."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and "code" in ast.unparse(node.targets[0]).strip("()").split(", "):
            yield from _last_words(node.value)
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in MAKERS and len(node.args) > MAKERS[name] and not _is_handed_on(node.args[MAKERS[name]]):
            yield from _last_words(node.args[MAKERS[name]])


def _is_handed_on(code: ast.expr) -> bool:
    return ast.unparse(code) in {"code", "error.code"}


def _last_words(value: ast.expr) -> Iterator[str]:
    """Yield a text as it stands, the last one of a tuple, or both of an `if`."""
    if isinstance(value, ast.IfExp):
        yield from (*_last_words(value.body), *_last_words(value.orelse))
    elif isinstance(value, ast.Tuple):
        yield from _last_words(value.elts[-1])
    else:
        assert isinstance(value, ast.Constant), f"write the code out: {ast.unparse(value)}"
        yield str(value.value)


def test_every_code_has_its_rule_and_every_rule_is_used() -> None:
    """What the source can say is what the rules list; code scanning shows them."""
    found = {code for source in SOURCES for code in codes_in(source)}
    assert found == set(RULES)


def test_a_rule_says_what_is_right() -> None:
    """One sentence each, in the order of their codes."""
    assert list(RULES) == sorted(RULES)
    assert all(text[0].isupper() and text.endswith(".") for text in RULES.values())
