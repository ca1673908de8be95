"""Problems of the library as the worker last found them, counted again only when they changed."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from api.work.status import PROBLEMS


def read_problems(data_dir: Path) -> list[dict[str, Any]] | None:
    """Return the problems as they were written; None where nothing was checked yet, or by another version."""
    file = data_dir / PROBLEMS
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, list) else None


def count_problems(data_dir: Path) -> tuple[int, int] | None:
    """Return how many errors and warnings there are; None where nothing was checked yet."""
    file = data_dir / PROBLEMS
    try:
        status = file.stat()
    except OSError:
        return None
    return _counted(data_dir, (status.st_mtime_ns, status.st_ino, status.st_size))


@lru_cache(4)
def _counted(data_dir: Path, _stamp: tuple[int, int, int]) -> tuple[int, int] | None:
    found = read_problems(data_dir)
    if found is None:
        return None
    errors = sum(item.get("severity") == "error" for item in found)
    return errors, len(found) - errors
