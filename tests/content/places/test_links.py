"""Where links lead."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.dialects.dialect import Dialect
from content.places.addresses import addresses_of
from content.places.folders import folders_above
from content.places.links import Destinations, fragment_of, resolver, site_url, target_path


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


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("b.md", "/guides/b/"),
        ("b", "/guides/b/"),
        ("b.md#part", "/guides/b/#part"),
        ("../courses/x", "/courses/x/"),
        ("../courses/x/", "/courses/x/"),
        ("/guides/", "/guides/"),
        ("./", "/guides/"),
        ("..", "/app/library/"),
        ("/", "/app/library/"),
        ("b.md?plain=1#part", "/guides/b/#part"),
        ("../none/", "/none"),
        ("pic.png", "/guides/pic.png"),
        ("#part", "#part"),
        ("https://example.com/?a=b#c", "https://example.com/?a=b#c"),
    ],
)
def test_a_link_becomes_an_address(target: str, address: str) -> None:
    """Pages and folders become their addresses; what is neither stays a path."""
    urls = {"guides/b.md": "guides/b/", "courses/x/index.md": "courses/x/"}
    destinations = Destinations(urls, folders=["guides"])
    assert resolver("guides/a.md", destinations, lambda url: f"/{url}")(target) == address


@pytest.mark.parametrize(
    ("page", "target", "address"),
    [
        ("a/b.md", "../../assets/x.png", "/assets/x.png"),
        ("a/b.md", "../assets/x.png", "/assets/x.png"),
        ("a/b.md", "/assets/x.png", "/assets/x.png"),
        ("a/b.md", "../c/", "/a/c/"),
        ("a/b.md", "../c/#part", "/a/c/#part"),
        ("a/b.md", "c.md", "/a/c/"),
        ("a/b.md", "y.png", "/a/y.png"),
        ("a/b.md", "z.png", "/a/b/z.png"),
        ("a/b.md", "../../", "/"),
        ("a/b.md", "#part", "#part"),
        ("a/b.md", "none.png", "/a/none.png"),
        ("a/b.md", "https://example.com/x", "https://example.com/x"),
        ("a/index.md", "../assets/x.png", "/assets/x.png"),
        ("a/index.md", "../../assets/x.png", "/../assets/x.png"),
        ("index.md", "a/c/", "/a/c/"),
        ("d.md", "../a/c/", "/a/c/"),
        ("d.md", "../assets/x.png", "/assets/x.png"),
    ],
)
def test_a_link_for_mkdocs_may_lead_on_from_the_address_of_its_page(page: str, target: str, address: str) -> None:
    """As MkDocs leaves it in raw HTML, where it leads nowhere from the page's file."""
    urls = {"a/b.md": "a/b/", "a/c.md": "a/c/", "a/index.md": "a/", "d.md": "d/", "index.md": ""}
    files = {"assets/x.png", "a/y.png", "a/b/y.png", "a/b/z.png"}
    resolve = resolver(page, Destinations(urls), lambda url: f"/{url}", dialect=Dialect("mkdocs"), files=files)
    assert resolve(target) == address
    as_github = resolver(page, Destinations(urls), lambda url: f"/{url}", files=files)
    path = target_path(page, target)
    leads = path is None or path in files or Destinations(urls).url_at(path) is not None
    assert (as_github(target) == address) == (leads or "none" in target or page == "a/index.md")


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


