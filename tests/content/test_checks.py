"""Problems that only show between pages, or when a page is rendered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from content.checks.run import problems
from content.library import read_library
from content.problem import Problem
from content.rendering import Renderer
from factories import write_good_page, write_page

FRONT_LINES = 8  # of a page that write_good_page writes


def check(folder: Path) -> list[Problem]:
    """Check a library without rendering it."""
    return problems(read_library(folder))


def broken(folder: Path, body: str) -> list[tuple[int, str]]:
    """Return the line in the body and the target of every broken link of a page."""
    write_good_page(folder, "pages/target.md")
    write_good_page(folder, "pages/with space.md", id="spaced")
    write_good_page(folder, "pages/кириллица.md", id="cyrillic")
    write_good_page(folder, "pages/page.md", body)
    (folder / "pages" / "pic.png").write_bytes(b"x")
    found = check(folder)
    assert all(p.code == "broken-link" and p.path == "pages/page.md" for p in found)
    return [(p.line - FRONT_LINES, p.message.split("`")[1]) for p in found]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("[x](nowhere.md)", 1),
        ("# T\n\ntext\n\n[x](nowhere.md)\n", 5),
        ("one\ntwo\nthree [x](nowhere.md)\n", 3),
        ("- a\n- b\n- c [x](nowhere.md)\n", 3),
        ("- a\n    - b\n        - [x](nowhere.md)\n", 3),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | [x](nowhere.md) |\n", 4),
        ("> quote\n> [x](nowhere.md)\n", 2),
        ("text\n\n[x][ref]\n\n[ref]: nowhere.md\n", 3),
        ("![x](nowhere.md)", 1),
        ("text\n\n## Heading [x](nowhere.md)\n", 3),
        ("a\n\n**[x](nowhere.md#part)**\n", 3),
        ("a\n\n[x](/nowhere.md)\n", 3),
    ],
)
def test_a_broken_link_is_reported_on_its_line(tmp_path: Path, body: str, line: int) -> None:
    """Counted in the file, so that an editor jumps to it."""
    found = broken(tmp_path, body)
    assert [number for number, _ in found] == [line]


def test_a_broken_link_is_reported_on_its_line_without_front_matter(tmp_path: Path) -> None:
    """Then the body begins on the first line."""
    write_page(tmp_path, "a.md", "# T\n\n[x](nowhere.md)\n")
    assert [(p.line, p.code) for p in check(tmp_path)] == [(1, "no-front-matter"), (3, "broken-link")]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("one\ntwo\n[x](нет.md)\n", 3),
        ("one\ntwo\n[x](<no where.md>)\n", 3),
        ("one\ntwo\n[x](no.md?a=1&amp;b=2)\n", 3),
        ("see target.md\nand [y](target.md)\nand [x](get.md)\n", 3),
    ],
)
def test_a_broken_link_is_reported_on_its_line_however_it_is_written(tmp_path: Path, body: str, line: int) -> None:
    """Cyrillic addresses, spaces, and an address that is part of another."""
    assert [number for number, _ in broken(tmp_path, body)] == [line]


@pytest.mark.parametrize(
    "body",
    [
        "[x](target.md)",
        "[x](target.md#anywhere) [y](#here)",
        "[x](target)",
        "[x](with%20space.md)",
        "[x](<with space.md>)",
        "[x](кириллица.md) [y](%D0%BA%D0%B8%D1%80%D0%B8%D0%BB%D0%BB%D0%B8%D1%86%D0%B0.md)",
        "[x](../pages/target.md) [y](/pages/target.md) [z](./target.md)",
        "[x](../pages/) [y](..) [z](.) [w](/)",
        "![x](pic.png) [y](pic.png)",
        "[x](https://example.com/a.md) [y](mailto:a@example.com) [z](//example.com/x.md) [t](tel:+1)",
        "<https://example.com/x.md>",
        "`[x](nowhere.md)`",
        "```\n[x](nowhere.md)\n```\n",
        "text\n\n    [x](nowhere.md)\n",
        "<!-- [x](nowhere.md) -->",
        "\\[x](nowhere.md)",
        "[x](http://[bad)",
    ],
)
def test_a_link_that_leads_somewhere_or_is_none_is_fine(tmp_path: Path, body: str) -> None:
    """Links inside code and comments are no links, and other hosts are not asked."""
    assert broken(tmp_path, body) == []


def test_a_missing_image_is_called_an_image(tmp_path: Path) -> None:
    """A picture with a suffix that isn't published is missing too."""
    write_good_page(tmp_path, "a.md", "![x](no.png)\n\n![y](there.svg)\n")
    (tmp_path / "there.svg").write_text("<svg/>", encoding="utf-8")
    found = check(tmp_path)
    assert [p.line for p in found] == [FRONT_LINES + 1, FRONT_LINES + 3]
    assert all("the image" in p.message for p in found)


