"""What git knows of the pages where a repository is broken, shallow, missing, or asked for by another process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from content.history import NAME, NOTHING, HistoryFile, last_change_patch, read_history, refresh_history, write_history
from support.checking import MARCH, QUIET, Repository, days, known, two_pages, write


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Make a repository of two pages, of which Max changed one three days later."""
    return two_pages(tmp_path / "library")


def test_where_git_knows_nothing_there_is_nothing(tmp_path: Path) -> None:
    """No repository, one without a commit, one whose `.git` is broken, and no folder at all."""
    write(tmp_path / "plain", "a.md")
    Repository(tmp_path / "new")
    (tmp_path / "broken" / ".git").mkdir(parents=True)
    write(tmp_path / "file", ".git", "gitdir: nowhere\n")
    for name in ("plain", "new", "broken", "file", "missing"):
        assert read_history(tmp_path / name) is None, name


@pytest.mark.parametrize("part", ["HEAD", "objects", "refs"])
def test_a_damaged_repository_is_no_error(repository: Repository, part: str) -> None:
    """Nothing is known then."""
    place = repository.folder / ".git" / part
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.write_text("nonsense\n", encoding="utf-8")
    assert read_history(repository.folder) is None


def test_a_repository_that_lost_an_old_commit_is_no_error(repository: Repository) -> None:
    """Half a history would name the wrong people."""
    first = repository.git("rev-parse", "HEAD~1").strip()
    (repository.folder / ".git" / "objects" / first[:2] / first[2:]).unlink()
    assert read_history(repository.folder) is None


def test_without_git_nothing_is_known(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The product runs where git isn't installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_history(repository.folder) is None
    assert last_change_patch(repository.folder, "a.md", "HEAD") is None


def test_a_shallow_clone_knows_only_what_it_holds(repository: Repository, tmp_path: Path) -> None:
    """All pages seem to be new in the commit at which it ends; nobody is said to have written them there."""
    write(repository.folder, "a.md", "newest\n")
    repository.commit(at=MARCH + timedelta(days=4))
    address = f"file://{repository.folder}"
    expected: dict[str, dict[str, tuple[int, int | None]]] = {
        "1": {},
        "2": {"a.md": (4, None)},
        "3": {"a.md": (4, None)},
        "9": {"a.md": (4, 0), "sub/b.md": (0, 0)},
    }
    for depth, found in expected.items():
        repository.git("clone", "--quiet", "--depth", depth, address, str(tmp_path / depth))
        assert days(known(tmp_path / depth)) == found, depth


def test_pages_of_a_submodule_are_unknown_and_the_others_are_not(repository: Repository, tmp_path: Path) -> None:
    """Inside it, its own history counts."""
    address = str(repository.folder)
    outer = Repository(tmp_path / "outer")
    write(outer.folder, "top.md")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", address, "inner")
    outer.commit(at=MARCH + timedelta(days=20))
    history = known(outer.folder)
    assert history.of("top.md") is not None
    assert history.of("inner/a.md") is None
    assert days(known(outer.folder / "inner")) == {"a.md": (3, 0), "sub/b.md": (0, 0)}


def test_a_work_tree_of_its_own_has_the_same_history(repository: Repository, tmp_path: Path) -> None:
    """Its `.git` is a file."""
    repository.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "second"))
    assert days(known(tmp_path / "second")) == days(known(repository.folder))


def test_a_hook_of_git_changes_nothing(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells its hooks about the index and the prefix, and they run the check."""
    expected = days(known(repository.folder / "sub"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository.folder / ".git" / "index"))
    monkeypatch.setenv("GIT_PREFIX", "")
    monkeypatch.chdir(repository.folder)
    assert days(known(repository.folder / "sub")) == expected
    command = ["git", "-C", str(repository.folder), "status", "--porcelain"]
    assert subprocess.run(command, env={**os.environ, **QUIET}, capture_output=True, check=True).stdout == b""


def test_what_was_written_down_is_read_back(repository: Repository, tmp_path: Path) -> None:
    """By another process, and again when it changed."""
    kept = HistoryFile(tmp_path)
    assert kept.read() is NOTHING
    history = known(repository.folder)
    write_history(history, tmp_path)
    assert kept.read() == history
    assert kept.read() is kept.read()
    assert kept.of("a.md") == history.of("a.md")
    write_history(None, tmp_path)
    assert kept.read() == NOTHING


def test_a_shallow_history_is_read_back_too(repository: Repository, tmp_path: Path) -> None:
    """Where the day a page came is unknown."""
    repository.git("clone", "--quiet", "--depth", "2", f"file://{repository.folder}", str(tmp_path / "shallow"))
    history = known(tmp_path / "shallow")
    write_history(history, tmp_path)
    assert HistoryFile(tmp_path).read() == history


def test_git_is_asked_again_only_for_another_commit(repository: Repository, tmp_path: Path) -> None:
    """A library that nobody commits to costs one short question."""
    first = refresh_history(repository.folder, tmp_path)
    stamp = (tmp_path / NAME).stat().st_mtime_ns
    assert refresh_history(repository.folder, tmp_path) == first == known(repository.folder)
    assert (tmp_path / NAME).stat().st_mtime_ns == stamp
    write(repository.folder, "a.md", "again\n")
    repository.commit(at=MARCH + timedelta(days=11))
    assert days(refresh_history(repository.folder, tmp_path))["a.md"] == (11, 0)
    shutil.rmtree(repository.folder / ".git")
    assert refresh_history(repository.folder, tmp_path) == NOTHING
    assert HistoryFile(tmp_path).read() == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "nonsense",
        "[" * 100_000,
        '{"head": "x", "web": null, "pages": []}',
        '{"head": "x", "web": null, "pages": {"a.md": null}}',
        '{"head": "x", "web": null, "pages": {"a.md": {"last": 3, "first_at": 4}}}',
        '{"head": "x", "web": null, "pages": {"a.md": {"last": {"commit": "x", "author": "y", "at": "z"}}}}',
    ],
    ids=lambda text: text[:60],
)
def test_a_damaged_file_says_nothing(repository: Repository, tmp_path: Path, text: str) -> None:
    """And is written anew."""
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert HistoryFile(tmp_path).read() == NOTHING
    assert refresh_history(repository.folder, tmp_path) == known(repository.folder)
    assert json.loads((tmp_path / NAME).read_text(encoding="utf-8"))["pages"]
