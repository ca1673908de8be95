"""Recordings on our own disk, in a folder that is closed to the machine's other users."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lms.errors import Conflict
from lms.folders import make_folder, sync_folder
from lms.practice.models import Practice


def file_of(folder: Path, practice: Practice) -> Path:
    """Return where a recording is, or would be."""
    return folder / practice.id.hex


def write_part(folder: Path, practice: Practice, data: bytes) -> None:
    """Write the next part of a recording; it is on the disk when this returns, and what a crash left behind it isn't.

    Raises Conflict where what came before is gone, as on another disk.
    """
    if not practice.kept_bytes:
        make_folder(folder)
    offset = practice.kept_bytes
    file = os.open(file_of(folder, practice), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if os.fstat(file).st_size < offset:
            raise Conflict("what came before is gone from the server's disk; delete this practice and begin another")
        os.ftruncate(file, offset)
        rest = memoryview(data)
        while rest:
            written = os.pwrite(file, rest, offset)
            rest, offset = rest[written:], offset + written
        os.fsync(file)
    finally:
        os.close(file)
    if not practice.kept_bytes:
        sync_folder(folder)


def remove(folder: Path, name: str) -> None:
    """Remove a recording, if it is there."""
    (folder / name).unlink(missing_ok=True)


def names_in(folder: Path) -> Iterator[str]:
    """Yield the names of the recordings on the disk."""
    if folder.is_dir():
        with os.scandir(folder) as found:
            yield from (entry.name for entry in found if entry.is_file(follow_symlinks=False))
