"""A file of lines that only grows: each is on disk whole, or refused and not there, also when the disk is full."""

from __future__ import annotations

import errno
import os
import threading
from contextlib import suppress
from pathlib import Path

from lms.folders import make_folder, sync_folder
from lms.locks import try_lock


class LinesFile:
    """One file and its lock, for a single writer at a time and any number of threads that wait for the disk."""

    def __init__(self, path: Path) -> None:
        """Make the file and its folder; raises OSError and leaves no file.

        Others see it only once it has its lock: a file without one is taken for one that was left.
        """
        self.is_usable = True  # False once a line may not be appended any more
        self._syncing = threading.Lock()
        self._size = 0  # bytes, of whole lines
        self._written = 0  # lines
        self._synced = 0
        self._has_failed = False
        make_folder(path.parent)
        new = path.with_suffix(".new")
        self._file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        try:
            _lock_new(self._file)
            new.rename(path)
            sync_folder(path.parent)
        except OSError:
            for made in (new, path):
                made.unlink(missing_ok=True)
            os.close(self._file)
            raise

    def write(self, line: bytes) -> int:
        """Append a line, which ends as lines do, and return its number; raises OSError and leaves nothing of it.

        A full disk takes a part of what it is given: the rest is tried again, and refused with the reason.
        """
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            try:
                os.ftruncate(self._file, self._size)
            except OSError:
                self.is_usable = False  # the next line would be glued to the piece
            raise
        self._size += len(line)
        self._written += 1
        return self._written

    def sync(self, number: int) -> None:
        """Return once the line of this number is on disk; raises OSError when it can't be said to be.

        Lines of several threads share a flush. Where one failed, no later one is believed: the system may have dropped
        what it couldn't write, and would report success.
        """
        with self._syncing:
            self._flush(number)

    def close(self) -> None:
        """Flush and let the file go; who still waits for a line learns what became of it."""
        self.is_usable = False
        with self._syncing:
            with suppress(OSError):
                self._flush(self._written)
            with suppress(OSError):
                os.close(self._file)

    def _flush(self, number: int) -> None:
        if self._synced >= number:
            return
        if self._has_failed:
            raise OSError(errno.EIO, "the disk failed to take what was written before")
        reached = self._written
        try:
            os.fdatasync(self._file)
        except OSError:
            self._has_failed, self.is_usable = True, False
            raise
        self._synced = reached


def _lock_new(file: int) -> None:
    """Take the lock of a file that nobody else knows yet; raises OSError where there are no locks."""
    if not try_lock(file):
        raise OSError(errno.ENOLCK, "files can't be locked there")