LIBRARIES: dict[str, dict[str, str]] = {
    # Pages of a library, each with links at its root that lead there.
    "a page and a folder without one": {"a.md": "a a.md a/ /a /a/ ./a.md a.md?x=1 a.md#y", "b/c.md": "b/c b/c.md"},
    "a folder's page by Hugo": {"x/_index.md": "x x/ /x /x/ x.md /x.md x/_index.md x/_index /x/_index/ x/index.md"},
    "a folder's page by MkDocs": {"x/index.md": "x x/ x.md x/index x/index/ x/index.md /x/_index/ x/README.md"},
    "a folder's page by GitHub": {"x/README.md": "x x/ x.md x/README x/readme/ x/README.md x/index.md"},
    "in upper case": {"x/INDEX.MD": "x x/ x/INDEX.MD x/INDEX x/index.md", "PRICES.MD": "PRICES PRICES.MD PRICES/"},
    "a page beside its folder": {"x.md": "x.md", "x/index.md": "x x/ x/index.md x/index"},
    "a page for a folder": {"x.md": "x x/ x.md /x/", "x/y.md": "x/y"},
    "three that could be a folder's": {
        "x/_index.md": "x x/ x.md x/_index x/_index.md",
        "x/index.md": "x/index.md x/index",
        "x/README.md": "x/README.md x/README x/readme/",
    },
    "the library's own": {"README.md": "/ . ./ README.md README index.md"},
    "other endings": {"a.mdx": "a a.mdx a/", "b.markdown": "b b.markdown", "c.mdown": "c.mdown", "d.mkd": "d"},
    "names that differ in their endings": {"a.md": "a a/ a.md", "a.mdx": "a.mdx", "a.markdown": "a.markdown"},
    "signs": {"C#.md": "C%23.md C%23 C%23/", "C++.md": "C++.md C++/", "C.md": "C.md C", "a b.md": "a%20b.md a%20b/"},
    "accents in two forms": {"cafe\u0301.md": "cafe\u0301.md caf\u00e9.md caf%C3%A9/"},
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_every_way_to_write_a_link_leads_to_its_page(name: str) -> None:
    """As GitHub, Hugo and MkDocs write them."""
    addresses = addresses_of(LIBRARIES[name])
    destinations = Destinations(addresses, folders=folders_above(addresses))
    wanted = [(target, path) for path, targets in LIBRARIES[name].items() for target in targets.split()]
    found = [(target, destinations.page_at(target_path("at-root.md", target) or "")) for target, _ in wanted]
    assert found == wanted


NAMES = st.sampled_from(
    [
        "a",
        "A",
        "b c",
        "b-c",
        "C#",
        "C++",
        "index",
        "_index",
        "README",
        "Readme",
        "INDEX",
        "x?",
        "é",
        "e\u0301",
        "a.md",
        "100%",
    ]
)
ENDINGS_WRITTEN = st.sampled_from([".md", ".MD", ".mdx", ".markdown"])
PATHS = st.builds(
    lambda folders, name, ending: "/".join([*folders, name + ending]),
    st.lists(NAMES, max_size=2),
    NAMES,
    ENDINGS_WRITTEN,
)


@given(st.sets(PATHS, min_size=1, max_size=12), PATHS)
def test_whatever_is_in_a_library_each_page_is_reached(paths: set[str], here: str) -> None:
    """By its path from its root and from any page, and by its address where no file is called so."""
    addresses = addresses_of(paths)
    destinations = Destinations(addresses, folders=folders_above(addresses))
    resolve = resolver(here, destinations, site_url)
    for path in paths:
        written = [f"/{quote(path)}", quote(posixpath.relpath(path, posixpath.dirname(here) or "."))]
        assert {resolve(target) for target in written} == {site_url(addresses[path])}
        address = addresses[path].rstrip("/")
        assert address in paths or destinations.page_at(address) == path


@given(st.sets(PATHS, min_size=1, max_size=12))
def test_each_folder_is_reached(paths: set[str]) -> None:
    """With a page of its own or without."""
    addresses = addresses_of(paths)
    destinations = Destinations(addresses, folders=folders_above(addresses))
    for folder in folders_above(paths):
        url = destinations.url_at(folder)
        assert url == f"{folder}/" or destinations.page_at(folder)


@given(st.text())
def test_any_target_can_be_resolved(target: str) -> None:
    """An author may write anything between the brackets."""
    assert isinstance(resolver("guides/a.md", Destinations({}), lambda url: f"/{url}")(target), str)
    path = target_path("guides/a.md", target)
    assert path is None or not path.startswith("/")
    assert isinstance(fragment_of(target), str)
