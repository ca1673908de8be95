"""The data folder, closed to the other users of the machine: what people searched for and the database lie in it.

A demo's own library lies there too, and is the installation's wherever no setting names another.

The umask of whoever starts the product is for files that people share; it says nothing about these.
"""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

from api.work.pulling import pulled_library
from config import Config, ConfigError
from lms.folders import make_folder

log = logging.getLogger("repertoire.data")
OTHERS = 0o077
DEMO_LIBRARY = "demo-library"
DEMO_PAGES = f"{DEMO_LIBRARY}/pages"
# What lies in a data folder. One that holds anything else may be shared on purpose, as /tmp is: it isn't ours to close.
NAMES = (
    "repertoire.db*",
    "index",
    "figures",
    "metrics",
    "site",
    "searches",
    "visits",
    "practice",
    "decks",
    "library",
    "address",
    "notes.key",
    ".notes.key.*",
    f"*{DEMO_LIBRARY}*",
    "*.json",
    ".*.json.*",
)
FILE_SYSTEMS_OWN = "lost+found"
# While this is there, what else is there is a part of a backup.
RESTORING = ".restoring"


def with_own_library(config: Config) -> Config:
    """Return settings that name the library of the data folder, where it has one and none name another.

    It is the one that is pulled from a remote or, without any, the demo's.
    """
    if config.content_remote:
        return replace(config, content_dir=pulled_library(config))
    pages = config.data_dir / DEMO_PAGES
    is_own = config.content_dir == Config().content_dir and pages.is_dir()
    return replace(config, content_dir=pages) if is_own else config


@contextmanager
def private_files() -> Iterator[None]:
    """Let nobody else read what is written meanwhile, by this process and by those that it starts."""
    before = os.umask(OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def make_data_folder(folder: Path) -> None:
    """Make the folder, or close one that is there and what lies in it; raises ConfigError when it can't be written to.

    A line in the log says what was closed, and what stays open and why. A folder into which a backup is being restored
    is refused.
    """
    if (folder / RESTORING).exists():
        raise ConfigError(
            f"a backup is being restored into DATA_DIR {folder}, or that was cut off; restore the same file again"
        )
    try:
        make_folder(folder)
    except OSError as error:
        raise ConfigError(f"DATA_DIR {folder} can't be made: {error.strerror}; choose another") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError(f"DATA_DIR {folder} can't be written to; choose another")
    inside = [path for path in folder.iterdir() if path.name != FILE_SYSTEMS_OWN]
    ours = [path for path in inside if any(fnmatch(path.name, name) for name in NAMES)]
    foreign = next((path.name for path in inside if path not in ours), None)
    _close_folder(folder.resolve(), foreign)
    for path in ours:
        close_to_others(path)


def close_to_others(path: Path) -> bool:
    """Take a file or folder of this user's away from all others; True when that changed something.

    Links, and what belongs to somebody else, are left alone.
    """
    with suppress(OSError):  # gone meanwhile, or on a disk that knows no users
        found = path.lstat()
        if found.st_uid == os.geteuid() and found.st_mode & OTHERS and not stat.S_ISLNK(found.st_mode):
            path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
            return True
    return False


def _close_folder(folder: Path, foreign: str | None) -> None:
    if not folder.stat().st_mode & OTHERS:
        return
    if foreign is not None:
        advice = f"it holds `{foreign}`, which isn't the product's; choose a folder for the product alone"
    elif close_to_others(folder):
        log.warning("DATA_DIR %s was open to other users of this machine; it is closed to them now", folder)
        return
    else:
        advice = "it doesn't belong to the user who runs the product; change its owner, or choose another"
    log.warning("DATA_DIR %s stays open to other users of this machine: %s", folder, advice)
