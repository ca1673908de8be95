"""Putting what was unpacked in its place: renamed in one step, or moved file by file into a folder that is there."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from lms.folders import sync_folder


def put_in_place(path: Path, target: Path) -> None:
    """Move a file or folder to where it belongs; into a folder that is there already, which may be another disk.

    May be killed at any moment, and done again.
    """
    if not (path.is_dir() and target.is_dir()):
        path.rename(target)
        return
    for file in sorted(path.iterdir()):
        _move(file, target / file.name)
    sync_folder(target)
    path.rmdir()


def _move(file: Path, target: Path) -> None:
    try:
        file.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        copied = target.with_name(f".{target.name}.restoring")
        shutil.copyfile(file, copied)
        with copied.open("rb+") as written:
            os.fsync(written.fileno())
        copied.replace(target)
        sync_folder(target.parent)
        file.unlink()
