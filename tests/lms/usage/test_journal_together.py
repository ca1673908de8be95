"""Searches of several processes and threads: nothing is lost, and nothing stands in the way of another."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from lms.journals.journal import Journal
from lms.usage.searched import SUFFIX, open_searches
from support.acting import failures, queries, searched
from support.factories import Cast
from support.journals import write_and_die
from support.learning import UTC_ZONE
from support.processes import FORKED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for journals, which they make themselves."""
    return tmp_path / "searches"


def files(folder: Path) -> list[Path]:
    """Return the files of all journals over a folder."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def test_the_file_of_a_process_that_ended_is_moved_and_removed(session: Session, cast: Cast, folder: Path) -> None:
    """Whoever moves next over the same folder does it."""
    _write_and_die(folder, cast.ada.id, 3)
    assert len(files(folder)) == 1
    assert open_searches(folder, zone=UTC_ZONE).move(session) == 3
    assert sorted(queries(session)) == ["query 0", "query 1", "query 2"]
    assert files(folder) == []


def test_kill_9_right_after_append_loses_nothing(session: Session, cast: Cast, folder: Path) -> None:
    """Each of three processes had its searches on disk when it died."""
    for count in range(1, 4):
        assert _write_and_die(folder, cast.ada.id, count) == -signal.SIGKILL
    assert open_searches(folder, zone=UTC_ZONE).move(session) == 6
    assert len(queries(session)) == 6


def test_the_lines_of_a_living_process_are_moved_and_its_file_stays(session: Session, cast: Cast, folder: Path) -> None:
    """It goes on writing to it."""
    journal, living = open_searches(folder, zone=UTC_ZONE), open_searches(folder, zone=UTC_ZONE)
    living.append(searched(cast.ada.id, "one"))
    assert journal.move(session) == 1
    assert queries(session) == ["one"]
    assert len(files(folder)) == 1
    living.append(searched(cast.ada.id, "two"))
    journal.move(session)
    assert queries(session) == ["one", "two"]
    living.move(session)
    assert files(folder) == []


def test_a_half_written_line_that_is_finished_later_is_kept(session: Session, cast: Cast, folder: Path) -> None:
    """Another process may look while a line is on its way."""
    journal, living = open_searches(folder, zone=UTC_ZONE), open_searches(folder, zone=UTC_ZONE)
    living.append(searched(cast.ada.id, "one"))
    (file,) = files(folder)
    whole = file.read_bytes()
    os.truncate(file, len(whole) - 10)
    assert journal.move(session) == 0
    with file.open("ab") as rest:
        rest.write(whole[-10:])
    assert journal.move(session) == 1
    assert queries(session) == ["one"]


def test_two_who_move_at_once_move_every_search_once(session: Session, cast: Cast, folder: Path) -> None:
    """Processes of one installation do, many times a minute; neither fails on what the other has moved."""
    journals = [open_searches(folder, zone=UTC_ZONE) for _ in range(3)]
    for number in range(15):
        journals[0].append(searched(cast.ada.id, f"query {number}"))
    (file,) = files(folder)
    for number, line in enumerate(file.read_bytes().splitlines()):
        (folder / f"ended-{number}{SUFFIX}").write_bytes(line + b"\n")
    assert failures(*[_with_session(session, journal.move) for journal in journals]) == []
    assert sorted(queries(session)) == sorted(f"query {number}" for number in range(15))
    journals[0].move(session)
    assert files(folder) == []


def test_threads_that_append_at_once_lose_nothing(session: Session, cast: Cast, folder: Path) -> None:
    """Each line is whole, and on disk when its append returns."""
    journal = open_searches(folder, zone=UTC_ZONE)
    assert failures(*[_appending(journal, cast.ada.id, f"thread{number}", 50) for number in range(8)]) == []
    (file,) = files(folder)
    assert len([json.loads(line) for line in file.read_bytes().splitlines()]) == 400
    assert journal.move(session) == 400
    assert set(queries(session)) == {f"thread{number}.{turn}" for number in range(8) for turn in range(50)}


def test_nothing_is_lost_while_others_move(session: Session, cast: Cast, folder: Path) -> None:
    """Three journals as of three processes write, each moves its own lines and those of the others."""
    journals = [open_searches(folder, zone=UTC_ZONE) for _ in range(3)]
    done = Event()

    def append() -> None:
        try:
            calls = [_appending(journal, cast.ada.id, f"process{n}", 150) for n, journal in enumerate(journals)]
            assert failures(*calls) == []
        finally:
            done.set()

    def moving(journal: Journal) -> Callable[[Session], None]:
        def run(own: Session) -> None:
            while not done.is_set():
                journal.move(own)

        return run

    movers = [_with_session(session, moving(journal)) for journal in journals]
    assert failures(append, *movers) == []
    for journal in journals:
        journal.move(session)
    wanted = {f"process{number}.{turn}" for number in range(3) for turn in range(150)}
    assert wanted - set(queries(session)) == set()
    assert files(folder) == []


def _appending(journal: Journal, person_id: UUID, name: str, count: int) -> Callable[[], None]:
    def run() -> None:
        for turn in range(count):
            journal.append(searched(person_id, f"{name}.{turn}"))

    return run


def _with_session(session: Session, call: Callable[[Session], object]) -> Callable[[], None]:
    """Return the call with a database session of its own, for another thread."""
    engine = session.get_bind()
    session.rollback()

    def run() -> None:
        with Session(engine, expire_on_commit=False) as own:
            call(own)

    return run


def _write_and_die(folder: Path, person_id: UUID, count: int) -> int | None:
    """Let another process write searches down and die; returns how it ended."""
    process = FORKED.Process(target=write_and_die, args=(folder, person_id, count))
    process.start()
    process.join()
    return process.exitcode
