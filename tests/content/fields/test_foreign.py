"""Fields of other tools are read into ours, or passed over; none of them is an error."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.checks.run import problems
from content.fields.names import OTHER_NAMES, PUBLISHING
from content.library import read_library
from support.checking import only, told
from support.factories import read_text, read_with_problems, write_page


@pytest.mark.parametrize(
    ("front", "field", "value"),
    [
        ("tags: [pricing, 2026]", "keywords", ["pricing", "2026"]),
        ("tags: pricing, terms of sale", "keywords", ["pricing", "terms of sale"]),
        ("tags:\n  - a\ncategories: [b, a]\nkeywords: c", "keywords", ["c", "a", "b"]),
        ("taxonomies: {tags: [a], categories: [b]}", "keywords", ["a", "b"]),
        ("tags: {a: b}", "keywords", []),
        ("description: One\n  line", "summary", "One line"),
        ("description: foreign\nsummary: own", "summary", "own"),
        ("description: {a: b}\nexcerpt: x", "summary", "x"),
        ("lang: pt_BR", "language", "pt-BR"),
        ("locale: pl_PL.UTF-8", "language", "pl-PL"),
        ("lang: [x]", "language", "en"),
        ("author: Mara Quill", "authors", ["Mara Quill"]),
        ("authors: [{name: Mara, url: x}, Max]", "authors", ["Mara", "Max"]),
        ("author: mara@x.example", "owner", None),
        ("weight: 12", "order", 12.0),
        ("nav_order: '3'", "order", 3.0),
        ("sidebar_position: 1.5", "order", 1.5),
        ("order: .nan", "order", None),
        ("lastmod: 2026-03-04T01:02:03Z", "updated", date(2026, 3, 4)),
        ("last_update: {date: 2026-03-04, author: x}", "updated", date(2026, 3, 4)),
        ("updated: 2026-03-04 10:00:00", "updated", date(2026, 3, 4)),
        ("lastmod: 2026-03-04", "reviewed", None),
        ("Title: Shouted", "title", "Shouted"),
        ("review-every: 6 months", "review_every", None),
        ("aliases: [old.id, /old/place/, Other name]", "aliases", ["old.id"]),
        ("aliases: [old.id, /old/place/, Other name]", "former_addresses", ["old/place"]),
        ("aliases: [old.id, /old/place/, Other name]", "keywords", ["Other name"]),
        ("aliases: one, two", "aliases", ["one", "two"]),
        ("permalink: /prices.html", "former_addresses", ["prices.html"]),
        ("permalink: /:categories/:title/", "former_addresses", []),
        ("url: https://other.example/x", "former_addresses", []),
        ("slug: ../../../etc/passwd", "former_addresses", ["etc/passwd"]),
        ("slug: why%20us", "former_addresses", ["guides/why us"]),
        ("redirect_from:\n  - /a/\n  - /b", "former_addresses", ["a", "b"]),
    ],
)
def test_what_other_tools_say_is_used(front: str, field: str, value: Any) -> None:
    """Of two that say the same, ours counts; an author is no owner, and a change no review."""
    page, found = read_with_problems(f"---\n{front}\n---\ntext", path="guides/page.md")
    assert page is not None
    got = getattr(page.fields, field)
    assert (got is not None) if front.startswith("review-every") else (got == value)
    assert [problem for problem in found if problem.severity == "error"] == []


ANYTHING = st.sampled_from(
    ["{a: {b: c}}", "[[x]]", "''", "~", "12", "-1e9", "true", "x", '"\\u200b"', "2026-99-99", "a: b"]
)
NAMES = sorted({name for names in OTHER_NAMES.values() for name in names} | PUBLISHING - {"status", "publishon"})


@given(
    st.dictionaries(st.sampled_from([*NAMES, "layout", "menu", "translator", "__class__", "日"]), ANYTHING, max_size=8)
)
@settings(max_examples=300)
def test_no_field_of_another_tool_is_an_error(fields: dict[str, str]) -> None:
    """Whatever stands in it, but for a day of publication that nobody can read."""
    text = "---\nid: x\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + "---\ntext"
    page, found = read_with_problems(text)
    assert page is not None
    errors = {problem.code for problem in found if problem.severity == "error"}
    assert errors <= ({"invalid-field", "front-matter"} if PUBLISHING & fields.keys() else {"front-matter"})


def test_fields_nobody_knows_are_one_warning_each_with_their_count(tmp_path: Path) -> None:
    """At the first page that has them, however many there are; foreign states and types too."""
    for name in "abc":
        write_page(tmp_path, f"{name}.md", "text", id=name, translator="me", stale="false", status="done", type="post")
    write_page(tmp_path, "d.md", "text", id="d", layout="wide", menu="{main: {weight: 1}}", mood="calm", competitor="X")
    codes = ("unknown-field", "unknown-type", "invalid-field")
    assert told(tmp_path, *codes) == [
        ("a.md", 3, 13, "warning"),
        ("a.md", 4, 8, "warning"),
        ("a.md", 5, 9, "warning"),
        ("a.md", 6, 7, "warning"),
        ("d.md", 5, 7, "warning"),
        ("d.md", 6, 13, "warning"),
    ]
    said = [problem.message for problem in problems(read_library(tmp_path)) if problem.code in codes]
    assert said[0] == "`translator` isn't a field we know, and nothing is read from it; 3 pages have it"
    assert "`status: done`" in said[2]
    assert "read as published; 3 pages have it" in said[2]
    assert "`type: post`" in said[3]
    assert said[4].endswith("1 page has it")
    assert "of a page of type page" in said[5]


@pytest.mark.parametrize(("written", "meant"), [("reviewd", "reviewed"), ("titel", "title"), ("langauge", "language")])
def test_a_slip_is_named_at_its_page(written: str, meant: str, tmp_path: Path) -> None:
    """With what was meant."""
    write_page(tmp_path, "a.md", "text", id="a", **{written: "x"})
    problem = only(tmp_path, "unknown-field")
    assert (problem.severity, problem.message) == ("warning", f"unknown field `{written}`; did you mean `{meant}`?")


@pytest.mark.parametrize(
    ("written", "kind"),
    [("Guide", "guide"), ("Case Study", "case-study"), ("post", "persona"), ("email_template", "email-template")],
)
def test_a_type_is_read_in_any_case_and_a_foreign_one_left_to_the_folder(written: str, kind: str) -> None:
    """A page is what it would be without a word that nobody knows."""
    assert read_text(f"---\ntype: {written}\n---\ntext", path="personas/a.md").type == kind


def test_a_link_to_a_former_address_is_none_that_leads_nowhere(tmp_path: Path) -> None:
    """It leads to the page that had it, whose headings it may name."""
    write_page(tmp_path, "new.md", "# New\n\n## Part\n", id="new", aliases="[/old/place/]", slug="newer")
    write_page(
        tmp_path, "a.md", "[a](/old/place/) [b](old/place#part) [c](newer/) [d](old/place#none) [e](old/)", id="a"
    )
    assert told(tmp_path, "broken-link", "broken-anchor") == [("a.md", 4, 54, "error"), ("a.md", 4, 74, "error")]
