"""Backups from time to time: once a day after its hour, the older ones taken away only after a new one is whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from api.web.context import parts
from api.web.preparing import known_schemas
from api.work.backups.archive import Archive
from api.work.backups.folders import held_folder
from api.work.backups.making import partial_of
from api.work.backups.manifest import BackupRefusal, tell_nobody
from api.work.backups.schedule import FAILED_WAIT, BackupsFromTime, over
from config import Config
from lms.days import Now, now_in
from support.factories import Cast

DAY = date(2026, 3, 10)


@pytest.fixture
def config(sqlite_app: Flask, sqlite_cast: Cast, tmp_path: Path) -> Config:
    """Settings of the cast's installation, which backs up at three in Berlin and keeps three days and two weeks."""
    with sqlite_app.app_context():
        known = parts().config
    (tmp_path / "kept").mkdir()
    berlin = replace(known, backup_dir=str(tmp_path / "kept"), time_zone="Europe/Berlin")
    return replace(berlin, backup_hour=3, backup_keep_days=3, backup_keep_weeks=2)


def _at(config: Config, hour: int, minute: int = 0, *, days: int = 0) -> Now:
    return now_in(config.zone, datetime(2026, 3, 10, hour, minute, tzinfo=UTC) + timedelta(days=days))


def _run(backups: BackupsFromTime, config: Config, now: Now) -> Path | None:
    return backups.run(config, revisions=known_schemas(config), now=now)


def _names(config: Config) -> list[str]:
    return sorted(path.name for path in Path(config.backup_dir).iterdir())


def test_a_day_has_one_backup_from_its_hour_on(config: Config) -> None:
    """By the company's clock; a process that begins anew makes none a second time, and one that was off makes up."""
    assert _run(BackupsFromTime(), config, _at(config, 1, 59)) is None
    made = _run(BackupsFromTime(), config, _at(config, 2, 1))
    assert made is not None
    with Archive(made) as archive:
        archive.check(tell_nobody)
    assert _run(BackupsFromTime(), config, _at(config, 20)) is None
    _run(BackupsFromTime(), config, _at(config, 20, days=1))
    assert _names(config) == ["repertoire-2026-03-10.zip", "repertoire-2026-03-11.zip"]


def test_no_folder_no_backup(config: Config) -> None:
    """None is named by default; one that isn't there is a failure, and isn't made."""
    assert _run(BackupsFromTime(), replace(config, backup_dir=""), _at(config, 20)) is None
    gone = replace(config, backup_dir=f"{config.backup_dir}/gone")
    with pytest.raises(BackupRefusal, match="is not a folder; make it, or mount"):
        _run(BackupsFromTime(), gone, _at(config, 20))
    assert _names(config) == []


def test_a_failure_is_told_until_it_is_tried_again_and_nothing_goes(config: Config) -> None:
    """What was kept stays; the next quarter of an hour only says what is wrong; then it goes well."""
    folder = Path(config.backup_dir)
    (folder / "repertoire-2020-01-01.zip").write_bytes(b"the last that there is")
    away = replace(config, database_url="sqlite:////nowhere/repertoire.db")
    backups = BackupsFromTime()
    for at in (_at(config, 20), _at(config, 20, 14)):
        with pytest.raises(BackupRefusal, match="there is no database at /nowhere"):
            _run(backups, away if at == _at(config, 20) else config, at)
    assert _names(config) == ["repertoire-2020-01-01.zip"]
    later = _at(config, 20)
    assert _run(backups, config, Now(later.at + FAILED_WAIT, later.day)) is not None


def test_what_is_over_goes_and_other_files_stay(config: Config) -> None:
    """Also what an earlier day's killed worker was writing; not what somebody writes just now."""
    folder = Path(config.backup_dir)
    for day in range(1, 10):
        (folder / f"repertoire-2026-03-0{day}.zip").touch()
    (folder / "mine.zip").touch()
    (partial_of(folder / "repertoire-2026-03-09.zip")).mkdir()
    with held_folder(partial_of(folder / "repertoire-2026-03-08.zip")) as busy:
        _run(BackupsFromTime(), config, _at(config, 20))
        assert busy.is_dir()
    assert _names(config) == ["mine.zip", *(f"repertoire-2026-03-{day:02}.zip" for day in (2, 8, 9, 10))]


def test_who_comes_second_leaves_it_to_the_first(config: Config) -> None:
    """Two workers on one folder make one backup, and neither calls it a failure."""
    with held_folder(partial_of(Path(config.backup_dir) / "repertoire-2026-03-10.zip")):
        assert _run(BackupsFromTime(), config, _at(config, 20)) is None
    assert _names(config) == []


@pytest.mark.parametrize(("days", "weeks", "kept"), [(1, 0, 1), (7, 0, 7), (1, 3, 4), (7, 3, 9), (400, 0, 100)])
def test_days_and_weeks_are_kept(days: int, weeks: int, kept: int) -> None:
    """Of a hundred days in a row: the last days, and the first of each of the last weeks."""
    made = [DAY - timedelta(days=ago) for ago in range(100)]
    assert len(made) - len(over(made, today=DAY, days=days, weeks=weeks)) == kept
    assert over([DAY - timedelta(days=900)], today=DAY, days=1, weeks=0) == set()
