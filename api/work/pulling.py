"""The library of an installation that pulls it from a git remote, as the settings say."""

from __future__ import annotations

import os
from pathlib import Path

from config import Config
from content.pulling.pulling import CURRENT, BrokenCommitError, PullError, pull
from content.pulling.remote import read_remote
from lms.locks import try_lock

FOLDER = "library"


def pulled_library(config: Config) -> Path:
    """Return the folder that a pulled library is shown at; it is there after the first pull."""
    return config.data_dir / FOLDER / CURRENT / config.content_folder


class Puller:
    """Pulls again and again; a commit that isn't shown is looked at once."""

    def __init__(self, config: Config) -> None:
        """Pull nothing yet."""
        self._config = config
        self._broken: dict[str, str] = {}

    def run(self) -> str:
        """Show the newest commit, and return its hash; raises PullError, for one that is held back each time."""
        config = self._config
        remote = read_remote(config.content_remote, config.content_branch)
        home = config.data_dir / FOLDER
        home.mkdir(parents=True, exist_ok=True)
        lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not _is_locked(lock, home):
                raise PullError("a pull that was begun before goes on still")
            return pull(remote, home, inside=config.content_folder, lock=lock, broken=self._broken)
        except BrokenCommitError as error:
            self._broken = {error.which: str(error)}
            raise
        finally:
            os.close(lock)


def _is_locked(lock: int, home: Path) -> bool:
    try:
        return try_lock(lock)
    except OSError as error:
        raise PullError(f"{home} lies on a disk on which files can't be locked: {error.strerror}") from error
