"""What git knows of the pages, in every state a repository can be in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from content.history import PageChange, last_change_patch
from support.checking import MARCH, Repository, days, known, two_pages, write

NAMES = ["a b.md", "'quote\".md", "line\nbreak.md", "\nfirst.md", "цена.md", "tab\t.md", "back\\slash.md", ":(top)x.md"]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Make a repository of two pages, of which Max changed one three days later."""
    return two_pages(tmp_path / "library")


def test_a_page_has_its_last_change_and_its_first(repository: Repository) -> None:
    """With who made it and what they said."""
    history = known(repository.folder)
    head = repository.git("rev-parse", "HEAD").strip()
    assert history.head == head
    assert days(history) == {"a.md": (3, 0), "sub/b.md": (0, 0)}
    page = history.of("a.md")
    assert page is not None
    assert page.last == PageChange(head, "Max Oduya", MARCH + timedelta(days=3), "New prices: 5% more")
    assert history.of("nowhere.md") is None


def test_times_are_in_utc(repository: Repository) -> None:
    """Whatever clock the author has."""
    write(repository.folder, "a.md", "later\n")
    repository.commit(at="2026-03-08T01:30:00+09:00")
    page = known(repository.folder).of("a.md")
    assert page is not None
    assert page.last.at.isoformat() == "2026-03-07T16:30:00+00:00"


def test_a_library_may_be_a_folder_of_the_repository(repository: Repository) -> None:
    """Paths are those in the library, and commits elsewhere don't count."""
    write(repository.folder, "sub/deep/c.md")
    repository.commit(at=MARCH + timedelta(days=5))
    write(repository.folder, "a.md", "elsewhere\n")
    repository.commit(at=MARCH + timedelta(days=6))
    assert days(known(repository.folder / "sub")) == {"b.md": (0, 0), "deep/c.md": (5, 5)}


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_found(repository: Repository, name: str) -> None:
    """Spaces, quotes, line breaks, other scripts, and what git takes for a pattern."""
    write(repository.folder, name)
    write(repository.folder, "zz.md")
    repository.commit(at=MARCH + timedelta(days=7))
    history = known(repository.folder)
    assert days(history)[name] == (7, 7)
    assert set(history.pages) == {"a.md", "sub/b.md", "zz.md", name}


def test_a_file_named_like_the_start_of_a_commit_is_a_file(repository: Repository) -> None:
    """Nobody can put words into another's mouth by naming a file."""
    head = repository.git("rev-parse", "HEAD").strip()
    name = f"\x01{head}\x02Max Oduya\x022026-03-09T00:00:00Z\x02x\x02"
    write(repository.folder, name)
    repository.commit(at=MARCH + timedelta(days=7))
    assert days(known(repository.folder))[name] == (7, 7)


@pytest.mark.parametrize("sign", ["\x01", "\x02", "\t", "%", "\x1b[31m"])
def test_odd_signs_in_names_and_subjects_break_nothing(repository: Repository, sign: str) -> None:
    """An author's name is whatever they told git."""
    write(repository.folder, "a.md", "odd\n")
    repository.by(f"E{sign}f").commit(f"sub{sign}ject", at=MARCH + timedelta(days=7))
    page = known(repository.folder).of("a.md")
    assert page is not None
    assert (page.last.author, page.last.subject) == (f"E{sign}f", f"sub{sign}ject")
    assert page.last.at == MARCH + timedelta(days=7)


def test_a_commit_without_a_readable_time_says_nothing(repository: Repository) -> None:
    """A clock of the year 33658, and a commit that an old tool wrote without any."""
    write(repository.folder, "a.md", "future\n")
    repository.commit(at="@999999999999 +0000")
    write(repository.folder, "sub/b.md", "broken\n")
    repository.git("add", "--all")
    tree = repository.git("write-tree").strip()
    text = f"tree {tree}\nparent HEAD\nauthor broken\ncommitter broken\n\nmessage\n"
    text = text.replace("HEAD", repository.git("rev-parse", "HEAD").strip())
    commit = repository.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", given=text)
    repository.git("update-ref", "HEAD", commit.strip())
    assert days(known(repository.folder)) == {"a.md": (3, 0), "sub/b.md": (0, 0)}


