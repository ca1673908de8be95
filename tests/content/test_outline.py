"""Markdown stripped to text, and the same headings as the rendered page has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.dialects.anchors import anchor_of
from content.dialects.placing import Link
from content.html import to_html
from content.library import Library
from content.outline import Section, read_sections, text_of
from support.waiting import processor_seconds

LETTERS = st.characters(categories=("L", "N"), exclude_characters="\u0130")
WORD = st.text(alphabet=LETTERS, min_size=1, max_size=8)
JOINER = st.sampled_from([" ", " - ", ": ", ", ", "? ", ". ", "/", "'", " & ", " (", ") ", " + ", " «", "» "])
HEADING = st.tuples(WORD, st.lists(st.tuples(JOINER, WORD), max_size=5)).map(
    lambda parts: parts[0] + "".join(f"{joiner}{word}" for joiner, word in parts[1])
)


def rendered_headings(body: str) -> list[str]:
    """Return the anchors of the rendered page in order."""

    def walk(tokens: list[dict[str, Any]]) -> list[str]:
        return [anchor for token in tokens for anchor in (token["id"], *walk(token["children"]))]

    return walk(to_html(body).toc)


def outlined_headings(body: str) -> list[str]:
    """Return the anchors of the outline in order."""
    return [section.anchor for section in read_sections(body) if section.heading]


def test_the_sample_pages_have_the_same_anchors_in_search_and_site(library: Library) -> None:
    """A hit's link lands on its heading."""
    for page in library.pages:
        assert outlined_headings(page.body) == rendered_headings(page.body), page.path


@given(st.lists(HEADING, max_size=5), st.lists(st.integers(1, 6), min_size=5, max_size=5))
@example(["a", "a", "b", "a"], [1, 2, 2, 3, 1])
@settings(max_examples=200)
def test_headings_of_any_words_have_the_same_anchors(headings: list[str], levels: list[int]) -> None:
    """Repeated headings are numbered alike."""
    body = "".join(f"{'#' * level} {heading}\n\ntext\n\n" for heading, level in zip(headings, levels, strict=False))
    assert outlined_headings(body) == rendered_headings(body)


@pytest.mark.parametrize(
    "body",
    [
        "Title\n=====\n\ntext\n\nSub\n---\n",
        "# **Bold** and `code`\n",
        "# A [link](x.md) inside\n",
        '# R&D, C++ & "quotes" it\'s\n',
        "```\n# code\n```\n\n# Real\n",
        "text\n# Right after text\n",
        "# Closed ##\n",
        "# ~~old~~ new\n",
        "# Zażółć gęślą\n\n# Цена и скидка\n\n# 太贵了\n",
        "# 1. First\n\n# 2. Second\n",
        "<!--\n# hidden\n-->\n\n# Shown\n",
        "# a_b\n\n# __c__ d\n",
        "# a\n\n# a\n\n# a_1\n",
        "# !!!\n",
        "# 🎉\n\n# 🎉\n",
    ],
)
def test_markup_in_headings_gives_the_same_anchors(body: str) -> None:
    """Two Markdown libraries agree on what authors write."""
    assert outlined_headings(body) == rendered_headings(body)


@pytest.mark.parametrize(
    "body",
    [
        "#No space\n",
        "   # Indented\n",
        "<h2>Raw</h2>\n",
    ],
)
def test_odd_headings_have_the_same_anchors(body: str) -> None:
    """Else a hit's link lands at the top of the page, or on another heading."""
    assert outlined_headings(body) == rendered_headings(body)


@given(st.text())
def test_an_anchor_never_starts_with_an_underscore(heading: str) -> None:
    """`__config` and the like belong to the theme."""
    assert not anchor_of(heading).startswith("_")


def test_text_stands_under_its_heading() -> None:
    """Without markup, with spaces where blocks part, without code of scripts."""
    table = "| h | i |\n|---|---|\n| c | d |"
    body = f"intro *text*\n\n# One\n\n- a\n- b\n\n{table}\n\n<script>alert(1)</script>\n\n## Two\n\nend"
    assert read_sections(body) == (
        Section("", "", "intro text"),
        Section("One", "one", read_sections(body)[1].text),
        Section("Two", "two", "end"),
    )
    assert read_sections(body)[1].text.split() == ["a", "b", "h", "i", "c", "d"]
    assert "alert" not in text_of(body)


def test_wiki_links_and_names_of_signs_read_as_they_look() -> None:
    """But for code."""
    text = text_of(
        "# A :rocket:\n\nSee [[globex battlecard|the card]] and [[prices#Net]], `[[x]]` or `:rocket:`, [[1]].\n"
    )
    assert text == "A 🚀\nSee the card and prices, [[x]] or :rocket:, [[1]]."


