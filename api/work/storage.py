"""Storage of the data folder: how many bytes and files each part of it holds, and what is left on the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StoredFolder:
    """A part of the data folder with its bytes and files."""

    name: str
    bytes: int
    files: int


def measure_folders(data_dir: Path) -> tuple[int, list[StoredFolder]]:
    """Return the bytes that are free on the disk, and each part of the folder, the largest first.

    Files that stand in it directly are one part, called `.`; what vanishes meanwhile isn't counted.
    """
    parts = [StoredFolder(".", *_sizes(_files(data_dir)))]
    for folder in sorted(path for path in data_dir.iterdir() if path.is_dir() and not path.is_symlink()):
        files = (Path(root) / name for root, _, names in os.walk(folder) for name in names)
        parts.append(StoredFolder(folder.name, *_sizes(files)))
    return shutil.disk_usage(data_dir).free, sorted(parts, key=lambda part: -part.bytes)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()]


def _sizes(files: Iterable[Path]) -> tuple[int, int]:
    total = count = 0
    for path in files:
        try:
            total += path.lstat().st_size
        except OSError:
            continue
        count += 1
    return total, count
