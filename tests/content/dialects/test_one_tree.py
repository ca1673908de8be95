"""Search reads pages with one library and shows them with another: both find the same words under the same headings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.dialects import github, mkdocs
from content.dialects.dialect import GITHUB, Dialect
from content.library import Library
from content.outline import outline_of, read_sections
from support.examples import EXAMPLES

BESIDE = {
    "an alert": "> [!WARNING]\n> Never *quote* list prices.\n\nafter",
    "an alert of several parts": "> [!note]\n> a\n>\n> - b\n> - c\n",
    "an admonition": '!!! note "Mind *this*"\n    One.\n\n    - two\n\nafter',
    "an admonition without a title": "!!! tip\n    One.\n",
    "a folded admonition": '??? question "Why?"\n    Because.\n\n## Next\n\ntext',
    "exclamation marks": "!!! Only until Friday !!!\n\ntext",
    "a container": "::: warning\nOne.\n\n## Two\n\nthree\n:::\n\nfour",
    "a container with a title": ":::tip[Read *first*]\nOne.\n:::\n",
    "containers in containers": ":::: info\na\n\n::: details More\nb\n:::\n\n::::\nc",
    "an unknown container": "::: columns\na\n:::\n",
    "definitions": "Term\n: meaning\n\nOther\n\n: loose meaning\n: second",
    "math": "costs $a_1 * b_2$ and $5 or $10\n\n$$\nx_1 * y_1\n$$\n",
    "math in a fence": "a\n\n```math\nx_1 < y_1\n\n# z\n```\n\nb",
    "a note twice": "a[^1] b[^1]\n\n[^1]: c",
    "signs for names": "## :rocket: Start\n\nGo :tada: but `:not:` here :nosuch:\n",
    "names of headings": "## 価格 {#pricing}\n\ntext\n\n## Two {: #second .big }\n\ntext\n",
    "doubled headings": "## Week\n\na\n\n## Week\n\nb\n\n## Week-1\n\nc\n",
    "signs before headings": "## ⚙\ufe0f Set up\n\na\n\n## 🎉 Done\n\nb\n\n## 1️⃣ First\n",
    "headings of other alphabets": "## हिन्दी भाषा\n\na\n\n## İstanbul\n\nb\n\n## ½ price & more…\n",
    "footnotes": "Churn fell[^1].\n\n## Next\n\ntext\n\n[^1]: Survey of *2025*.\n",
    "folded HTML": "<details>\n<summary>What if?</summary>\n\n## Inside\n\nAsk **why**.\n\n</details>\n\nafter",
    "headings of HTML": '<h2 id="raw">Raw</h2>\n\ntext\n\n<div>\n\n## In a box\n\nmore\n\n</div>\n',
    "a script": "a\n\n<script>alert(1)</script>\n\nb <style>p{}</style>\n",
}


def told(sections: object) -> list[tuple[str, str, list[str]]]:
    """Return headings, anchors and words of sections."""
    return [(one.heading, one.anchor, re.findall(r"\w+", one.text)) for one in sections]  # type: ignore[attr-defined]


def shown(body: str) -> list[tuple[str, str, list[str]]]:
    """Return what the page shows, without what the sanitiser takes away."""
    return told(outline_of(github.to_html(body, has_math=True), GITHUB).sections)


@pytest.mark.parametrize("body", (EXAMPLES | BESIDE).values(), ids=EXAMPLES | BESIDE)
def test_an_example_reads_as_it_is_shown(body: str) -> None:
    """Words, headings and anchors are those of the page."""
    assert told(read_sections(body)) == shown(body)


def test_the_sample_pages_read_as_they_are_shown(library: Library) -> None:
    """A passage shows what stands on its page, and its link lands there."""
    for page in library.pages:
        assert told(read_sections(page.body)) == shown(page.body), page.path


LINES = st.sampled_from(
    (
        *(
            "a",
            "- b",
            "  - c",
            "1. d",
            "> e",
            "> [!TIP]",
            "## f",
            "",
            "",
            "```",
            "!!! note",
            "    g",
            "| h | i |",
            "|---|---|",
        ),
        *(
            "::: tip",
            ":::",
            "[^1]",
            "[^1]: k",
            "$l$",
            "<details>",
            "</details>",
            "*m*",
            "[n](o.md)",
            "## f {#p}",
        ),
    )
)


@given(st.lists(LINES, max_size=8).map("\n".join))
@settings(max_examples=200)
def test_headings_of_any_lines_have_the_anchors_that_the_page_has(body: str) -> None:
    """Whatever stands above them; a link of search lands where it says."""
    read = {anchor for _, anchor, _ in told(read_sections(body))}
    assert read <= {anchor for _, anchor, _ in shown(body)} | {""}


def test_a_library_of_mkdocs_has_its_anchors(library: Library) -> None:
    """Doubled headings are numbered with an underscore there."""
    dialect = Dialect("mkdocs", slugs="plain")
    body = "## Week\n\na\n\n## Week\n\nb\n\n## Price & terms\n\nc\n"
    assert [one.anchor for one in read_sections(body, dialect)] == ["week", "week_1", "price-terms"]
    for page in library.pages:
        page_anchors = [one.anchor for one in outline_of(mkdocs.to_html(page.body, dialect), dialect).sections]
        assert [one.anchor for one in read_sections(page.body, dialect)] == page_anchors, page.path
