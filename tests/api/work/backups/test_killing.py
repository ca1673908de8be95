"""Kill -9 of a backup and of a restore at each step on the disk: the last good state is there, and it goes on."""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from api.web.context import parts
from api.web.database import db
from api.web.preparing import known_schemas, migrate
from api.work.backups.archive import Archive
from api.work.backups.manifest import tell_nobody
from api.work.backups.restoring import restore_backup
from config import Config
from support.backing_up import back_up, files_below, new_place, restore
from support.factories import Cast
from support.filling import rows_by_table

STEPS = {"os.rename", "os.mkdir", "shutil.rmtree", "subprocess.Popen"}
RECORDING = "0123456789abcdef0123456789abcdef"


def test_a_backup_that_is_killed_leaves_the_one_before(sqlite_app: Flask, sqlite_cast: Cast, tmp_path: Path) -> None:
    """Or the whole new one; the next leaves nothing else in the folder."""
    with sqlite_app.app_context():
        config = parts().config
    file = tmp_path / "b.zip"
    before = back_up(config, file)
    kills = sum(_is_killed(lambda: back_up(config, file), at) and _is_whole(file) for at in _until_done())
    assert kills > 3
    assert back_up(config, file).tables == before.tables
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_a_restore_that_is_killed_can_be_done_again(app: Flask, cast: Cast, tmp_path: Path) -> None:
    """At each step, and before and after the schema is brought up to date; all of it is there then, once."""
    config = parts().config
    config.practice_dir.mkdir()
    (config.practice_dir / RECORDING).write_bytes(b"a recording")
    cast.ada.get("/search?q=frostvale")
    file = tmp_path / "b.zip"
    rows, _ = _rows(config), back_up(config, file)
    db.session.remove()
    db.engine.dispose()
    with new_place(config, tmp_path / "data") as place:
        kills = sum(_is_killed(lambda: restore(file, place), at) for at in _until_done())
        assert kills > 3
        _check(place, rows)
    for moment in (_die, _die_after):
        with new_place(config, tmp_path / moment.__name__) as place:
            assert _is_killed(lambda: _restore(file, place, moment), None)  # noqa: B023 - run at once
            restore(file, place)
            _check(place, rows)


def _check(place: Config, rows: dict[str, Any]) -> None:
    assert _rows(place) == rows
    names = {Path(name).parts[0] for name in files_below(place.data_dir)}
    assert names - {"repertoire.db"} == {"practice", "searches"}


def _is_whole(file: Path) -> bool:
    with Archive(file) as archive:
        archive.check(tell_nobody)
    return True


def _restore(file: Path, place: Config, migrating: Callable[[str], None]) -> None:
    with Archive(file) as archive:
        restore_backup(archive, place, revisions=known_schemas(place), migrate=migrating, tell=tell_nobody)


def _die(_: str = "") -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_after(url: str) -> None:
    migrate(url)
    _die()


_done: list[bool] = []


def _until_done() -> Iterator[int]:
    """Yield the numbers of steps, until a process got through all of its own."""
    _done.clear()
    yield from itertools.takewhile(lambda _: not _done, range(100))


def _is_killed(work: Callable[[], object], at: int | None) -> bool:
    """Do something in a process that is killed before its step of this number, and tell whether it was."""
    child = os.fork()
    if not child:
        count = itertools.count()
        if at is not None:
            sys.addaudithook(lambda event, _: _die() if event in STEPS and next(count) == at else None)
        try:
            work()
        finally:
            os._exit(sys.exc_info()[0] is not None)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    if not os.WIFSIGNALED(status):
        _done.append(True)
    return os.WIFSIGNALED(status)


def _rows(config: Config) -> dict[str, Any]:
    engine = sa.create_engine(config.sqlalchemy_url)
    with engine.connect() as connection:
        found = rows_by_table(connection)
    engine.dispose()
    return found
