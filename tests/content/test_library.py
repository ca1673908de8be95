"""Reading a folder: whatever is bad is one problem, and every other page is there."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from content.library import read_library
from support.factories import write_good_page, write_page
from support.folders import only_problem


def test_good_pages_give_no_problem(folder: Path) -> None:
    """Both are found by id and path, in the order of their paths."""
    library = read_library(folder)
    assert [page.path for page in library.pages] == ["first.md", "sub/second.md"]
    assert set(library.by_id) == {"first", "sub-second"}
    assert library.page_problems == ()


def test_a_20_mb_file_is_refused_unread(folder: Path) -> None:
    """Nobody reads such a page."""
    (folder / "big.md").write_bytes(b"a" * 20_000_000)
    problem = only_problem(folder)
    assert (problem.path, problem.code) == ("big.md", "too-large")
    assert "20.0 MB" in problem.message


def test_a_file_that_is_not_utf8_is_refused_with_the_line(folder: Path) -> None:
    """The line is the first that can't be decoded."""
    (folder / "latin.md").write_bytes("---\ntitle: a\n---\ncaf\xe9\n".encode("latin-1"))
    problem = only_problem(folder)
    assert (problem.path, problem.line, problem.code) == ("latin.md", 4, "not-utf-8")


@pytest.mark.parametrize("is_folder", [False, True])
def test_a_symbolic_link_out_of_the_library_is_not_followed(folder: Path, tmp_path: Path, is_folder: bool) -> None:
    """A page can't show `/etc/passwd`."""
    write_good_page(tmp_path, "outside/secret.md")
    if is_folder:
        (folder / "linked").symlink_to(tmp_path / "outside", target_is_directory=True)
    else:
        (folder / "linked.md").symlink_to(tmp_path / "outside" / "secret.md")
    assert only_problem(folder).code == "symlink"


def test_a_dangling_link_and_a_loop_are_problems_too(folder: Path) -> None:
    """Neither hangs nor breaks the reading."""
    (folder / "a.md").symlink_to("nowhere.md")
    (folder / "loop").symlink_to(".", target_is_directory=True)
    library = read_library(folder)
    assert [(p.path, p.code) for p in library.page_problems] == [("a.md", "symlink"), ("loop", "symlink")]
    assert len(library.pages) == 2


def test_an_empty_file_is_one_problem(folder: Path) -> None:
    """It is there, and says that it has no text."""
    (folder / "empty.md").touch()
    assert only_problem(folder, "empty.md").code == "empty"


@pytest.mark.parametrize("body", ["", "\n\n", "   \n"])
def test_a_page_without_text_is_reported(folder: Path, body: str) -> None:
    """An owner may have meant to write it."""
    write_good_page(folder, "blank.md", body)
    assert only_problem(folder, "blank.md").code == "empty"


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """Write a library that anybody may enter, and become somebody who isn't root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    write_good_page(folder, "first.md")
    write_good_page(folder, "sub/second.md")
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield folder
    if is_root:
        os.seteuid(0)
    (folder / "sub").chmod(0o755)
    shutil.rmtree(folder)


def _take_rights(path: Path) -> None:
    identity = os.geteuid()
    if identity == 65534:
        os.seteuid(0)
    path.chmod(0)
    os.seteuid(identity)


def test_an_unreadable_file_is_one_problem(as_nobody: Path) -> None:
    """It is tried again at the next reading, though its stamp did not change."""
    _take_rights(as_nobody / "first.md")
    library = read_library(as_nobody)
    assert [(p.path, p.code) for p in library.page_problems] == [("first.md", "unreadable")]
    assert list(library.by_path) == ["sub/second.md"]
    assert read_library(as_nobody, previous=library).page_problems == library.page_problems


def test_an_unreadable_folder_is_one_problem(as_nobody: Path) -> None:
    """Else all its pages would vanish from search and nobody would know why."""
    _take_rights(as_nobody / "sub")
    assert [problem.path for problem in read_library(as_nobody).page_problems] == ["sub"]


def test_a_page_with_a_false_number_stops_nothing_else(folder: Path) -> None:
    """One author's slip must not take the library away from everybody."""
    write_page(folder, "slip.md", "text", id='!!int "--5"')
    assert len(read_library(folder).by_path) >= 2


def _listen(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))


def test_only_safe_files_are_published(folder: Path) -> None:
    """Pictures and documents yes, code and what browsers run no."""
    for name in ("a.png", "sub/B.PDF", "x.xml", "x.html", "x.py", "x.js", "x.exe", ".secret.png", "no-suffix"):
        (folder / name).write_bytes(b"x")
    os.mkfifo(folder / "pipe")
    assert read_library(folder).files == {"a.png", "sub/B.PDF"}


@pytest.mark.parametrize("make", [os.mkfifo, _listen])
def test_what_is_called_a_page_and_is_no_file_is_one_problem(folder: Path, make: Callable[[Path], None]) -> None:
    """Nobody waits for a pipe to say something."""
    make(folder / "odd.md")
    problem = only_problem(folder)
    assert (problem.path, problem.code) == ("odd.md", "unreadable")


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    """The message names the setting."""
    with pytest.raises(NotADirectoryError, match="CONTENT_DIR"):
        read_library(tmp_path / "missing")


def test_only_changed_files_are_read_again(folder: Path) -> None:
    """Unchanged pages are the very same objects; changed, new and deleted ones show."""
    write_good_page(folder, "third.md", "old")
    before = read_library(folder)
    (folder / "sub" / "second.md").unlink()
    write_good_page(folder, "third.md", "new and longer")
    write_good_page(folder, "fourth.md", "fresh")
    after = read_library(folder, previous=before)
    assert set(after.by_path) == {"first.md", "third.md", "fourth.md"}
    assert after.by_path["first.md"] is before.by_path["first.md"]
    assert after.by_path["third.md"].body == "new and longer"
    assert after == read_library(folder)


def test_a_change_of_the_taxonomy_reads_everything_again(folder: Path) -> None:
    """A word that isn't allowed any more is reported though its page did not change."""
    write_good_page(folder, "tagged.md", stages="[one]")
    before = read_library(folder)
    (folder / "taxonomy.yml").write_text("stages:\n  two: Two\n", encoding="utf-8")
    after = read_library(folder, previous=before)
    assert [(p.path, p.code) for p in after.page_problems] == [("tagged.md", "unknown-word")]


def test_a_duplicate_takes_over_when_the_first_is_gone(folder: Path) -> None:
    """Problems between pages are found anew each time."""
    write_good_page(folder, "zebra.md", id="first")
    before = read_library(folder)
    (folder / "first.md").unlink()
    after = read_library(folder, previous=before)
    assert after.by_id["first"].path == "zebra.md"
    assert after.page_problems == ()
