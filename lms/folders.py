"""Folders whose names are on the disk: without that a file that was flushed isn't found after a power cut.

And what systems say of a disk that is full.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

# What systems say where a disk, or somebody's part of it, takes no more.
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def make_folder(folder: Path) -> None:
    """Make a folder that nobody else reads, and those above it that are missing; their names are on the disk then.

    Its own is also where it was there already: whoever made it may have been killed, or not be done yet. A folder above
    that this user may not list is somebody else's to keep. Raises OSError.
    """
    missing = [each for each in folder.parents if not each.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for made in (*reversed(missing), folder):
        with suppress(PermissionError):
            sync_folder(made.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, as they are now; raises OSError where they can't be."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
