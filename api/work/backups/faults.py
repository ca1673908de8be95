"""Faults of disks during backups: what a disk or SQLite says, as one line that names what was being written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from api.work.backups.manifest import BackupRefusal


@contextmanager
def disk_faults(what: str) -> Iterator[None]:
    """Turn what goes wrong on a disk into a BackupRefusal that begins with what couldn't be done."""
    try:
        yield
    except OSError as error:
        named = f" ({error.filename})" if error.filename else ""
        raise BackupRefusal(f"{what}: {error.strerror or error}{named}") from error
    except sqlite3.Error as error:
        raise BackupRefusal(f"{what}: SQLite says: {error}") from error
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        raise BackupRefusal(f"{what}: SQLite says: {error.orig}") from error