def test_a_renamed_page_begins_anew(repository: Repository) -> None:
    """Its old path is remembered as that."""
    repository.git("mv", "a.md", "c.md")
    repository.commit(at=MARCH + timedelta(days=9))
    assert days(known(repository.folder)) == {"a.md": (9, 0), "c.md": (9, 9), "sub/b.md": (0, 0)}


def test_a_merge_changes_nothing_by_itself(repository: Repository) -> None:
    """What its branches changed counts."""
    repository.git("checkout", "--quiet", "-b", "other", "HEAD~1")
    write(repository.folder, "sub/b.md", "other\n")
    repository.commit(at=MARCH + timedelta(days=4))
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge", "other", at=MARCH + timedelta(days=8))
    assert days(known(repository.folder)) == {"a.md": (3, 0), "sub/b.md": (4, 0)}


@pytest.mark.parametrize("name", ["core.fsmonitor", "core.pager", "diff.external", "gpg.program", "core.hooksPath"])
def test_a_repository_can_not_make_git_run_its_programs(repository: Repository, tmp_path: Path, name: str) -> None:
    """Whoever may write to a library may not run code where it is read."""
    trap, trace = tmp_path / "trap", tmp_path / "trace"
    trap.write_text(f"#!/bin/sh\ntouch {trace}\n", encoding="utf-8")
    trap.chmod(0o755)
    repository.git("config", name, str(trap))
    repository.git("config", "log.showSignature", "true")
    commit = known(repository.folder).head
    assert last_change_patch(repository.folder, "a.md", commit)
    assert not trace.exists()


@pytest.mark.parametrize(
    ("remote", "web"),
    [
        ("https://git.example/team/library.git", "https://git.example/team/library"),
        ("https://mara:secret@git.example/team/library", "https://git.example/team/library"),
        ("git@git.example:team/library.git", "https://git.example/team/library"),
        ("ssh://git@git.example:2222/team/library.git", "https://git.example/team/library"),
        ("https://git.example/team/library/", "https://git.example/team/library"),
        ("/srv/library.git", None),
        ("file:///srv/library.git", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_change_has_an_address_where_the_repository_has_one(
    repository: Repository, remote: str, web: str | None
) -> None:
    """Made of the remote's, without the password in it."""
    repository.git("remote", "add", "origin", remote)
    history = known(repository.folder)
    page = history.of("a.md")
    assert page is not None
    assert history.web == web
    assert history.link(page.last) == (f"{web}/commit/{page.last.commit}" if web else None)


def test_what_a_commit_changed_in_a_page_is_shown_as_a_patch(repository: Repository) -> None:
    """Of that page alone, named from the library's folder."""
    write(repository.folder, "sub/b.md", "better\n")
    write(repository.folder, "a.md", "other\n")
    commit = repository.commit(at=MARCH + timedelta(days=10))
    patch = last_change_patch(repository.folder / "sub", "b.md", commit)
    assert patch is not None
    assert "-text\n+better\n" in patch
    assert "+++ b/b.md" in patch
    assert "a.md" not in patch
    assert last_change_patch(repository.folder, "a.md", "nonsense") is None
    assert last_change_patch(repository.folder, "a.md", "0" * 40) is None


def test_a_thousand_commits_are_read_in_one_go(tmp_path: Path) -> None:
    """Written by git's own fast way in."""
    repository = Repository(tmp_path / "library")
    stamp = int(MARCH.timestamp())
    lines = []
    for number in range(1000):
        who = f"Mara <m@x.example> {stamp + 86_400 * number} +0000"
        lines.append(f"commit refs/heads/main\ncommitter {who}\ndata 1\nx")
        lines.append(f"M 644 inline pages/{number % 500}.md\ndata {len(str(number))}\n{number}")
    repository.git("fast-import", "--quiet", given="\n".join(lines) + "\n")
    found = days(known(repository.folder))
    assert len(found) == 500
    assert found["pages/7.md"] == (507, 7)


def test_a_patch_is_of_the_file_itself_and_of_none_that_its_name_stands_for(repository: Repository) -> None:
    """A page may be called `*.md`."""
    write(repository.folder, "*.md", "star\n")
    write(repository.folder, "a.md", "other\n")
    commit = repository.commit(at=MARCH + timedelta(days=10))
    patch = last_change_patch(repository.folder, "*.md", commit)
    assert patch is not None
    assert "+star\n" in patch
    assert "a.md" not in patch
