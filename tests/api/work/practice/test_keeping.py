"""Recordings on the disk and in a store on loopback: kept, moved, deleted, and none left that nobody needs."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.work.practice.disk import file_of, names_in, write_part
from api.work.practice.keeping import forget_practice, store_away, sweep
from api.work.practice.store import MediaStore, StoreAwayError, open_store
from config import Config
from lms.errors import Conflict, Elsewhere
from lms.practice.beginning import drop_practice
from lms.practice.models import Practice
from lms.practice.receiving import receive_part
from support.factories import Cast
from support.learning import on
from support.ports import free_port
from support.practising import NODE, begun, handed_in
from support.storing import store_server, webm


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Settings that name a store which runs meanwhile."""
    with store_server(tmp_path_factory.mktemp("store")) as settings:
        yield settings


@pytest.fixture
def store(named: dict[str, Any]) -> MediaStore:
    """The store."""
    found = open_store(Config(**named))
    assert found
    return found


def kept(session: Session, cast: Cast, folder: Path, data: bytes, part: int = 400) -> Practice:
    """Let a recording of Ada's come in parts, and hand it in."""
    practice = begun(session, cast.ada, size=len(data))
    for start in range(0, len(data), part):
        send(session, cast, practice, folder, data[start : start + part])
    return handed_in(session, cast.ada, practice, keep_days=20)


def send(session: Session, cast: Cast, practice: Practice, folder: Path, data: bytes, *, node: str = NODE) -> None:
    """Let the next part come."""
    receive_part(
        session,
        actor=cast.ada.actor,
        practice_id=practice.id,
        offset=practice.kept_bytes,
        size=len(data),
        node=node,
        write=lambda one: write_part(folder, one, data, node=node),
    )


def test_a_recording_is_on_the_disk_and_nobody_elses(session: Session, cast: Cast, tmp_path: Path) -> None:
    """In its order, whatever a crash left behind what was acknowledged."""
    data, folder = webm(1000), tmp_path / "data" / "practice"
    folder.parent.mkdir()
    practice = begun(session, cast.ada, size=1000)
    send(session, cast, practice, folder, data[:300])
    with file_of(folder, practice).open("ab") as file:
        file.write(b"what was being written when the process was killed")
    send(session, cast, practice, folder, data[300:310])
    assert file_of(folder, practice).read_bytes() == data[:310]
    send(session, cast, practice, folder, data[310:])
    assert file_of(folder, practice).read_bytes() == data
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file_of(folder, practice).stat().st_mode) == 0o600


def test_what_came_before_and_is_gone_is_told(session: Session, cast: Cast, tmp_path: Path) -> None:
    """Nothing is kept with a hole in it."""
    practice = begun(session, cast.ada, size=1000)
    send(session, cast, practice, tmp_path, webm(300))
    os.truncate(file_of(tmp_path, practice), 299)
    with pytest.raises(Conflict, match="gone from the server's disk"):
        send(session, cast, practice, tmp_path, webm(300))


def test_a_part_that_comes_to_another_node_is_refused_and_goes_well_at_the_first(
    session: Session, cast: Cast, tmp_path: Path, store: MediaStore
) -> None:
    """By its name, with nothing left of it there; and no other node takes for lost what it doesn't have."""
    data, here, there = webm(1000), tmp_path / "here", tmp_path / "there"
    practice = begun(session, cast.ada, size=1000)
    send(session, cast, practice, here, data[:400])
    with pytest.raises(Elsewhere, match=f"on the node `{NODE}`, and this is `two:8000`"):
        send(session, cast, practice, there, data[400:], node="two:8000")
    assert list(names_in(there)) == []
    send(session, cast, practice, here, data[400:])
    handed_in(session, cast.ada, practice)
    assert store_away(session, folder=there, node="two:8000", store=store, now=on()) == 0
    assert practice.media_key == f"disk/{practice.id.hex}"
    assert store_away(session, folder=here, node=NODE, store=store, now=on()) == 1


