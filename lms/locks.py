"""The lock of an open file, which the system lets go of however its holder ends."""

from __future__ import annotations

import fcntl


def try_lock(file: int, *, is_shared: bool = False) -> bool:
    """Take the lock of an open file, by its number, until it is closed; False where it can't be had at once.

    Somebody else has it then, or the disk knows no locks. A shared one keeps out only those who want it alone.
    """
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
