"""Frames: columns of equal length in files that readers share; a new generation replaces the old one in one step."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sized
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

FORMAT = 7
CURRENT = "current"
# Days are counted as Python counts them, from the year 1; 0 is none, and this is later than any.
NEVER = 4_000_000
# An amount that nobody said.
MISSING = -(2**62)
FrameColumn = NDArray[Any]
Frame = dict[str, FrameColumn]


def length_of(columns: Mapping[str, Sized]) -> int:
    """Return how many rows a frame has, or columns on their way to be one."""
    return len(next(iter(columns.values())))


class FiguresMissingError(Exception):
    """There are no figures that this version understands yet: they are being counted."""


@dataclass(frozen=True, eq=False)
class _Opened:
    """A column with the file that it is in."""

    inode: tuple[int, int]
    values: FrameColumn


@dataclass(frozen=True, eq=False)
class FigureSet:
    """Frames by name, and what else is known of them, as plain JSON; `name` tells generations apart."""

    name: str
    frames: Mapping[str, Frame]
    notes: Mapping[str, Any] = field(default_factory=dict)
    opened: tuple[_Opened, ...] = ()


def write_generation(
    folder: Path,
    frames: Mapping[str, Frame],
    notes: Mapping[str, Any],
    *,
    own_notes: Mapping[str, Any] | None = None,
    last: FigureSet | None = None,
) -> str:
    """Write a generation beside the current one, let it be the current one, and take the others away; returns its name.

    A reader, or a crash, finds the old one whole or the new one; who has the old one open keeps it. Columns that are
    those of the `last` one share its files. `own_notes` are for who writes the next one, and hold readers up no more.
    """
    name = uuid4().hex
    own = folder / name
    own.mkdir(parents=True)
    for frame, columns in frames.items():
        old = last.frames.get(frame, {}) if last else {}
        for column, values in columns.items():
            is_old = last is not None and old.get(column) is values
            if not is_old or not _shared(folder / str(last and last.name), own, f"{frame}.{column}.npy"):
                with (own / f"{frame}.{column}.npy").open("wb") as file:
                    np.save(file, values)
                    _flush(file)
    _write_json(own / "own_notes.json", own_notes or {})
    _write_json(
        own / "notes.json", {"format": FORMAT, "frames": {name: list(one) for name, one in frames.items()}, **notes}
    )
    link = folder / f".{name}"
    link.symlink_to(name)
    link.replace(folder / CURRENT)
    for other in folder.iterdir():
        if other.is_dir() and not other.is_symlink() and other.name != name:
            shutil.rmtree(other, ignore_errors=True)
    return name


def current_name(folder: Path) -> str:
    """Return the name of the current generation; raises FiguresMissingError when there is none."""
    try:
        return str((folder / CURRENT).readlink())
    except OSError as error:
        raise FiguresMissingError("nothing has been counted yet") from error


def read_generation(folder: Path, known: FigureSet | None = None) -> FigureSet:
    """Open the current generation; raises FiguresMissingError when there is none that can be read.

    Columns whose files are those of a generation that is open already are taken from it.
    """
    name = current_name(folder)
    own = folder / name
    try:
        notes: dict[str, Any] = json.loads((own / "notes.json").read_text(encoding="utf-8"))
        if notes.pop("format") != FORMAT:
            raise FiguresMissingError("the figures are of another version")
        opened = {column.inode: column for column in known.opened} if known else {}
        frames: dict[str, Frame] = {}
        files: list[_Opened] = []
        for frame, columns in notes.pop("frames").items():
            found = [_open(own / f"{frame}.{column}.npy", opened) for column in columns]
            frames[frame] = {column: one.values for column, one in zip(columns, found, strict=True)}
            files += found
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FiguresMissingError(f"the figures can't be read: {error}") from error
    return FigureSet(name, frames, notes, tuple(files))


def as_before(frames: Mapping[str, Frame], last: FigureSet | None) -> dict[str, Frame]:
    """Return frames in which each column that is what it was before is that of the last generation itself."""
    before = last.frames if last else {}
    return {
        frame: {name: _same_or(before.get(frame, {}).get(name), values) for name, values in columns.items()}
        for frame, columns in frames.items()
    }


def _same_or(old: FrameColumn | None, new: FrameColumn) -> FrameColumn:
    if old is None or old is new or old.dtype != new.dtype or len(old) != len(new):
        return new
    # As whole numbers, so that what isn't a number is the same as itself.
    first, second = (np.ascontiguousarray(one).view(f"i{one.itemsize}") for one in (old, new))
    return old if np.array_equal(first, second) else new


def read_own_notes(folder: Path, generation: FigureSet) -> dict[str, Any]:
    """Return what whoever wrote a generation noted for the next one; raises FiguresMissingError when it is gone."""
    try:
        found: dict[str, Any] = json.loads((folder / generation.name / "own_notes.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FiguresMissingError(f"the notes can't be read: {error}") from error
    return found


def _open(path: Path, opened: Mapping[tuple[int, int], _Opened]) -> _Opened:
    """Open a column; a file that is open can't be another one's under the same number."""
    status = path.stat()
    inode = status.st_dev, status.st_ino
    # Plain arrays: those of files do more at each step.
    return opened.get(inode) or _Opened(inode, np.asarray(np.load(path, mmap_mode="r")))


def _shared(last: Path, own: Path, file: str) -> bool:
    """Give a file of the last generation to this one too; tells whether that could be done."""
    try:
        os.link(last / file, own / file)
    except OSError:  # another process took it away, or the file system has no links
        return False
    return True


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(content, file)
        _flush(file)


def _flush(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())