def test_recordings_go_into_the_store_and_are_read_in_parts(
    session: Session, cast: Cast, tmp_path: Path, store: MediaStore
) -> None:
    """A large one too; then none is on our disk, and however often it is done, it is there once."""
    small, large = webm(1000), webm(6_000_000, seed=3)
    practices = [kept(session, cast, tmp_path, data, part=len(data)) for data in (small, large)]
    for practice, data in zip(practices, (small, large), strict=True):
        store.put(file_of(tmp_path, practice), practice)
        assert b"".join(store.pieces(practice, 0, len(data))) == data
    assert store_away(session, folder=tmp_path, node=NODE, store=store, now=on()) == 2
    assert store_away(session, folder=tmp_path, node=NODE, store=store, now=on()) == 0
    assert list(names_in(tmp_path)) == []
    assert [one.media_key for one in practices] == [f"store/{one.id.hex}" for one in practices]
    assert b"".join(store.pieces(practices[1], 5_999_990, 10)) == large[-10:]
    assert b"".join(store.pieces(practices[0], 1, 4)) == small[1:5]


def test_what_is_over_is_deleted_wherever_it_is(
    session: Session, cast: Cast, tmp_path: Path, store: MediaStore
) -> None:
    """What was scored stays, and says when its recording went."""
    stored = kept(session, cast, tmp_path, webm(1000))
    store_away(session, folder=tmp_path, node=NODE, store=store, now=on())
    local, draft = kept(session, cast, tmp_path, webm(500)), begun(session, cast.ada, size=900)
    send(session, cast, draft, tmp_path, webm(300))
    session.commit()
    assert forget_practice(session, folder=tmp_path, store=store, now=on(19)) == 0
    with pytest.raises(StoreAwayError, match="doesn't name"):
        forget_practice(session, folder=tmp_path, store=None, now=on(20))
    assert forget_practice(session, folder=tmp_path, store=store, now=on(30)) == 2
    assert list(names_in(tmp_path)) == []
    assert [one.media_deleted_at for one in (local, stored)] == [on(20).at, on(30).at]
    assert stored.assessment_id is not None
    with pytest.raises(StoreAwayError):
        list(store.pieces(stored, 0, 10))
    assert session.get(Practice, draft.id) is None


def test_what_nobody_needs_is_swept(session: Session, cast: Cast, tmp_path: Path) -> None:
    """What a draft left, and what went into the store before the process was killed; never what isn't ours."""
    draft, whole = begun(session, cast.ada, size=900), kept(session, cast, tmp_path, webm(500))
    send(session, cast, draft, tmp_path, webm(300))
    (tmp_path / "notes.txt").write_text("mine")
    session.commit()
    assert sweep(session, folder=tmp_path) == 0
    drop_practice(session, actor=cast.ada.actor, practice_id=draft.id)
    session.commit()
    assert sweep(session, folder=tmp_path) == 1
    whole.media_key = f"store/{whole.id.hex}"
    session.commit()
    assert sweep(session, folder=tmp_path) == 1
    assert list(names_in(tmp_path)) == ["notes.txt"]
    assert sweep(session, folder=tmp_path / "missing") == 0


def test_one_that_is_gone_from_the_disk_stops_no_other(
    session: Session, cast: Cast, tmp_path: Path, store: MediaStore
) -> None:
    """It says that it is gone."""
    lost, other = (kept(session, cast, tmp_path, webm(500)) for _ in range(2))
    file_of(tmp_path, lost).unlink()
    store_away(session, folder=tmp_path, node=NODE, store=store, now=on())
    assert lost.media_deleted_at is not None
    assert other.media_key == f"store/{other.id.hex}"


def test_a_store_that_is_away_or_refuses_us_says_so(
    session: Session, cast: Cast, tmp_path: Path, named: dict[str, Any]
) -> None:
    """And the recording stays on our disk until it is there again."""
    practice = kept(session, cast, tmp_path, webm(500))
    session.commit()
    away = named | {"practice_store": f"http://127.0.0.1:{free_port()}/recordings"}
    for settings in (away, named | {"practice_store_secret": "another"}):
        store = open_store(Config(**settings))
        assert store
        with pytest.raises(StoreAwayError):
            store_away(session, folder=tmp_path, node=NODE, store=store, now=on())
        session.rollback()
        assert file_of(tmp_path, practice).exists()
    assert open_store(Config()) is None
