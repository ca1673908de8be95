"""Following a library: what is told, and what isn't part of it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from api.running.watching import following
from content.library import read_library
from support.factories import write_good_page
from support.waiting import wait_for


def write_taxonomy(folder: Path) -> None:
    """Change what a library's values are called."""
    (folder.parent / "taxonomy.yml").write_text("stages:\n  awareness: Heard of it\n", encoding="utf-8")


def replace_folder(folder: Path) -> None:
    """Put another folder in the library's place."""
    shutil.move(folder, folder.with_name("old"))
    write_good_page(folder, "index.md", "Another one.", title="Home")


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: write_good_page(folder, "index.md", "Changed.", title="Home"),
        lambda folder: write_good_page(folder, "later/still/more.md", title="More"),
        lambda folder: (folder / "guides" / "pic.png").write_bytes(b"changed"),
        lambda folder: (folder / "guides" / "bad.md").write_text("---\ntitle: a\nid: [b\n---\n", encoding="utf-8"),
        lambda folder: (folder / "guides" / "a.md").unlink(),
        write_taxonomy,
        replace_folder,
    ],
)
def test_every_change_is_told_and_what_comes_after_it_too(tmp_path: Path, change: Callable[[Path], object]) -> None:
    """Also of pages that can't be read, of files beside the pages, and of a folder that is put in the place of it."""
    folder = tmp_path / "library"
    write_good_page(folder, "index.md", title="Home")
    write_good_page(folder, "guides/a.md", title="A")
    (folder / "guides" / "pic.png").write_bytes(b"x")
    (folder / "guides" / "bad.md").write_text("---\ntitle: [a\n---\n", encoding="utf-8")
    (tmp_path / "taxonomy.yml").write_text("stages:\n  awareness: Awareness\n", encoding="utf-8")
    (folder / "machine").symlink_to("/")
    told: list[object] = []
    with following(folder, lambda: told.append(_state(folder))):
        wait_for(lambda: told or _touched(folder))
        wait_for(lambda: told[-1] == _state(folder))
        for save in (change, lambda folder: write_good_page(folder, "index.md", "The last.", title="Home")):
            before = _state(folder)
            save(folder)
            assert _state(folder) != before
            wait_for(lambda: told[-1] == _state(folder))


def _touched(folder: Path) -> bool:
    """Save a page again; what is saved before a library is read for the first time is nothing new."""
    write_good_page(folder, "new.md", f"{time.time_ns()}", title="New")
    return False


def _state(folder: Path) -> object:
    """Return what tells a library from another one."""
    library = read_library(folder)
    return library.stamp, library.page_problems
