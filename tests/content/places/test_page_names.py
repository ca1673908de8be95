"""Pages by the names that people use in wiki links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.places.page_names import PageNames
from support.factories import read_text

PAGES = [
    read_text(f"---\ntitle: {title}\n---\nText.\n", path=path)
    for path, title in {
        "guides/price-list.md": "What it costs",
        "guides/Zażółć.md": "Polish",
        "deals/index.md": "Deals",
        "deals/steps.md": "Steps",
        "team/steps.md": "Steps of the team",
        "team/notes.md": "price list",
        "価格.md": "料金",
    }.items()
]
NAMES = PageNames(PAGES)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("price-list", "guides/price-list.md"),
        ("Price List", "guides/price-list.md"),
        ("price_list.md", "guides/price-list.md"),
        ("guides/price-list", "guides/price-list.md"),
        ("/guides/price list.MD", "guides/price-list.md"),
        ("what it costs", "guides/price-list.md"),
        ("ZAŻÓŁĆ", "guides/Zażółć.md"),
        ("Zaz\u0307o\u0301łc\u0301", "guides/Zażółć.md"),
        ("deals", "deals/index.md"),
        ("deals/", "deals/index.md"),
        ("deals/steps", "deals/steps.md"),
        ("Steps of the team", "team/steps.md"),
        ("価格", "価格.md"),
        ("料金", "価格.md"),
    ],
)
def test_a_page_is_found_by_path_file_name_or_title(name: str, path: str) -> None:
    """However its words are parted; a file's name goes before a title."""
    assert NAMES.page_named(name, seen_from="a/b.md") == path


@pytest.mark.parametrize("name", ["", " ", "/", ".md", "price", "guides", "../price-list", "index", "\0"])
def test_a_name_of_no_page_finds_none(name: str) -> None:
    """Nothing is guessed."""
    assert NAMES.page_named(name, seen_from="a/b.md") is None
    assert NAMES.candidates(name, seen_from="a/b.md") == ()


def test_a_name_of_two_pages_is_none_of_them() -> None:
    """Both are told, in the order of paths."""
    assert NAMES.page_named("steps", seen_from="a/b.md") is None
    assert NAMES.candidates("Steps", seen_from="a/b.md") == ("deals/steps.md", "team/steps.md")


@given(st.text())
def test_any_name_can_be_asked_for(name: str) -> None:
    """It finds pages that are there, or none."""
    assert set(NAMES.candidates(name, seen_from="a/b.md")) <= {page.path for page in PAGES}
