"""Searches moved some hundred at a time, so that others write meanwhile and no file fills the memory."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.base import in_steps
from lms.journals.journal import BATCH, LONGEST
from lms.people.models import Person
from lms.usage.marks import pending_days
from lms.usage.models import SearchEvent
from lms.usage.searched import SUFFIX, open_searches
from support.acting import queries, searched
from support.factories import Cast
from support.learning import UTC_ZONE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with nothing in it."""
    made = tmp_path / "searches"
    made.mkdir()
    return made


def leave(folder: Path, cast: Cast, count: int, name: str = "left") -> Path:
    """Write so many of Ada's searches down as a process that has ended since."""
    lines = [json.dumps(asdict(searched(cast.ada.id, f"{name} {number}")), default=str) for number in range(count)]
    path = folder / f"{name}{SUFFIX}"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def counted(session: Session) -> int:
    """Return how many searches are in the database."""
    return session.scalar(select(func.count()).select_from(SearchEvent)) or 0


def test_others_see_and_write_between_two_batches(session: Session, cast: Cast, folder: Path) -> None:
    """Each batch is committed with the mark of its day, and the file goes when all of it is there."""
    file = leave(folder, cast, 2 * BATCH + 1)
    seen = []
    with Session(session.get_bind()) as other:
        for new in open_searches(folder, zone=UTC_ZONE).batches(session):
            session.commit()
            seen.append((new, counted(other), pending_days(other), file.exists()))
            other.get_one(Person, cast.ada.id).name = f"Ada {new}"
            other.commit()
    assert seen == [(BATCH, BATCH, 1, True), (BATCH, 2 * BATCH, 1, True), (1, 2 * BATCH + 1, 1, True)]
    assert not file.exists()


def test_a_file_that_was_moved_in_part_is_moved_on(session: Session, cast: Cast, folder: Path) -> None:
    """Whoever moves it may be killed, or stop, after any batch; nothing is there twice or missing."""
    file = leave(folder, cast, 2 * BATCH + 1)
    assert in_steps(session, islice(open_searches(folder, zone=UTC_ZONE).batches(session), 1)) == BATCH
    assert (counted(session), file.exists()) == (BATCH, True)
    assert open_searches(folder, zone=UTC_ZONE).move(session) == BATCH + 1
    assert (counted(session), file.exists()) == (2 * BATCH + 1, False)


def test_what_is_there_already_is_not_written_again(session: Session, cast: Cast, folder: Path) -> None:
    """The file of a living process is read again and again: that must not lock the database."""
    living = open_searches(folder, zone=UTC_ZONE)
    living.append(searched(cast.ada.id))
    assert open_searches(folder, zone=UTC_ZONE).move(session) == 1
    session.execute(select(1))
    with Session(session.get_bind()) as other:
        other.get_one(Person, cast.ada.id).name = "Ada"
        other.flush()  # holds the lock of SQLite: who wants to write now waits for seconds, and fails
        assert open_searches(folder, zone=UTC_ZONE).move(session) == 0
        other.rollback()


def test_the_newest_searches_come_first(session: Session, cast: Cast, folder: Path) -> None:
    """A rep who opens a hit doesn't wait for what a night has left."""
    journal = open_searches(folder, zone=UTC_ZONE)
    journal.append(searched(cast.ada.id, "long ago"))
    (old,) = folder.glob(f"*{SUFFIX}")
    old.rename(old.with_suffix(".kept"))
    next(iter(journal.batches(session)), None)
    old.with_suffix(".kept").rename(old)
    journal.append(searched(cast.ada.id, "now"))
    next(iter(journal.batches(session)))
    assert queries(session) == ["now"]


def test_a_file_of_one_endless_line_does_not_fill_the_memory(session: Session, cast: Cast, folder: Path) -> None:
    """Whatever it is, it is read piece by piece, and the files beside it are moved."""
    with (folder / f"zeros{SUFFIX}").open("wb") as file:
        file.truncate(40 * LONGEST)
    leave(folder, cast, 1)
    tracemalloc.start()
    assert open_searches(folder, zone=UTC_ZONE).move(session) == 1
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10 * LONGEST
    assert list(folder.iterdir()) == []


def test_a_file_that_can_not_be_read_does_not_hold_the_others_up(session: Session, cast: Cast, folder: Path) -> None:
    """It is named once all others are moved."""
    (folder / f"m{SUFFIX}").mkdir()
    for name in ("a", "z"):
        leave(folder, cast, 1, name)
    with pytest.raises(IsADirectoryError):
        open_searches(folder, zone=UTC_ZONE).move(session)
    assert sorted(queries(session)) == ["a 0", "z 0"]
