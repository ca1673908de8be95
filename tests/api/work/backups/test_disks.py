"""Disks in backups: full ones, those that take no writes or know no locks, and one that is mounted in DATA_DIR."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from api.web.context import parts
from api.web.preparing import known_schemas
from api.work.backups.manifest import BackupRefusal
from api.work.backups.schedule import FAILED_WAIT, BackupsFromTime
from config import Config
from lms.days import Now, now_in
from support.backing_up import back_up, files_below, restore
from support.deploying import can_seal
from support.factories import MONDAY, Cast
from support.served import COMMAND
from support.waiting import PATIENCE_SECONDS

RECORDING = "0123456789abcdef0123456789abcdef"
# A disk is full for a process that may write no longer files.
FULL = 'ulimit -f 64; exec "$@"'


@pytest.fixture
def config(sqlite_app: Flask, sqlite_cast: Cast) -> Config:
    """Settings of the cast's installation, which has a recording of practice."""
    with sqlite_app.app_context():
        found = parts().config
    found.practice_dir.mkdir()
    (found.practice_dir / RECORDING).write_bytes(b"a recording")
    return found


def _run(*arguments: str, data: Path, shell: str = 'exec "$@"') -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "DATA_DIR": str(data), "TMPDIR": str(data.parent)}
    command = ["sh", "-euc", shell, "sh", COMMAND, *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)


def test_a_full_disk_is_a_line_that_names_the_place(config: Config, tmp_path: Path) -> None:
    """For a backup, a restore and a drill; exit code 2, and nothing is left of the try."""
    file, data = tmp_path / "b.zip", tmp_path / "data"
    back_up(config, file)
    for arguments, where, named in (
        (["backup", f"{tmp_path}/c.zip"], config.data_dir, f"{tmp_path}/c.zip can't be made: "),
        (["restore", str(file)], data, f"{file} can't be restored into {data}: "),
        (["restore", "--drill", str(file)], data, f"{file} can't be tried in {tmp_path}, in whose place TMPDIR may"),
    ):
        done = _run(*arguments, data=where, shell=FULL)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert done.stderr.startswith(f"repertoire: {named}")
    assert files_below(data) == {}
    assert [path.name for path in tmp_path.iterdir() if path.name != "data"] == ["b.zip"]


def test_a_place_that_takes_no_file_is_named(config: Config) -> None:
    """And DATA_DIR isn't, which is as it should be."""
    done = _run("backup", "/sys/b.zip", data=config.data_dir)
    assert done.returncode == 2
    assert done.stderr.startswith("repertoire: /sys/b.zip can't be made: ")
    assert "DATA_DIR" not in done.stderr


def test_after_any_failure_a_quarter_of_an_hour_is_waited(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that nobody thought of: until then the database isn't read again."""
    given = replace(config, backup_dir=str(tmp_path), backup_hour=0)
    backups, at = BackupsFromTime(), now_in(config.zone, MONDAY)
    revisions = known_schemas(config)
    with monkeypatch.context() as during:
        during.setattr(os, "fsync", lambda _: _raise(ValueError("odd\nand long")))
        with pytest.raises(ValueError, match="odd"):
            backups.run(given, revisions=revisions, now=at)
    with pytest.raises(BackupRefusal, match=r"^odd$"):
        backups.run(given, revisions=revisions, now=at)
    assert backups.run(given, revisions=revisions, now=Now(at.at + FAILED_WAIT, at.day)) is not None


def test_a_disk_without_locks_is_said_and_makes_no_backup(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It isn't taken for somebody else who makes it: the job fails, and so health says; nothing is left there."""
    given = replace(config, backup_dir=str(tmp_path), backup_hour=0)
    monkeypatch.setattr(fcntl, "flock", lambda *_: _raise(OSError(errno.ENOLCK, "No locks available")))
    with pytest.raises(BackupRefusal, match=r"on which files can't be locked \(No locks available\); name a folder"):
        BackupsFromTime().run(given, revisions=known_schemas(config), now=now_in(config.zone, MONDAY))
    assert list(tmp_path.iterdir()) == []


def _raise(error: Exception) -> None:
    raise error


def test_an_empty_folder_of_recordings_may_be_there(config: Config, tmp_path: Path) -> None:
    """With what its file system has in it; one with anything else is somebody's."""
    back_up(config, tmp_path / "b.zip")
    place = Config(data_dir=tmp_path / "data")
    (place.practice_dir / "lost+found").mkdir(parents=True)
    (place.practice_dir / "other").touch()
    with pytest.raises(BackupRefusal, match="isn't empty: it holds practice"):
        restore(tmp_path / "b.zip", place)
    (place.practice_dir / "other").unlink()
    restore(tmp_path / "b.zip", place)
    assert (place.practice_dir / RECORDING).read_bytes() == b"a recording"
    assert not (place.data_dir / ".restoring").exists()


def test_a_disk_for_recordings_may_be_mounted_in_the_folder(config: Config, tmp_path: Path) -> None:
    """What is unpacked on another disk is copied to it."""
    if not can_seal():
        pytest.skip("this system lets nobody mount anything")
    back_up(config, tmp_path / "b.zip")
    shared, data = tmp_path / "shared", tmp_path / "data"
    with _mounted(shared, data / "practice") as shell:
        done = _run("restore", str(tmp_path / "b.zip"), data=data, shell=shell)
    assert done.returncode == 0, done.stderr
    assert files_below(shared) == {RECORDING: b"a recording"}
    assert not (data / ".restoring").exists()


@contextmanager
def _mounted(source: Path, place: Path) -> Iterator[str]:
    """Yield a line of a shell that runs what it is given where a folder is seen at another place too."""
    source.mkdir()
    place.mkdir(parents=True)
    yield f'exec unshare --mount sh -euc "mount --bind {source} {place}; exec \\"\\$@\\"" sh "$@"'
