"""Slides: which a page has, how each is laid out, what its notes are, and when it is too full."""

from __future__ import annotations

import pytest

from content.checks.decks import deck_problems
from content.checks.lines import Lines
from content.deck.crowding import is_crowded, lines_of
from content.deck.slides import read_slides, text_of
from content.document import Document
from content.html import to_html
from content.library import Library
from support.decks import slides_of
from support.factories import read_text

TABLE = "| a | b |\n|---|---|\n| c | d |\n\n"


def test_the_sample_decks_have_a_slide_for_each_heading(library: Library) -> None:
    """Twelve, eleven, thirteen and ten, each with notes, and none of them is too full."""
    decks = [page for page in library.pages if page.type == "deck"]
    found = {page.id: read_slides(_html(page), title=page.title) for page in decks}
    assert sum(map(len, found.values())) == 46
    assert [len(found[page.id]) for page in decks] == [page.body.count("\n## ") for page in decks]
    slides = [slide for deck in found.values() for slide in deck]
    assert [slide.title for slide in slides if not text_of(slide.notes)] == []
    assert [slide.title for slide in slides if is_crowded(slide)] == []
    assert [slide.title for slide in slides if "Notes:" in slide.notes] == []


@pytest.mark.parametrize(
    ("body", "layout"),
    [
        ("", "title"),
        ("- a\n- b\n", "text"),
        (f"{TABLE}- b\n", "table"),
        ("![x](a.png)\n", "picture"),
        ("![x](a.png)\n\n- b\n", "columns"),
        ("a\n\n### b\n\nc\n\n### d\n\n- e\n", "columns"),
        ("### b\n\nc\n\n### d\n\ne\n\n### f\n", "text"),
        ("**48 %**\n\nless waiting\n", "number"),
        ("**A paragraph that is bold but no number**\n", "text"),
        ("**48 %** of all\n", "text"),
        ("> We never looked back.\n\nMs Adler\n", "quote"),
        ("> We never looked back.\n\n- and more\n", "text"),
    ],
)
def test_content_alone_tells_the_layout(body: str, layout: str) -> None:
    """Without any sign that other tools wouldn't understand."""
    (slide,) = slides_of(f"# Deck\n\n## Slide\n\n{body}")
    assert slide.layout == layout


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("", []),
        ("# Deck\n", []),
        ("# Deck\n\n## a\n\n## b\n", ["a", "b"]),
        ("# Deck\n\nText first.\n\n## a\n", ["Deck", "a"]),
        ("Text first.\n\n## a\n", ["Title", "a"]),
        ("# Deck\n\n## a\n\n# Part\n\n## b\n", ["a", "Part", "b"]),
        ("# Deck\n\n## a\n\n### b\n\nc\n", ["a"]),
        ("# Deck\n\n## a\n\n## Internal only\n\nx\n\n## b\n", ["a", "b"]),
        ("# Deck\n\n## a\n\n## Speaker notes\n\nx\n\n## b\n", ["a", "b"]),
        ("# Deck\n\n<div>\n\n## a\n\n</div>\n\n## b\n", ["a", "b"]),
        ("# Deck\n\n## a *b* `c`\n\n## a *b* `c`\n", ["a b c", "a b c"]),
        ("# Deck\n\n" + "## a\n\n" * 300, ["a"] * 300),
    ],
)
def test_each_heading_of_level_2_is_a_slide(body: str, titles: list[str]) -> None:
    """The page's own title is one only where something stands below it; what stays inside is none."""
    assert [slide.title for slide in slides_of(body, title="Title")] == titles


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        ("> Notes: say it aloud\n", "say it aloud"),
        ("> **Notes:** say it aloud\n", "say it aloud"),
        ("> Notes:\n>\n> - one\n> - two\n", "one two"),
        ("> Notizen：leise\n", "leise"),
        ("a\n\n> Notes: one\n\nb\n\n> Notes: two\n", "one two"),
        ("- a\n\n  > Note: inside a list\n", "inside a list"),
        ("::: notes\nsay: it aloud\n:::\n", "say: it aloud"),
        ("<!-- notes -->\n\nsay it\n\n<!-- /notes -->\n\nb\n", "say it"),
        ("a\n\n> Notes: as here[^1].\n\n[^1]: The source.\n", "as here 1 . 1 The source."),
    ],
)
def test_notes_are_apart_from_what_is_shown(body: str, notes: str) -> None:
    """Without the word that says what they are."""
    (slide,) = slides_of(f"# Deck\n\n## Slide\n\n{body}")
    assert text_of(slide.notes) == notes
    assert not any(word in text_of("".join(slide.blocks)) for word in ("aloud", "one", "source", "inside"))


def test_notes_before_the_first_slide_are_its_own() -> None:
    """They aren't lost with the title, which is no slide."""
    first, second = slides_of("# Deck\n\n> Notes: begin slowly\n\n## a\n\n> Notes: then a\n\n## b\n")
    assert (text_of(first.notes), second.notes) == ("begin slowly then a", "")


def test_a_footnote_stands_on_the_slide_that_names_it() -> None:
    """Below what it shows, with its number."""
    first, second = slides_of("# Deck\n\n## a\n\nSaid[^1].\n\n## b\n\nNo.\n\n[^1]: By *her*.\n")
    assert text_of("".join(first.blocks)) == "Said 1 . 1 By her ."
    assert text_of("".join(second.blocks)) == "No."


@pytest.mark.parametrize(
    ("body", "is_full"),
    [
        ("- a\n" * 12, False),
        ("- a\n" * 13, True),
        (f"- {'word ' * 55}\n" * 3, True),
        (f"- {'word ' * 10}\n" * 6, False),
        (f"- {'多字' * 60}\n" * 3, True),
        ("| a |\n|---|\n" + "| b |\n" * 10, False),
        ("| a |\n|---|\n" + "| b |\n" * 14, True),
        (f"| a | b |\n|---|---|\n| {'word ' * 40} | c |\n| {'word ' * 60} | d |\n", True),
        (TABLE * 2, False),
        (TABLE * 3, True),
        ("### a\n\n" + "- b\n" * 9 + "\n### c\n\n" + "- d\n" * 9, False),
        ("![x](a.png)\n\n" + f"- {'word ' * 5}\n" * 11, False),
        ("```\n" + "line\n" * 20 + "```\n", True),
    ],
)
def test_a_slide_is_too_full_by_its_lines_and_its_tables(body: str, is_full: bool) -> None:
    """Words are counted as they would break, in columns at half the width."""
    (slide,) = slides_of(f"# Deck\n\n## Slide\n\n{body}")
    assert is_crowded(slide) is is_full, lines_of(slide)


def test_a_check_names_the_slide_and_its_line() -> None:
    """And says what to change; headings that are alike are told apart by their order."""
    body = "# Deck\n\n## Same\n\na\n\n## Same\n\n" + "- a\n" * 20
    page = read_text(f"---\ntype: deck\n---\n{body}")
    (problem,) = deck_problems(page, Lines(page.body), _html(page))
    assert (problem.line - page.body_line + 1, problem.code, problem.severity) == (7, "full-slide", "warning")
    assert problem.message.startswith("slide 2, `Same`, is about 20 lines high, and 12 can be read; divide it")


def _html(page: Document) -> str:
    return to_html(page.body, page.dialect, rules=page.part_rules).html
