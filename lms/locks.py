"""The lock of an open file, which the system lets go of however its holder ends."""

from __future__ import annotations

import errno
import fcntl

# What systems say where somebody else has it; all else is said of the disk.
_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES}


def try_lock(file: int, *, is_shared: bool = False) -> bool:
    """Take the lock of an open file, by its number, until it is closed; False where somebody else has it.

    A shared one keeps out only those who want it alone. Raises OSError where the disk knows no locks.
    """
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise
    return True
