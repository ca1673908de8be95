"""Searches on a disk that is full or fails: what was taken is kept, what is refused leaves no trace."""

from __future__ import annotations

import errno
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from lms.journals.journal import JournalError
from lms.journals.lines import LinesFile
from lms.usage.searched import SUFFIX, open_searches
from support.acting import queries, searched
from support.factories import MONDAY, Cast
from support.journals import write, write_with_little_room
from support.learning import UTC_ZONE
from support.processes import FORKED

NOBODY = UUID(int=0)
ONE_LINE = 420  # bytes, a little more than the longest line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for journals, which they make themselves."""
    return tmp_path / "searches"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of a few pages, where this user may."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("this user may mount no disk; the tests with a limit on files say the same")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.parametrize("can_cut", [True, False])
@pytest.mark.parametrize("room", [0, 100, ONE_LINE, 2 * ONE_LINE + 7, 5 * ONE_LINE])
def test_what_was_taken_before_and_after_the_disk_was_full_is_there(folder: Path, room: int, *, can_cut: bool) -> None:
    """And nothing else: a search that was written in part is refused, and the next one isn't glued to the piece."""
    answers, at_child = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=write_with_little_room, args=(folder, NOBODY, room, can_cut, at_child))
    process.start()
    narrow, wide = answers.recv()
    process.join()
    assert len(narrow) < 8
    assert wide == ["wide 0", "wide 1"]
    lines = [line for file in sorted(folder.iterdir()) for line in file.read_bytes().splitlines(keepends=True)]
    whole = [line for line in lines if line.endswith(b"\n")]
    assert [json.loads(line)["query"] for line in whole] == [*narrow, *wide]
    assert can_cut <= (whole == lines)


def test_a_full_disk_that_is_emptied_again_takes_searches_again(session: Session, cast: Cast, small_disk: Path) -> None:
    """Moving what is there makes room."""
    journal = open_searches(small_disk / "searches", zone=UTC_ZONE)
    names = [f"query {number}" for number in range(200)]
    first = write(journal, cast.ada.id, names)
    assert 0 < len(first) < 200
    assert (journal.refused, journal.refused_since is None) == (200 - len(first), False)
    journal.move(session)
    second = write(journal, cast.ada.id, ["after"])
    assert (second, journal.refused_since is None) == (["after"], True)
    journal.move(session)
    assert sorted(queries(session)) == sorted([*first, "after"])


def test_refused_searches_are_counted_from_the_first_on(folder: Path) -> None:
    """Until one is taken again; the reason is the system's."""
    folder.write_text("no folder can be made here")
    journal = open_searches(folder, zone=UTC_ZONE)
    for _ in range(2):
        with pytest.raises(JournalError, match="File exists"):
            journal.append(searched(NOBODY))
    assert (journal.refused, journal.refused_since) == (2, MONDAY)
    folder.unlink()
    journal.append(searched(NOBODY))
    assert (journal.refused, journal.refused_since) == (2, None)


def test_a_flush_that_failed_is_not_made_good_by_the_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system reports an error once and forgets what it couldn't write; all who wait in that file are told no."""
    file = LinesFile(folder / f"one{SUFFIX}")
    numbers = [file.write(line) for line in (b"first\n", b"second\n", b"third\n")]
    file.sync(numbers[0] - 1)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", _fail)
        with pytest.raises(OSError, match="no"):
            file.sync(numbers[0])
    for number in numbers:
        with pytest.raises(OSError, match="failed to take"):
            file.sync(number)
    file.close()
    with pytest.raises(OSError, match="failed to take"):
        file.sync(numbers[-1])


def test_after_a_flush_that_failed_searches_go_into_another_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that were taken before stay taken."""
    journal = open_searches(folder, zone=UTC_ZONE)
    assert write(journal, NOBODY, ["before"]) == ["before"]
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", _fail)
        assert write(journal, NOBODY, ["lost"]) == []
    assert write(journal, NOBODY, ["after"]) == ["after"]
    before, after = sorted(folder.glob(f"*{SUFFIX}"))
    assert b'"before"' in before.read_bytes()
    assert b'"after"' in after.read_bytes()


def _fail(_: int) -> None:
    raise OSError(errno.EIO, "no")
