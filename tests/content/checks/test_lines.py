"""Lines of a page, told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.checks.facts import facts_of
from content.checks.lines import HIDDEN, Lines
from support.factories import read_text

SIGNS = st.lists(
    st.sampled_from(
        [
            *(
                "`",
                "``",
                "```",
                "~~~",
                "\n",
                "\n\n",
                "    ",
                "> ",
                "- ",
                "1. ",
                "|",
                "-",
                "[",
                "]",
                "(",
                ")",
                "[[",
                "]]",
                "!",
            ),
            *(
                "<!--",
                "-->",
                "<code>",
                "</code>",
                "<div>",
                "<pre>",
                "{{",
                "}}",
                "{%",
                "[^1]",
                "[^1]: ",
                "\\",
                "\r",
                "\0",
                "#",
            ),
            *(
                "a",
                "b.md",
                "http:/",
                "mailto:",
                "<<<<<<<",
                "=======",
                ">>>>>>>",
                "é",
                "価",
                "\u2028",
                " ",
                "<Tab",
                "/>",
                "%x%",
            ),
        ]
    ),
    max_size=60,
).map("".join)


@pytest.mark.parametrize(
    ("body", "prose"),
    [
        ("a `b` c", "a ... c"),
        ("a ``b ` c`` d", "a ......... d"),
        ("a `b\nc` d", "a ..\n.. d"),
        ("a ` b", "a ` b"),
        ("a \\`b` c", "a \\`b` c"),
        ("a\n\n`b\n\nc` d", "a\n\n`b\n\nc` d"),
        ("# a `b`", "# a ..."),
        ("a <!-- b --> c", "a .......... c"),
        ("a <!-- b", "a <!-- b"),
        ("a <code>b</code> c", "a .............> c"),
        ("- a\n\n      b", "- a\n\n......."),
        ("```\na\n```\nb", "...\n.\n...\nb"),
        ("<div>\na\n</div>\n\nb", ".....\n.\n......\n\nb"),
        ("[a]: b\n\nc", "......\n\nc"),
        ("a\rb", "a\rb"),
    ],
)
def test_code_comments_html_and_definitions_are_no_prose(body: str, prose: str) -> None:
    """Each sign of them is hidden, so that places stay."""
    assert Lines(body).prose.replace(HIDDEN, ".") == prose


def test_html_is_shown_without_its_comments_and_code() -> None:
    """What is in a block of HTML is no Markdown, and readers see it."""
    body = "<div>\na <!-- b --> <kbd>c</kbd>\n</div>\n\n<pre>\nd\n</pre>\n\ne"
    shown = Lines(body).shown.replace(HIDDEN, ".")
    assert shown == "<div>\na .......... ...........>\n</div>\n\n.....\n.\n.....>\n\ne"


@given(SIGNS)
def test_any_text_keeps_its_length_and_its_places(body: str) -> None:
    """Lines and columns lead back to where they were."""
    lines = Lines(body)
    assert len(lines.prose) == len(lines.shown) == len(body)
    assert "\n".join(map(lines.line, range(1, body.count("\n") + 2))) == body
    for at in range(len(body)):
        line, column = lines.place(at)
        assert (lines.line(line) + "\n")[column - 1] == body[at]
    for text in (lines.prose, lines.shown):
        assert all(sign in {HIDDEN, own} for sign, own in zip(text, body, strict=True))


@given(SIGNS)
def test_any_text_has_facts_whose_problems_stand_in_it(body: str) -> None:
    """Nothing crashes, and each problem is at a line of the page."""
    page = read_text(f"---\nid: a\n---\n{body}")
    for problem in facts_of(page, None).problems:
        assert page.body_line <= problem.line <= page.body_line + body.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        *("[a](" * 25_000, "[a][" * 25_000, "[[a" * 25_000, "[^a" * 25_000, "{{a|" * 25_000, "<Aa " * 25_000),
        *("`" * 100_000, "<!--" * 25_000, "<code " * 20_000, "<a><video " * 10_000, "| " * 50_000, "%%a" * 30_000),
        *(
            "<<<<<<< a\n" * 10_000,
            "[a](b c" * 15_000,
            "import a " * 10_000,
            "{% " * 30_000,
            "*|a" * 30_000,
            "{!a" * 30_000,
        ),
        *("> " * 50_000, "- " * 50_000, "```\n> " * 15_000, "|a|b|\n|-|-|\n" * 5_000, "[a]: b\n" * 10_000),
        *("[a](b(" * 15_000, "[a](b (c) " * 10_000, "http:" * 20_000, "import\t" * 15_000, "{{ " + " " * 100_000),
    ],
)
def test_a_page_of_signs_is_read_quickly(text: str) -> None:
    """Not in the square of its length: this ends at all."""
    facts_of(read_text(f"---\nid: a\n---\n{text}"), None)
