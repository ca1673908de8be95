"""Processes of our own that do hard work beside the one that asks, and that end with the one that started them.

They are forked from one that has imported what they need, never from the one that asks, which may have threads; and not
started from nothing each, which takes 84 ms where this takes 11, because a page that is too slow costs its process.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing import forkserver

# The first makes the process from which the others are forked end with its own parent, and them with it.
PRELOADED = ("content.forking", "content.rendering")
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(list(PRELOADED))
# The number that linux/prctl.h gives the option.
PR_SET_PDEATHSIG = 1
STEP_SECONDS = 0.3


def end_with_parent(parent: int) -> None:
    """End this process, whatever it is doing, when the process with id `parent`, which started it, ends.

    Linux sees to it by itself, also while a regular expression keeps all threads of Python waiting; elsewhere a thread
    looks. On Linux "the parent" is the thread that started this process: it must be one that lives as long.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), name="end-with-parent", daemon=True).start()
    if os.getppid() != parent:  # it ended before this was asked for
        os._exit(1)


def prepare_forking() -> None:
    """Start the process from which others are forked, of a thread that lives as long as this process does."""
    forkserver.ensure_running()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(STEP_SECONDS)
    os._exit(1)
