"""Front matter that isn't quite YAML: one field costs no other, and is read as its author means it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.fields.mending import read_or_mend
from support.factories import read_text, read_with_problems

MEANT = [
    "Discounts: who may give them",
    "Note: read this: twice",
    "@sales read this",
    "`code` first",
    "%DISCOUNT% explained",
    "*Bold* plans",
    "&co",
    "!important",
    "[Draft] Plan",
    "{{ company }} and us",
    '"Best in class" and more',
    "'Tis the season",
    "| Price | Plan |",
    "> quoted",
    "Ask: the #1 question",
    "Preise: was gilt für Ägypten 中文",
    "- dash: first",
    "? what: now",
]
SIGNS = st.text("abé中 :#@`%*&!|>'\"{}[],-?\t", min_size=1, max_size=30)


@pytest.mark.parametrize("value", MEANT)
@pytest.mark.parametrize("name", ["title", "summary", "description"])
def test_a_value_that_yaml_refuses_is_the_rest_of_its_line(name: str, value: str) -> None:
    """A warning says how to write it, and the fields around it are there."""
    text = f"---\nid: some-page\n{name}: {value}\nowner: mara@x.example\ntags: [a, b]\n---\n# H\n"
    page, problems = read_with_problems(text)
    assert page is not None
    assert getattr(page.fields, {"description": "summary"}.get(name, name)) == value
    assert (page.id, page.fields.owner, page.fields.keywords) == ("some-page", "mara@x.example", ["a", "b"])
    (problem,) = [problem for problem in problems if problem.code == "front-matter"]
    assert (problem.line, problem.severity) == (3, "warning")
    advised = problem.message.partition("write `")[2].removesuffix("`")
    assert read_text(text.replace(f"{name}: {value}", advised)).fields == page.fields


def test_the_rest_is_kept_when_a_field_cannot_be_read() -> None:
    """What is left out is an error on its line, and what stands twice counts as it stood first."""
    front = "title: A\ntags: [a, b\nowner: me\nowner: you\nstages: &x [a]\nkeywords: [c]"
    page, problems = read_with_problems(f"---\n{front}\n---\ntext")
    assert page is not None
    assert (page.title, page.fields.owner, page.fields.keywords) == ("A", "me", ["c"])
    found = [(problem.line, problem.severity) for problem in problems if problem.code == "front-matter"]
    assert (3, "error") in found or (4, "error") in found
    assert (5, "error") in found


def test_items_and_tabs_are_mended_too() -> None:
    """Lists of words hold such signs as titles do, and editors indent by tabs."""
    page = read_text("---\ntitle: A\ntags:\n\t- @here\n\t- plain\nowner: me\n---\ntext")
    assert (page.fields.keywords, page.fields.owner) == (["@here", "plain"], "me")


@pytest.mark.parametrize(
    "field",
    [
        "status: *draft*",
        "status: [draft",
        "draft: &x false",
        "draft: !no",
        "publishDate: @x",
        "hidden: {a",
        "summary: A\n  draft: true",
    ],
)
def test_a_page_of_which_nobody_can_tell_is_a_draft(field: str) -> None:
    """Guessing is for titles, not for what readers may see."""
    page, problems = read_with_problems(f"---\ntitle: A\n{field}\n---\ntext")
    assert page is not None
    assert (page.title, page.fields.status) == ("A", "draft")
    assert any("draft" in problem.message for problem in problems if problem.code == "front-matter")


def test_what_yaml_takes_for_a_comment_is_named() -> None:
    """`#1` is part of a title more often than a comment; with a blank behind the sign it is one."""
    _, problems = read_with_problems("---\ntitle: Our #1 rule\nsummary: Short # later\n---\ntext")
    assert [problem.line for problem in problems if problem.code == "front-matter"] == [2]


@given(st.lists(st.tuples(st.sampled_from(["title", "summary", "owner", "tags", "x"]), SIGNS), max_size=5))
@settings(max_examples=300)
def test_a_field_that_is_right_survives_whatever_stands_above(rows: list[tuple[str, str]]) -> None:
    """Unless the lines above aren't fields at all."""
    source = "".join(f"{name}: {value}\n" for name, value in rows) + "review_every: 6 months\n"
    assert read_or_mend(source).front.fields.get("review_every") == "6 months"
