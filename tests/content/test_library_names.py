"""Names of files and folders in a library, and ids and addresses that clash."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from content.library import read_library
from content.problem import readable
from support.factories import write_good_page, write_page
from support.folders import only_problem

UNDECODABLE = os.fsdecode(b"bad-\xff\xfe.md")


def test_a_page_is_found_by_an_id_that_it_had_before(folder: Path) -> None:
    """A page that has the id now comes first, then the first in the order of paths."""
    write_good_page(folder, "a.md", aliases="[old, first]")
    write_good_page(folder, "b.md", aliases="[old, older]")
    library = read_library(folder)
    found = {name: page.path for name in ("first", "old", "older", "b", "gone") if (page := library.find(name))}
    assert found == {"first": "first.md", "old": "a.md", "older": "b.md", "b": "b.md"}
    assert "old" not in library.by_id


def test_the_second_page_of_an_id_is_left_out(folder: Path) -> None:
    """The first in the order of paths keeps the id."""
    write_good_page(folder, "zebra.md", id="first")
    problem = only_problem(folder)
    assert (problem.path, problem.code) == ("zebra.md", "duplicate-id")
    assert "taken by first.md" in problem.message


def test_a_page_of_the_same_name_as_a_folder_with_a_page_stands_beside_it(folder: Path) -> None:
    """The folder's page has the folder's address, wherever the other one is linked from."""
    write_good_page(folder, "guide.md", id="one")
    write_good_page(folder, "guide/index.md", id="two")
    library = read_library(folder)
    assert library.page_problems == ()
    assert (library.by_id["one"].url, library.by_id["two"].url) == ("guide.md/", "guide/")


def test_what_readers_do_not_see_takes_no_address_from_what_they_see(folder: Path) -> None:
    """A page is where it was until the one that will replace it is published."""
    write_good_page(folder, "guide/README.md", id="shown")
    draft = write_good_page(folder, "guide/index.md", id="next", status="draft")
    (folder / "broken").mkdir()
    (folder / "broken" / "_index.md").write_bytes(b"\xff")
    write_good_page(folder, "broken/README.md", id="whole")
    pages = read_library(folder).by_id
    assert [pages[name].url for name in ("shown", "next", "whole")] == ["guide/", "guide/index.md/", "broken/"]
    draft.write_text(draft.read_text(encoding="utf-8").replace("draft", "approved"), encoding="utf-8")
    pages = read_library(folder).by_id
    assert [pages[name].url for name in ("shown", "next")] == ["guide/readme/", "guide/"]


@pytest.mark.parametrize("names", [("FIRST.md", "first.md"), ("caf\u00e9.md", "cafe\u0301.md"), ("É.md", "e\u0301.md")])
def test_names_that_differ_in_case_or_form_alone_are_two_pages(folder: Path, names: tuple[str, str]) -> None:
    """With ids and addresses that differ on any machine."""
    for name in names:
        write_page(folder, name, "# T\n")
    library = read_library(folder)
    pages = [library.by_path[name] for name in names]
    for values in ([page.id for page in pages], [page.url for page in pages]):
        assert len({unicodedata.normalize("NFC", value).lower() for value in values}) == 2


@pytest.mark.parametrize(
    "name", ["with space.md", "эмодзи 🎉.md", "中文.md", "-dash.md", "a%20b.md", "quote'\".md", "UPPER.MD"]
)
def test_unusual_names_are_read_without_a_word(folder: Path, name: str) -> None:
    """People name files as they like."""
    write_good_page(folder, name, id="odd")
    library = read_library(folder)
    assert library.page_problems == ()
    assert library.by_id["odd"].path == name


def test_a_line_break_in_a_name_is_one_problem_of_one_line(folder: Path) -> None:
    """A list of problems is read line by line."""
    (folder / "line\nbreak.md").write_bytes(b"\xff")
    assert only_problem(folder).path == r"line\nbreak.md"


def test_an_undecodable_name_is_one_problem_that_can_be_printed(folder: Path) -> None:
    """Each byte that is no letter is written out."""
    write_good_page(folder, "good.md").rename(folder / UNDECODABLE)
    problem = only_problem(folder)
    assert (problem.path, problem.code) == (r"bad-\xff\xfe.md", "file-name")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"Preise_f\xfcr.md", r"Preise_f\xfcr.md"),
        ("Preise_für.md".encode(), "Preise_für.md"),
        ("日本 🎉".encode(), "日本 🎉"),
        (b"a\nb\r\tc\0", r"a\nb\r\tc\x00"),
        (b"\x1b[31mred\x7f", r"\x1b[31mred\x7f"),
        ("\x9b31m\u2028\u202egnp".encode(), r"\x9b31m\u2028\u202egnp"),
    ],
)
def test_any_name_is_shown_readably(name: bytes, shown: str) -> None:
    """On one line, obeyed by no terminal, and the same when it is shown twice."""
    assert readable(os.fsdecode(name)) == readable(readable(os.fsdecode(name))) == shown


def _make_large(file: Path) -> None:
    file.write_bytes(b"a" * 2_000_000)


def _make_binary(file: Path) -> None:
    file.write_bytes(b"\xff\xfe")


def _make_link(file: Path) -> None:
    file.symlink_to("first.md")


@pytest.mark.parametrize("make", [_make_large, _make_binary, _make_link])
def test_another_problem_of_a_file_with_an_undecodable_name_can_be_printed(
    folder: Path, make: Callable[[Path], None]
) -> None:
    """Else one such file keeps the whole list of problems from being written."""
    make(folder / UNDECODABLE)
    assert str(only_problem(folder)).encode()


def test_a_picture_with_an_undecodable_name_is_not_published() -> None:
    """No address can be made of it."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / os.fsdecode(b"bad-\xff.png")).write_bytes(b"png")
        assert all(path.isprintable() for path in read_library(Path(name)).files)


