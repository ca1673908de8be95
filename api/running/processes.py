"""Processes that end together, hold little memory, and are held up by no garbage collection during a request."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import threading
import time

STEP_SECONDS = 0.3
# The number that malloc.h gives the option.
M_ARENA_MAX = -8
# New objects before a collection of the youngest, and how often the next older are looked at then.
COLLECTION_THRESHOLDS = (50_000, 20, 20)


def exit_with_parent(parent: int) -> None:
    """End this process, whatever it is doing, soon after the process with id `parent` has ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(STEP_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, name="exit-with-parent", daemon=True).start()


def share_memory_between_threads() -> None:
    """Let glibc's threads take memory from two places instead of eight for each core, of which most lies unused.

    Must stand before the threads; elsewhere than on glibc nothing happens.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def keep_out_of_collections() -> None:
    """Let the garbage collector leave alone what is in memory now, and run less often.

    A process that holds the index of ten thousand pages would otherwise stop for 170 ms in the middle of requests,
    looking through a million objects that live as long as the process does.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTION_THRESHOLDS)