def test_links_and_images_have_their_places() -> None:
    """Also in code-like surroundings, and never inside code."""
    body = "[a](x.md)\n\n`[no](no.md)`\n\n![b](y.png)\n"
    assert to_html(body).links == (Link("x.md", 1, 5, is_image=False), Link("y.png", 5, 6, is_image=True))


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("[a](x.md)[b](x.md) [c](x.md)", [(1, 5), (1, 14), (1, 24)]),
        ("x.md [a](x.md)", [(1, 10)]),
        ("ц [а](ц.md) 🎉 [b](б.md)", [(1, 7), (1, 19)]),
        ("[a](<x y.md>)", [(1, 6)]),
        ("[a](x%20y.md)", [(1, 5)]),
        ('[a](x.md "x.md")', [(1, 5)]),
        ("[x.md](x.md)", [(1, 8)]),
        ("[a](x.md?b=1&c=2)", [(1, 5)]),
        ("[a](x.md?b=1&amp;c=2)", [(1, 5)]),
        ("[a\nb](x.md)", [(2, 4)]),
        ("- [a](x.md)\n\n  [b](x.md)\n- [c](x.md)", [(1, 7), (3, 7), (4, 7)]),
        ("| [a](x.md) | [b](x.md) |\n|---|---|\n| [c](x.md) | |", [(1, 7), (1, 19), (3, 7)]),
        ("[![a](p.png)](x.md) [b](p.png)", [(1, 15), (1, 7), (1, 25)]),
        ('<a href="x.md"><img src="p.png"></a> [b](x.md)', [(1, 10), (1, 26), (1, 42)]),
        ("[![a](p.png) ![b](p.png)](x.md)", [(1, 27), (1, 7), (1, 19)]),
        ("https://example.com/a", [(1, 1)]),
        ("\ttext\n\n> [a](x.md)", [(3, 7)]),
    ],
)
def test_an_address_is_found_where_it_stands(body: str, places: list[tuple[int, int]]) -> None:
    """Columns count characters, from 1; the same address twice has two places."""
    assert [(link.line, link.column) for link in to_html(body).links] == places


@pytest.mark.parametrize(
    ("body", "has_text"),
    [
        ("![a](p.png)", True),
        ("![](p.png)", False),
        ("![ \t](p.png)", False),
        ("![*a*](p.png)", True),
        ('<img src="p.png">', False),
        ('<img src="p.png" alt="">', False),
        ('<img src="p.png" alt="a">', True),
        ("[](x.md)", True),
    ],
)
def test_an_image_has_a_text_or_none(body: str, has_text: bool) -> None:
    """A link always has."""
    (link,) = to_html(body).links
    assert link.has_text == has_text


@pytest.mark.parametrize(
    "body",
    [
        ">" * 100_000,
        "> " * 50_000 + "x",
        "- " * 50_000 + "x",
        "* + " * 30_000,
        "<div>" * 100_000,
        "<div>" * 4_990,
        "<b><i>" * 2_400,
        "<table>" * 4_990,
        "[" * 50_000 + "]" * 50_000,
        "![" * 50_000,
        "*a" * 50_000 + "b*" * 50_000,
        "_" * 200_000,
        "\n".join("  " * depth + "- a" for depth in range(900)),
        "".join("`" * length + "a" for length in range(1, 1_000)),
        "<" * 100_000,
        "&" * 100_000,
        "[a]: b\n" * 20_000,
        "a|" * 20_000 + "\n" + "-|" * 20_000,
        "|[x](y.md)|z|\n|-|-|\n" + "|[x](y.md)|z|\n" * 10_000,
        "\0" * 100_000,
    ],
    ids=lambda body: ascii(body[:12]),
)
def test_hostile_markdown_is_read_quickly(body: str) -> None:
    """Nothing here takes the square of its length."""
    assert processor_seconds(lambda: read_sections(body)) < 5


@pytest.mark.parametrize(
    "body",
    [
        "[а](б.md)\n" * 30_000,
        "www.a.b " * 30_000,
        f"[{'![а](б.png) ' * 20_000}](x.md)",
        "[![а](б.png)](x.md) " * 20_000,
    ],
    ids=["cyrillic links", "bare addresses", "images in a link", "images in links"],
)
def test_a_page_full_of_links_is_read_quickly(body: str) -> None:
    """A page of the largest size, which took minutes when each link was looked for from the beginning."""
    assert processor_seconds(lambda: read_sections(body)) < 30


@given(st.one_of(st.text(), st.text(alphabet="#*_`[]()<>!|-=~>\n\t &;:/ab1\"'\\", max_size=300)))
@settings(max_examples=300)
def test_any_text_has_an_outline(body: str) -> None:
    """No Markdown is wrong; places lie inside the page."""
    links = to_html(body).links
    lines = body.split("\n")
    assert all(1 <= link.line <= len(lines) for link in links)
    assert all(1 <= link.column <= max(1, len(lines[link.line - 1])) for link in links)
    assert isinstance(text_of(body), str)
