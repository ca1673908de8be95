"""A page that begins with a rule: what is front matter, and what is text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.fields import front_matter
from support.factories import read_text, read_with_problems

SLIDES = "---\n\n# Why us\n\nWe ship on Mondays.\n\n---\n\n# How\n"
WORDS = st.lists(st.text("abcdefgh éß東价", min_size=1).filter(str.strip), min_size=1, max_size=5)


@pytest.mark.parametrize(
    "text",
    [
        SLIDES,
        SLIDES.replace("\n", "\r\n"),
        "\ufeff" + SLIDES,
        SLIDES.replace("\n", "\r"),
        "--- \n\n# First\n\n---\t\n\n# Second\n",
        "---\n# First\n---\n# Second\n",
        "---\n- one\n- two\n---\n",
        "---\nJust a sentence.\n---\n",
        "---\nNote: prices change on Monday\n---\n# Prices\n",
        "---\n\n# Terms\n\nPrice: 10 EUR\n\n---\n\n# Ask\n",
        "---\n\n# Ask\n\n...\n",
        "---\n\n価格表\n\n---\n",
        "---\n",
        "---",
        "---\n\n# Never closed\n",
        "---\nPlain text\n\n# Never closed\n",
        "\n---\n\n# After a blank line\n\n---\n",
        "+++\nadded\n+++\n",
        "+++\n",
        ";;;\n;;;\n",
        "{{ name }}, hello\n",
        "{\n",
        '{"a": 1}\n',
    ],
)
def test_a_page_that_begins_with_a_rule_keeps_its_text(text: str) -> None:
    """Nothing of it is lost, and nothing is wrong with it but what is missing."""
    page, problems = read_with_problems(text)
    assert page is not None
    assert page.body == front_matter.with_plain_line_ends(text)
    assert {problem.code for problem in problems} <= {"no-front-matter", "empty"}


@given(WORDS, WORDS)
def test_words_between_rules_are_text(first: list[str], second: list[str]) -> None:
    """Whatever the words are, as long as none says what a field would."""
    text = "---\n" + "\n".join(first) + "\n---\n" + "\n".join(second)
    assert read_text(text).body == text


@pytest.mark.parametrize(
    "front",
    [
        "title: A",
        "title : A",
        '"title": A',
        "  title: A\n  tags: [b]",
        "# made by hand\ntitle: A",
        "\ntitle: A",
        "{title: A}",
        "TITLE: A",
        "Title: A",
        "unheard_of: 1\ntitle: A",
        "标签: x\ntitle: A",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_fields_are_read_however_they_are_written(front: str, end: str) -> None:
    """With either end, blanks behind the rules, the line ends of any system, and a mark before it all."""
    for close in ("---", "...", "---  "):
        text = f"\ufeff---\n{front}\n{close}\nbody".replace("\n", end)
        page = read_text(text)
        assert (page.title, page.body) == ("A", "body")


def test_fields_below_a_blank_line_are_read_where_one_is_known() -> None:
    """Else a draft would be shown because of a blank line; lines are counted as the file's."""
    page = read_text("\n\n---\ntitle: A\ndraft: true\n---\nbody")
    assert (page.title, page.fields.status, page.body, page.body_line) == ("A", "draft", "body", 7)
    assert page.front.place_of(("title",)) == (4, 8)


@pytest.mark.parametrize(
    "text", ["---\ntitle: A\n\n# Text\n", "---\nstatus: draft\nbody", "+++\ntitle = 'A'\n# Text\n"]
)
def test_fields_without_an_end_are_a_problem_and_not_shown(text: str) -> None:
    """A page whose lines look like fields may be a draft."""
    page, problems = read_with_problems(text)
    assert page is None
    assert [(problem.code, problem.line) for problem in problems] == [("front-matter", 1)]
    assert "never ends" in problems[0].message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: A\nno field\n---\ntext", 4),
        ("---\n<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> other\n---\ntext", 2),
        ("---\ntitle: A\n--- b\ntitle: c\n---\ntext", 3),
    ],
)
def test_lines_that_are_no_fields_among_fields_are_a_problem(text: str, line: int) -> None:
    """Nobody sees raw front matter."""
    page, problems = read_with_problems(text)
    assert page is None
    assert problems[0].code == "front-matter"
    assert problems[0].line in {line, line + 1}


@pytest.mark.parametrize("text", ["---yaml\ndraft: true\n---\nx", "\n---YAML\ndraft: true\n---\nx"])
def test_a_rule_may_name_yaml(text: str) -> None:
    """As some tools write it."""
    assert read_text(text).fields.status == "draft"


def test_fields_behind_tabs_are_no_text() -> None:
    """Nobody sees a page whose author tried to say something that YAML refuses."""
    page, problems = read_with_problems("---\n\tdraft: true\n---\n# Plan\n")
    assert page is None
    assert [problem.code for problem in problems] == ["front-matter"]