@pytest.mark.parametrize(
    "path",
    [".git/x.md", ".hidden.md", "sub/.obsidian/x.md", "__pycache__/x.md", "node_modules/x/README.md", "taxonomy.yml"],
)
def test_hidden_files_and_folders_are_no_pages(folder: Path, path: str) -> None:
    """What tools leave behind isn't content."""
    write_page(folder, path, "")
    library = read_library(folder)
    assert len(library.pages) == 2
    assert library.page_problems == ()


@pytest.mark.parametrize("path", [".gitbook/assets/plan.png", ".attachments/plan.png", "a/.gitbook/assets/plan.pdf"])
def test_pictures_of_gitbook_and_of_wikis_are_published(folder: Path, path: str) -> None:
    """These tools keep what pages show in hidden folders."""
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_bytes(b"x")
    library = read_library(folder)
    assert library.files == {path}
    assert library.hidden == ()


def test_a_page_300_folders_deep_is_read(folder: Path) -> None:
    """Depth is no reason to lose a page."""
    path = "d/" * 300 + "deep.md"
    write_good_page(folder, path, id="deep")
    library = read_library(folder)
    assert library.by_id["deep"].path == path
    assert library.page_problems == ()


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("d/" * 301 + "deep.md", "d/" * 300 + "d/deep.md"),
        (f"{'n' * 199}/" * 6 + "a.md", f"{'n' * 199}/" * 5 + "n" * 199),
    ],
)
def test_a_path_that_no_site_can_hold_is_one_problem(folder: Path, path: str, named: str) -> None:
    """Else the one page keeps all others from being published."""
    write_good_page(folder, path, id="deep")
    problem = only_problem(folder)
    assert (problem.path, problem.code) == (named, "file-name")


def test_1500_folders_do_not_break_the_reading(folder: Path) -> None:
    """Such a tree is a mistake of a script, and stops nothing else."""
    deep = str(folder)
    for _ in range(1500):
        deep += "/d"
        os.mkdir(deep)  # noqa: PTH102 - pathlib's own recursion gives up first
    Path(deep, "deep.md").write_text("# Deep\n", encoding="utf-8")
    try:
        assert {"first.md", "sub/second.md"} <= set(read_library(folder).by_path)
    finally:
        subprocess.run(["rm", "-rf", str(folder / "d")], check=True)  # pytest's own cleaning recurses and fails
