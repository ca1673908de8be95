"""Where links lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.links import fragment_of, is_missing, page_at, resolver, target_path


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("b.md", "guides/b.md"),
        ("./b.md", "guides/b.md"),
        ("../b.md", "b.md"),
        ("../../b.md", "../b.md"),
        ("/b.md", "b.md"),
        ("/../b.md", "../b.md"),
        ("b%20c.md", "guides/b c.md"),
        ("%D0%B1.md", "guides/б.md"),
        ("b.md?x=1#y", "guides/b.md"),
        ("sub/", "guides/sub"),
        ("", None),
        ("#here", None),
        ("https://example.com/b.md", None),
        ("//example.com/b.md", None),
        ("mailto:a@example.com", None),
        ("http://[bad", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_link_points_at_a_path_of_the_library(target: str, path: str | None) -> None:
    """Web addresses and places in the page point at none."""
    assert target_path("guides/a.md", target) == path


def test_a_path_may_name_a_page_a_file_or_a_folder() -> None:
    """With or without the `.md`."""
    for path in ("a.md", "a", "pic.png", "guides", ".", ""):
        assert not is_missing(path, {"a.md"}, {"pic.png"}, {"guides"})
    for path in ("b.md", "b", "pic.jpg", "../a.md"):
        assert is_missing(path, {"a.md"}, {"pic.png"}, {"guides"})


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("b.md", "/guides/b/"),
        ("b", "/guides/b/"),
        ("b.md#part", "/guides/b/#part"),
        ("../courses/x", "/courses/x/"),
        ("../courses/x/", "/courses/x/"),
        ("pic.png", "/guides/pic.png"),
        ("#part", "#part"),
        ("https://example.com/?a=b#c", "https://example.com/?a=b#c"),
    ],
)
def test_a_link_becomes_an_address(target: str, address: str) -> None:
    """Pages become their addresses; what is no page stays a path."""
    urls = {"guides/b.md": "guides/b/", "courses/x/index.md": "courses/x/"}
    assert resolver("guides/a.md", urls, lambda url: f"/{url}")(target) == address


@pytest.mark.parametrize(
    ("target", "fragment"),
    [
        ("#part", "part"),
        ("b.md#part", "part"),
        ("b.md?x=1#part", "part"),
        ("#%D1%86%D0%B5%D0%BD%D0%B0", "цена"),
        ("#цена", "цена"),
        ("#a%20b", "a b"),
        ("#a#b", "a#b"),
        ("b.md", ""),
        ("b.md#", ""),
        ("", ""),
        ("https://example.com/b.md#part", ""),
        ("//example.com#part", ""),
        ("mailto:a@example.com#part", ""),
        ("http://[bad#part", ""),
    ],
)
def test_a_link_may_point_at_a_place_in_a_page(target: str, fragment: str) -> None:
    """Without percent-encoding; places on other hosts are nobody's business."""
    assert fragment_of(target) == fragment


def test_a_path_leads_to_a_page_or_the_index_of_a_folder() -> None:
    """The page itself comes first."""
    pages = {"a.md", "b/index.md", "c/README.md", "d.md", "d/index.md"}
    found = [page_at(path, pages) for path in ("a.md", "a", "b", "b/index", "c", "d", "e", ".", "")]
    assert found == ["a.md", "a.md", "b/index.md", "b/index.md", "c/README.md", "d.md", None, None, None]


@given(st.text())
def test_any_target_can_be_resolved(target: str) -> None:
    """An author may write anything between the brackets."""
    assert isinstance(resolver("guides/a.md", {}, lambda url: f"/{url}")(target), str)
    path = target_path("guides/a.md", target)
    assert path is None or not path.startswith("/")
    assert isinstance(fragment_of(target), str)
