"""Ids and addresses of pages by their paths."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.fields.values import MAX_ID
from content.library import read_library
from content.places.addresses import addresses_of, id_from_path, ids_of, is_page
from support.factories import write_good_page, write_page

WORDS = [
    "C#",
    "C++",
    "C",
    "c",
    "a b",
    "a-b",
    "a_b",
    "A.b",
    "index",
    "README",
    "_index",
    "é",
    "e\u0301",
    "🎉",
    "x" * 120,
]
PATHS = st.builds(
    lambda steps, ending: "/".join(steps) + ending,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
    st.sampled_from([".md", ".MD", ".mdx", ".markdown", ".mkd", ".md.md"]),
)


@pytest.mark.parametrize(
    ("paths", "addresses"),
    [
        ("a.md b/c.md", "a/ b/c/"),
        ("index.md x/README.md y/_index.md z/Readme.MD", "app/library/ x/ y/ z/"),
        ("x/_index.md x/index.md x/README.md", "x/ x/index.md/ x/readme/"),
        ("x/index.md x/README.md x/readme/index.md", "x/ x/README-9f54f35a/ x/readme/"),
        ("x.md x/index.md", "x.md/ x/"),
        ("x.md x/y.md", "x/ x/y/"),
        ("x.md x.mdx x.markdown x.MD", "x/ x.mdx/ x.markdown/ x.MD/"),
        ("A.md a.md", "A.md/ a/"),
        ("C#.md C++.md C.md", "C#/ C++/ C/"),
    ],
)
def test_addresses_follow_from_paths(paths: str, addresses: str) -> None:
    """The plain one where no other page has it, or else one of the file's full name."""
    assert addresses_of(paths.split()) == dict(zip(paths.split(), addresses.split(" "), strict=True))


@given(st.sets(PATHS, max_size=12), st.sets(PATHS, max_size=6), st.randoms())
def test_no_two_pages_share_an_address(shown: set[str], others: set[str], chance: Random) -> None:
    """On no machine and in no order, and those that readers see have the ones they would have alone."""
    others -= shown
    found = addresses_of(shown, others)
    forms = [unicodedata.normalize("NFC", address).lower() for address in found.values()]
    assert found.keys() == shown | others
    assert len({*forms}) == len(forms)
    assert {path: found[path] for path in shown} == addresses_of(chance.sample(sorted(shown), len(shown)))


@given(st.sets(PATHS, max_size=12), st.randoms())
def test_no_two_pages_share_an_id(paths: set[str], chance: Random) -> None:
    """In no order, nor do they take one that a page names itself."""
    named = {path: id_from_path(path) for path in sorted(paths)[::3]}
    named = {path: id_ for path, id_ in named.items() if list(named.values()).count(id_) == 1}
    made = {path: id_from_path(path) for path in paths - named.keys()}
    found = ids_of(made, named=named)
    assert found.keys() == paths
    assert len({*found.values()}) == len(paths)
    assert all(len(id_) <= MAX_ID for id_ in found.values())
    assert named.items() <= found.items()
    assert found == ids_of(dict(chance.sample(sorted(made.items()), len(made))), named=named)


def test_a_sign_that_tells_names_apart_is_told_by_the_id_whatever_else_there_is() -> None:
    """A page that comes later takes nobody's id."""
    before, after = ({path: id_from_path(path) for path in paths} for paths in (["C#.md"], ["C#.md", "C.md", "C++.md"]))
    assert ids_of(before, named={}).items() <= ids_of(after, named={}).items()


@pytest.mark.parametrize("name", ["a.md", "a.MD", "a.Markdown", "a.mdown", "a.mkd", "a.MDX"])
def test_files_of_these_names_are_pages(tmp_path: Path, name: str) -> None:
    """Whatever tool wrote them."""
    write_page(tmp_path, name, "# Word\n\ntext\n")
    (page,) = read_library(tmp_path).pages
    assert (page.id, page.url, page.title) == ("a", "a/", "Word")
    assert is_page(name)
    assert not is_page("a.txt")


def test_all_pages_whose_paths_clash_are_read(tmp_path: Path) -> None:
    """Signs, depth, case and endings lose none of them; the ids that they would share still find one."""
    deep = "/".join([f"a-rather-long-name-{number:02}" for number in range(12)])
    paths = [
        "C#.md",
        "C++.md",
        "C.md",
        f"{deep}/one.md",
        f"{deep}/two.md",
        "a b.md",
        "a-b.md",
        "A-B.md",
        "x.md",
        "x.mdx",
    ]
    paths += ["y.md", "y/index.md", "y/README.md", "y/_index.md"]
    for path in paths:
        write_page(tmp_path, path, f"# {path}\n\ntext\n")
    library = read_library(tmp_path)
    assert {page.path for page in library.pages} == set(paths)
    assert len({page.id for page in library.pages}) == len({page.url for page in library.pages}) == len(paths)
    assert {found.path for id_ in ("c", "a-b", "x") if (found := library.find(id_))} == {"C.md", "a-b.md", "x.md"}


def test_an_id_that_was_made_anew_still_finds_its_page(tmp_path: Path) -> None:
    """Records and bookmarks hold the one before."""
    write_page(tmp_path, "C#.md", "# C#\n\ntext\n")
    library = read_library(tmp_path)
    assert library.find("c") is library.pages[0]
    assert library.pages[0].former_ids == ("c",)


def test_a_page_that_names_its_id_keeps_it(tmp_path: Path) -> None:
    """The one whose path says the same gets another, and two that name one are a problem."""
    write_page(tmp_path, "c.md", "# By path\n\ntext\n")
    write_good_page(tmp_path, "named.md", id="c")
    write_good_page(tmp_path, "too.md", id="c")
    library = read_library(tmp_path)
    assert library.by_id["c"].path == "named.md"
    assert {page.path for page in library.pages} == {"c.md", "named.md"}
    assert [problem.path for problem in library.page_problems if problem.code == "duplicate-id"] == ["too.md"]


@pytest.mark.parametrize("first", ["_index.md", "index.md", "README.md", "Index.markdown"])
def test_the_page_of_a_course_is_its_folders_own(tmp_path: Path, first: str) -> None:
    """By whatever name, and its title may be the folder's."""
    write_page(tmp_path, f"courses/deal-desk/{first}", "text\n")
    (page,) = read_library(tmp_path).pages
    assert (page.type, page.url, page.title) == ("course", "courses/deal-desk/", "Deal desk")