def test_a_link_out_of_the_library_is_broken(tmp_path: Path) -> None:
    """Files beside the library are not part of it."""
    (tmp_path / "outside.md").write_text("x", encoding="utf-8")
    write_good_page(tmp_path / "library", "a.md", "[x](../outside.md) [y](../../../etc/passwd)")
    assert [p.code for p in check(tmp_path / "library")] == ["broken-link"] * 2


@pytest.mark.parametrize(
    "fields",
    [
        {"translation_of": "ghost"},
        {"type": "sequence", "steps": "[{day: 0, template: other}, {day: 3, template: ghost}]"},
        {"type": "playbook", "stage": "x", "objective": "o", "entry_criteria": "[c]", "plays": "[other, ghost]"},
    ],
)
def test_an_id_that_names_no_page_is_reported(tmp_path: Path, fields: dict[str, str]) -> None:
    """In `translation_of`, `steps` and `plays`."""
    write_good_page(tmp_path, "other.md")
    write_good_page(tmp_path, "a.md", **fields)
    (problem,) = check(tmp_path)
    assert (problem.path, problem.code) == ("a.md", "unknown-page")
    assert "`ghost`" in problem.message


def test_an_id_that_names_no_page_is_reported_on_its_line(tmp_path: Path) -> None:
    """As every other problem of the front matter is."""
    write_page(tmp_path, "a.md", "text", id="a", translation_of="ghost")
    assert [p.line for p in check(tmp_path) if p.code == "unknown-page"] == [3]


def test_a_quiz_without_a_right_answer_is_reported(tmp_path: Path) -> None:
    """On the line of its question."""
    body = "# Quiz\n\n## Fine?\n\n- [x] yes\n- [ ] no\n\n## Bad?\n\n- [ ] a\n- [ ] b\n\n## Short?\n\n- [x] a\n"
    write_good_page(tmp_path, "quiz.md", body, type="quiz")
    assert [(p.line - FRONT_LINES, p.code) for p in check(tmp_path)] == [(8, "quiz-answer"), (13, "quiz-options")]


def test_a_quiz_without_questions_is_reported(tmp_path: Path) -> None:
    """It could never be passed."""
    write_good_page(tmp_path, "quiz.md", "# Quiz\n\ntext", type="quiz")
    assert [p.code for p in check(tmp_path)] == ["empty-quiz"]


def test_a_page_too_slow_to_render_is_one_problem_and_the_rest_is_rendered(tmp_path: Path) -> None:
    """The clock runs per page, so the whole check is bounded."""
    write_good_page(tmp_path, "slow.md", "# T\n\ntext\n\n" + "[a" * 4000)
    for number in range(20):
        write_good_page(tmp_path, f"good-{number}.md", "# T\n\n[x](slow.md)\n")
    library = read_library(tmp_path)
    renderer = Renderer(workers=2)
    started = time.monotonic()
    try:
        (problem,) = problems(library, renderer=renderer)
        assert all(renderer.render(page).html for page in library.pages if page.path != "slow.md")
    finally:
        renderer.close()
    assert (problem.path, problem.code, problem.line) == ("slow.md", "too-slow", FRONT_LINES + 5)
    assert time.monotonic() - started < 30


def test_problems_are_sorted_and_progress_is_told(tmp_path: Path) -> None:
    """A list that doesn't jump about between runs."""
    write_good_page(tmp_path, "b.md", "[x](no.md)\n\n[y](no.md)")
    write_good_page(tmp_path, "a.md", "[x](no.md)")
    seen: list[tuple[int, int]] = []
    found = problems(read_library(tmp_path), progress=lambda done, total: seen.append((done, total)))
    assert [(p.path, p.line - FRONT_LINES) for p in found] == [("a.md", 1), ("b.md", 1), ("b.md", 3)]
    assert seen == [(1, 2), (2, 2)]
