"""Checking a library in a test: its problems as a few words each, on a day that never changes, and git to remember."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from content.checks.run import Known, problems
from content.history import History, read_history
from content.library import read_library
from content.problem import LibraryProblem

TODAY = date(2026, 11, 22)  # within the review of the pages that write_good_page writes
FRONT_LINES = 8  # of a page that write_good_page writes
# What every small library of good pages has, and few tests are about.
USUAL = {"orphan", "duplicate-title"}
MARCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def check(
    folder: Path,
    *,
    history: History | None = None,
    owners: Collection[str] | None = None,
    today: date = TODAY,
    **options: Any,
) -> list[LibraryProblem]:
    """Check a library, without rendering it unless told to."""
    return problems(read_library(folder, day=today), known=Known(history, owners, today), **options)


def told(folder: Path, *codes: str, **options: Any) -> list[tuple[str, int, int, str]]:
    """Return path, line, column and severity of the problems of some codes, of all unusual ones without codes."""
    found = check(folder, **options)
    kept = [p for p in found if p.code in codes or (not codes and p.code not in USUAL)]
    return [(p.path, p.line, p.column, p.severity) for p in kept]


def only(folder: Path, code: str, **options: Any) -> LibraryProblem:
    """Return the only problem of a code."""
    (found,) = [problem for problem in check(folder, **options) if problem.code == code]
    return found


def unusual(folder: Path, **options: Any) -> list[LibraryProblem]:
    """Return the problems without those that every small library has."""
    return [problem for problem in check(folder, **options) if problem.code not in USUAL]


class Repository:
    """A git repository of a test's own, whose commits carry the times that the test gives them."""

    def __init__(self, folder: Path, *, author: str = "Mara Quill") -> None:
        """Make it in a folder, which may hold files."""
        self.folder = folder
        self.author = author
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def by(self, author: str) -> Repository:
        """Return the same repository in another author's hands."""
        other = object.__new__(Repository)
        other.folder, other.author = self.folder, author
        return other

    def commit(self, subject: str = "Change", *, at: datetime | str, paths: Collection[str] = (".",)) -> str:
        """Commit what changed at these paths and return the hash."""
        self.git("--literal-pathspecs", "add", "--all", "--", *paths)
        self.git("commit", "--quiet", "--allow-empty", "--message", subject, at=at)
        return self.git("rev-parse", "HEAD").strip()

    def git(self, *arguments: str, at: datetime | str = datetime(2026, 1, 1, tzinfo=UTC), given: str = "") -> str:
        """Run git in the folder and return what it prints."""
        when = at if isinstance(at, str) else at.isoformat()
        names = ("AUTHOR", "COMMITTER")
        who = {f"GIT_{name}_NAME": self.author for name in names}
        who |= {f"GIT_{name}_EMAIL": "mara@brightwharf.example" for name in names}
        environ = {**os.environ, **QUIET, **who, **{f"GIT_{name}_DATE": when for name in names}}
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            env=environ,
            input=given,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def two_pages(folder: Path) -> Repository:
    """Make a repository of two pages of March, of which Max changed one three days later."""
    made = Repository(folder)
    write(folder, "a.md")
    write(folder, "sub/b.md")
    made.commit("First pages", at=MARCH)
    write(folder, "a.md", "new\n")
    made.by("Max Oduya").commit("New prices: 5% more", at=MARCH + timedelta(days=3))
    return made


def write(folder: Path, path: str, text: str = "text\n") -> None:
    """Write any file."""
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")


def known(folder: Path) -> History:
    """Return what git knows, which must be something."""
    found = read_history(folder)
    assert found is not None
    return found


def days(history: History) -> dict[str, tuple[int, int | None]]:
    """Return for each file how many days after MARCH it changed last, and came."""
    return {
        path: ((page.last.at - MARCH).days, (page.first_at - MARCH).days if page.first_at else None)
        for path, page in history.pages.items()
    }
