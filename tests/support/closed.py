"""Folders that take no writes, also from who may otherwise write everywhere, as root in a container."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# linux/capability.h: the third version of its structures, and what lets root pass over permissions.
_VERSION = 0x20080522
_OVERRIDING = ~0b110


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def closed(*folders: Path) -> Iterator[None]:
    """Let folders take no writes of this thread until the block ends; one that isn't there is made."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o555)
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(_VERSION, 0), (_Sets * 2)()
    libc.capget(ctypes.byref(header), ctypes.byref(sets))
    before = sets[0].effective
    sets[0].effective = before & _OVERRIDING
    if libc.capset(ctypes.byref(header), ctypes.byref(sets)):
        raise OSError(ctypes.get_errno(), "this thread can't give up what lets it write everywhere")
    try:
        assert not any(os.access(folder, os.W_OK, effective_ids=True) for folder in folders)
        yield
    finally:
        sets[0].effective = before
        libc.capset(ctypes.byref(header), ctypes.byref(sets))
        for folder in folders:
            folder.chmod(0o755)
