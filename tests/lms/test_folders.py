"""Folders: what is answered as kept lies below names that were flushed, whoever made them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lms.folders import make_folder
from lms.journals.lines import LinesFile


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return what is flushed from here on, as it is called at that moment."""
    seen: list[Path] = []
    flush = os.fsync

    def note(file: int) -> None:
        seen.append(Path(f"/proc/self/fd/{file}").readlink())
        flush(file)

    monkeypatch.setattr(os, "fsync", note)
    return seen


def test_every_folder_that_is_made_is_named_on_the_disk(tmp_path: Path, flushed: list[Path]) -> None:
    """From the outermost to the innermost, and closed to others."""
    make_folder(tmp_path / "a" / "b" / "c")
    assert flushed == [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]
    assert (tmp_path / "a" / "b" / "c").stat().st_mode & 0o077 == 0


def test_a_folder_that_is_there_is_named_again(tmp_path: Path, flushed: list[Path]) -> None:
    """Whoever made it may have been killed before, or be at it now."""
    (tmp_path / "a").mkdir()
    make_folder(tmp_path / "a")
    assert flushed == [tmp_path]


def test_the_first_line_of_a_journal_is_found_after_a_power_cut(tmp_path: Path, flushed: list[Path]) -> None:
    """The names of its folder and of its file are on the disk before it may be written to."""
    LinesFile(tmp_path / "searches" / "one.lines").close()
    assert flushed == [tmp_path, tmp_path / "searches"]
