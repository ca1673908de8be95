"""Searches written down before they are answered: on disk at once, in the database once."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.journals.journal import Journal
from lms.usage.models import SearchEvent
from lms.usage.searched import SUFFIX, Searched, open_searches
from support.acting import queries, searched
from support.factories import MONDAY, Cast
from support.learning import UTC_ZONE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for journals, which they make themselves."""
    return tmp_path / "searches"


@pytest.fixture
def journal(folder: Path) -> Journal:
    """Return the journal of this process."""
    return open_searches(folder, zone=UTC_ZONE)


def files(folder: Path) -> list[Path]:
    """Return the files of all journals over a folder."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def test_a_search_is_on_disk_before_append_returns(journal: Journal, folder: Path) -> None:
    """Whole, in one line, and readable by nobody but the product's own user."""
    search = searched(UUID(int=1), 'Zażółć "太贵"\n\u2028\x85', filters={"type": ["deck"]})
    assert not folder.exists()
    journal.append(search)
    (file,) = files(folder)
    (line,) = file.read_bytes().splitlines()
    written = json.loads(line)
    assert (written["id"], written["query"], written["filters"]) == (str(search.id), search.query, {"type": ["deck"]})
    assert file.stat().st_mode & 0o777 == 0o600


def test_every_field_of_a_search_comes_into_the_database(
    session: Session, cast: Cast, journal: Journal, folder: Path
) -> None:
    """As it was written down; then nothing of it is left on disk."""
    search = searched(
        cast.ada.id,
        'Zażółć "太贵"\n\u2028\x85 type:deck',
        at=MONDAY + timedelta(microseconds=1),
        language=None,
        filters={"type": ["deck", "\0"], "owner": ["mara@brightwharf.example"]},
        page=2,
        was_typing=True,
        hits=0,
    )
    journal.append(search)
    assert journal.move(session) == 1
    event = session.scalars(select(SearchEvent)).one()
    names = Searched.__dataclass_fields__
    assert {name: getattr(event, name) for name in names} == {name: getattr(search, name) for name in names}
    assert files(folder) == []


def test_moving_where_nothing_was_ever_written_moves_nothing(session: Session, journal: Journal) -> None:
    """A process that has not answered yet has no folder either."""
    assert journal.move(session) == 0


def test_a_search_that_is_moved_again_is_there_once(
    session: Session, cast: Cast, journal: Journal, folder: Path
) -> None:
    """A kill between the commit and the removal leaves the file to be moved again."""
    journal.append(searched(cast.ada.id))
    (file,) = files(folder)
    data = file.read_bytes()
    for _ in range(3):
        journal.move(session)
        (folder / f"again{SUFFIX}").write_bytes(data)
    journal.move(session)
    assert queries(session) == ["price"]
    assert files(folder) == []


def test_searches_go_on_after_a_move(session: Session, cast: Cast, journal: Journal) -> None:
    """In a file of their own."""
    for query in ("one", "two", "three"):
        journal.append(searched(cast.ada.id, query))
        assert journal.move(session) == 1
    assert queries(session) == ["one", "two", "three"]


def test_more_searches_than_fit_into_one_statement_are_moved(session: Session, cast: Cast, journal: Journal) -> None:
    """After a night without the database."""
    for number in range(1201):
        journal.append(searched(cast.ada.id, f"query {number}"))
    assert journal.move(session) == 1201
    assert len(queries(session)) == 1201


@pytest.mark.parametrize(
    "bad",
    [
        b'{"id": "0190',
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"id": "x", "person_id": "x", "session_id": "x", "at": "x"}',
        b"\0" * 4096,
    ],
)
def test_a_line_that_was_cut_off_is_left_out_and_the_rest_kept(
    session: Session, cast: Cast, journal: Journal, folder: Path, bad: bytes
) -> None:
    """The power may go while a line is written."""
    journal.append(searched(cast.ada.id, "one"))
    journal.append(searched(cast.ada.id, "two"))
    (file,) = files(folder)
    first, second = file.read_bytes().splitlines()
    (folder / f"cut{SUFFIX}").write_bytes(first + b"\n" + bad + b"\n" + second + b"\n" + bad)
    file.unlink()
    assert journal.move(session) == 2
    assert queries(session) == ["one", "two"]
    assert files(folder) == []


def test_a_line_of_another_version_does_not_hold_the_others_up(
    session: Session, cast: Cast, journal: Journal, folder: Path
) -> None:
    """After an upgrade the files of the version before may lack a field or have one more."""
    journal.append(searched(cast.ada.id, "one"))
    (file,) = files(folder)
    row = json.loads(file.read_bytes())
    less = {name: value for name, value in row.items() if name != "language"}
    lines = [{**row, "id": str(uuid7()), "colour": "red"}, {**less, "id": str(uuid7())}, row]
    (folder / f"0{SUFFIX}").write_text("".join(json.dumps(line) + "\n" for line in lines))
    journal.append(searched(cast.ada.id, "two"))
    journal.move(session)
    assert {"one", "two"} <= set(queries(session))


def test_a_search_of_nobody_does_not_hold_the_others_up(session: Session, cast: Cast, journal: Journal) -> None:
    """The database may be another one than when it was written down."""
    journal.append(searched(UUID(int=9), "nobody's"))
    journal.append(searched(cast.ada.id, "one"))
    journal.move(session)
    assert queries(session) == ["nobody's", "one"]
    assert session.scalars(select(SearchEvent.person_id).order_by(SearchEvent.id)).all() == [None, cast.ada.id]
