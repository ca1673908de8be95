"""Recordings on our own disk, in a folder that is closed to the machine's other users."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lms.errors import Conflict, Elsewhere
from lms.folders import make_folder, sync_folder
from lms.practice.models import Practice

_GONE = "what came before is gone from the server's disk; delete this practice and begin another"


def file_of(folder: Path, practice: Practice) -> Path:
    """Return where a recording is, or would be."""
    return folder / practice.id.hex


def elsewhere(practice: Practice, node: str) -> Elsewhere | None:
    """Return the refusal for a recording that isn't on our disk and began on another node's; None where it was ours."""
    if practice.node in {None, node}:
        return None
    return Elsewhere(f"this recording is on the node `{practice.node}`, and this is `{node}`: ask again, or there")


def write_part(folder: Path, practice: Practice, data: bytes, *, node: str) -> None:
    """Write the next part of a recording; it is on the disk when this returns, and what a crash left behind it isn't.

    Raises Conflict where what came before is gone, and Elsewhere where it is on another node's disk.
    """
    if not practice.kept_bytes:
        make_folder(folder)
    offset = practice.kept_bytes
    making = 0 if offset else os.O_CREAT  # none is left on the disk of a node that has nothing of it
    try:
        file = os.open(file_of(folder, practice), os.O_RDWR | making | os.O_CLOEXEC, 0o600)
    except FileNotFoundError:
        raise elsewhere(practice, node) or Conflict(_GONE) from None
    try:
        if os.fstat(file).st_size < offset:
            raise elsewhere(practice, node) or Conflict(_GONE)
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
