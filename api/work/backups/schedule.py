"""Backups from time to time: one each day, how long each is kept, and how long a failure is left alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from api.work.backups.folders import FolderInUseError, held_folder
from api.work.backups.making import make_backup, partial_of
from api.work.backups.manifest import BackupRefusal
from config import Config
from lms.days import Now

FAILED_WAIT = timedelta(minutes=15)
_NAME = re.compile(r"repertoire-(\d{4}-\d\d-\d\d)\.zip")


class BackupsFromTime:
    """What this process knows of the last try that failed, until it is tried again."""

    def __init__(self) -> None:
        """Nothing has failed yet."""
        self._failed_at: datetime | None = None
        self._wrong = ""

    def run(self, config: Config, *, revisions: Sequence[str], now: Now) -> Path | None:
        """Make today's backup when its hour has come, take away those that are over, and return it; None for none.

        Where another process makes it just now nothing is done. Raises BackupRefusal while something is wrong.
        """
        if not config.backup_dir:
            return None
        folder = Path(config.backup_dir)
        if self._failed_at is not None and now.at < self._failed_at + FAILED_WAIT:
            raise BackupRefusal(self._wrong)
        try:
            return _make_due(config, folder, revisions, now)
        except FolderInUseError:
            return None
        except Exception as error:
            # Whatever it is: what was read of the database so far would be read again in a second.
            self._failed_at, self._wrong = now.at, (str(error) or type(error).__name__).splitlines()[0]
            raise


def _make_due(config: Config, folder: Path, revisions: Sequence[str], now: Now) -> Path | None:
    if not folder.is_dir():
        raise BackupRefusal(f"BACKUP_DIR {folder} is not a folder; make it, or mount what it is to be on")
    if now.at.astimezone(config.zone).hour < config.backup_hour or now.day in backups_in(folder):
        return None
    file = folder / f"repertoire-{now.day}.zip"
    make_backup(config, file, revisions=revisions, at=now.at)
    found = backups_in(folder)
    for day in over(found, today=now.day, days=config.backup_keep_days, weeks=config.backup_keep_weeks):
        found[day].unlink(missing_ok=True)
    _clear(folder)
    return file


def backups_in(folder: Path) -> dict[date, Path]:
    """Return the backups that the schedule made, by their days; other files are nobody's business here."""
    found = {}
    for path in folder.iterdir():
        if name := _NAME.fullmatch(path.name):
            with suppress(ValueError):
                found[date.fromisoformat(name[1])] = path
    return found


def over(made: Collection[date], *, today: date, days: int, weeks: int) -> set[date]:
    """Return the days whose backups aren't kept: neither of the last `days`, nor the first of one of the last `weeks`.

    The newest is always kept.
    """
    kept = {day for day in made if day > today - timedelta(days=days)} | {max(made, default=today)}
    firsts: dict[tuple[int, int], date] = {}
    for day in sorted(made):
        firsts.setdefault(day.isocalendar()[:2], day)
    kept |= set(sorted(firsts.values(), reverse=True)[:weeks])
    return set(made) - kept


def _clear(folder: Path) -> None:
    """Remove what was being written when a worker was killed on an earlier day."""
    for path in folder.glob(partial_of(folder / "repertoire-*.zip").name):
        with suppress(FolderInUseError), held_folder(path):
            pass
