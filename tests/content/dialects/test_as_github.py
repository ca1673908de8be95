"""Markdown has the structure that GitHub gives it; cmark-gfm, which GitHub runs, is the measure."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.html import to_html
from content.library import Library
from support.examples import EXAMPLES
from support.structure import of_github, structure


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_example_is_structured_as_on_github(example: str) -> None:
    """Whatever libraries before us made of it."""
    assert structure(to_html(example, external_images=True).html) == structure(of_github(example))


def test_the_sample_pages_are_structured_as_on_github(library: Library) -> None:
    """Admonitions and definitions, which GitHub doesn't have, are the only difference."""
    beside = ("\n!!! ", "\n??? ", "\n:   ", "\n:::")
    pages = [page for page in library.pages if not any(sign in page.body for sign in beside)]
    assert len(pages) > 50
    for page in pages:
        assert structure(to_html(page.body).html) == structure(of_github(page.body)), page.path


WORDS = st.sampled_from(
    ["a", "Preis", "値段", "`x`", "**b**", "_c_", "[l](m.md)", "https://example.com", "~~s~~", "<b>h</b>"]
)
LINE = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
BLOCK = st.recursive(
    st.one_of(
        LINE,
        LINE.map("## {}".format),
        LINE.map("```\n{}\n```".format),
        LINE.map("| {} | z |\n|---|---|\n| 1 | 2 |".format),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: "\n".join(map(_as_item, parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: "\n\n".join(map(_as_step, parts))),
        inner.map(lambda part: "\n".join(f"> {line}" for line in part.split("\n"))),
    ),
    max_leaves=8,
)


def _as_item(part: str) -> str:
    return "- " + part.replace("\n", "\n  ")


def _as_step(part: str) -> str:
    return "1. " + part.replace("\n", "\n   ")


@given(st.lists(BLOCK, min_size=1, max_size=4).map("\n\n".join))
@settings(max_examples=300)
def test_blocks_in_blocks_are_structured_as_on_github(text: str) -> None:
    """Lists, steps, quotes, tables and code, in each other in any way."""
    assert structure(to_html(text).html) == structure(of_github(text))
