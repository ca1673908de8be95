"""Pages of MDX: their links are checked as any other, and code that readers would see is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, told
from support.factories import write_good_page


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('Text.\n\n<Card title="T" href="/nowhere">text</Card>\n', 3),
        ('Text.\n\n<Card\n  title="T"\n  href="/nowhere"\n>\n  text\n</Card>\n', 5),
        ('- a\n- <Button to="nowhere.md">text</Button>\n', 2),
        ("Text <Link to={'/nowhere'} />.\n", 1),
        ("Text.\n\n<a\n  style={{ top: 0 }}\n  href='/nowhere'\n>text</a>\n", 5),
    ],
)
def test_a_component_that_leads_nowhere_is_a_broken_link(tmp_path: Path, body: str, line: int) -> None:
    """On the line of its address."""
    write_good_page(tmp_path, "a.mdx", body)
    assert [place[1] for place in told(tmp_path)] == [FRONT_LINES + line]
    assert [place[1] for place in told(tmp_path, "broken-link")] == [FRONT_LINES + line]


def test_a_component_that_leads_to_a_page_is_a_link_to_it(tmp_path: Path) -> None:
    """So that page is no orphan."""
    write_good_page(tmp_path, "a.mdx", '<Card title="T" href="/b">text</Card>\n')
    write_good_page(tmp_path, "b.md", "Text.\n", id="b", title="B")
    assert told(tmp_path) == []
    assert [place[0] for place in told(tmp_path, "orphan")] == ["a.mdx"]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("© {new Date().getFullYear()} and {props.value}\n", [(1, 3), (1, 34)]),
        ("Text.\n\n{children}\n", [(3, 1)]),
        ("v{props.version}, {...props}\n", [(1, 2), (1, 19)]),
        ("{items.map(item => (\n  <b>{item}</b>\n))}\n\n{end}\n", [(1, 1), (5, 1)]),
        ("| {a.b} |\n|---|\n| c |\n", [(1, 3)]),
        ("<div>\n{children}\n</div>\n", [(2, 1)]),
        ("costs $5 {x} and $6\n", [(1, 10)]),
        ("## A {#own}\n\n`{code}`\n\n```\n{code}\n```\n", []),
        ("\\{price} $\\frac{a}{b}$ \\frac{a}{b} x^{2}\n\n$$\n{a}\n$$\n", []),
        ("a {/* b */} {' '} {'c'}\n", []),
    ],
)
def test_code_that_readers_would_see_is_named(tmp_path: Path, body: str, places: list[tuple[int, int]]) -> None:
    """Each at its place; what stands in braces and is text, or is shown as code, is none."""
    write_good_page(tmp_path, "a.mdx", body)
    found = [(line - FRONT_LINES, column) for _, line, column, _ in told(tmp_path, "foreign-syntax")]
    assert found == places


def test_braces_in_markdown_are_text(tmp_path: Path) -> None:
    """Only MDX takes them for code."""
    write_good_page(tmp_path, "a.md", "Write {props.value}.\n")
    assert told(tmp_path, "foreign-syntax") == []
