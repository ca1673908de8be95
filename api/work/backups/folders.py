"""Folders that one process has at a time: for what is written beside its place and moved there in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from api.work.backups.manifest import BackupRefusal
from lms.locks import try_lock

LOCK = "lock"


class FolderInUseError(BackupRefusal):
    """Somebody else has the folder just now."""


@contextmanager
def held_folder(path: Path) -> Iterator[Path]:
    """Make a folder that nobody else has meanwhile, without what a kill left in it, and remove it afterwards.

    Raises FolderInUseError where somebody has it, and BackupRefusal where the disk knows no locks.
    """
    with locked_folder(path):
        for left in path.iterdir():
            if left.name != LOCK:
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def locked_folder(path: Path) -> Iterator[None]:
    """Make a folder, or take one that is there, with all that is in it; raises as `held_folder` does."""
    while True:
        path.mkdir(mode=0o700, exist_ok=True)
        try:
            file = (path / LOCK).open("ab")
        except FileNotFoundError:  # whoever had it removed it just now
            continue
        with file:
            if not _is_locked(path, file):
                raise FolderInUseError(f"{path} is in use by another backup")
            if _is_still(path / LOCK, file):
                yield
                return


def _is_locked(path: Path, file: BinaryIO) -> bool:
    try:
        return try_lock(file.fileno())
    except OSError as error:
        with suppress(OSError):  # what lies beside the lock may be half a restore, and stays
            (path / LOCK).unlink()
            path.rmdir()
        raise BackupRefusal(
            f"{path.parent} lies on a disk on which files can't be locked ({error.strerror}); name a folder on another"
        ) from error


def _is_still(path: Path, file: BinaryIO) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
