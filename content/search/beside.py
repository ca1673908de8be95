"""Files beside the indexes that others write, such as what was used: read again only when they change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

Content = TypeVar("Content")


class FileBeside(Generic[Content]):
    """Reads one JSON file."""

    def __init__(self, path: Path, read: Callable[[Any, str], Content], nothing: Content) -> None:
        """Read nothing yet; `read` makes of the JSON and of the file's version what `read` returns."""
        self._path = path
        self._read = read
        self._nothing = nothing
        self._known: tuple[str, Content] = ("", nothing)

    def read(self) -> Content:
        """Return the newest content; nothing where there is no file that can be read."""
        try:
            status = self._path.stat()
            version = f"{status.st_mtime_ns}-{status.st_ino}"
            if version != self._known[0]:
                self._known = version, self._read(json.loads(self._path.read_text(encoding="utf-8")), version)
        except (OSError, ValueError, TypeError, AttributeError):
            return self._nothing
        return self._known[1]
