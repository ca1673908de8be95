"""Frames: columns of equal length in files that readers share; a new generation replaces the old one in one step."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

FORMAT = 4
CURRENT = "current"
# Days are counted as Python counts them, from the year 1; 0 is none, and this is later than any.
NEVER = 4_000_000
# An amount that nobody said.
MISSING = -(2**62)
Column = NDArray[Any]
Frame = dict[str, Column]


class FiguresMissingError(Exception):
    """There are no figures that this version understands yet: they are being counted."""


@dataclass(frozen=True)
class Generation:
    """Frames by name, and what else is known of them, as plain JSON; `name` tells generations apart."""

    name: str
    frames: Mapping[str, Frame]
    notes: Mapping[str, Any] = field(default_factory=dict)


def write_generation(folder: Path, frames: Mapping[str, Frame], notes: Mapping[str, Any]) -> str:
    """Write a generation beside the current one, let it be the current one, and take the others away; returns its name.

    A reader, or a crash, finds the old one whole or the new one; who has the old one open keeps it.
    """
    name = uuid4().hex
    own = folder / name
    own.mkdir(parents=True)
    for frame, columns in frames.items():
        for column, values in columns.items():
            with (own / f"{frame}.{column}.npy").open("wb") as file:
                np.save(file, values)
                _flush(file)
    with (own / "notes.json").open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, "frames": {frame: list(own) for frame, own in frames.items()}, **notes}, file)
        _flush(file)
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


def read_generation(folder: Path) -> Generation:
    """Open the current generation; raises FiguresMissingError when there is none that can be read."""
    name = current_name(folder)
    own = folder / name
    try:
        notes: dict[str, Any] = json.loads((own / "notes.json").read_text(encoding="utf-8"))
        if notes.pop("format") != FORMAT:
            raise FiguresMissingError("the figures are of another version")
        frames = {
            frame: {column: np.load(own / f"{frame}.{column}.npy", mmap_mode="r") for column in columns}
            for frame, columns in notes.pop("frames").items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FiguresMissingError(f"the figures can't be read: {error}") from error
    return Generation(name, frames, notes)


def _flush(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())
