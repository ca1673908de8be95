"""Processes that hold little memory, are held up by no garbage collection during a request, and end at once."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import shutil
import sys
from multiprocessing import util
from pathlib import Path

# The number that malloc.h gives the option.
M_ARENA_MAX = -8
# New objects before a collection of the youngest, and how often the next older are looked at then.
COLLECTION_THRESHOLDS = (50_000, 20, 20)


def share_memory_between_threads() -> None:
    """Let glibc's threads take memory from two places instead of eight for each core, of which most lies unused.

    Must stand before the threads; elsewhere than on glibc nothing happens.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def calculate_in_one_thread() -> None:
    """Let whoever multiplies matrices do so alone: numpy's own threads would spin on cores that processes share.

    Where it is not numpy's own wheel for OpenBLAS, nothing happens.
    """
    import numpy as np

    for library in Path(np.__file__).parent.with_name("numpy.libs").glob("libscipy_openblas*"):
        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(str(library)).scipy_openblas_set_num_threads64_(1)


def keep_to_a_core(number: int, count: int) -> None:
    """Keep this process, the one of a number (from 0) among so many alike, to one core, where each of these has some.

    Its threads hand every request to each other, and the system would wake each on the core that is idle, away from
    what the caches hold. Where there are more cores than processes, somebody else may need the one that was chosen.
    """
    if sys.platform == "linux":
        cores = sorted(os.sched_getaffinity(0))
        if count >= len(cores):
            os.sched_setaffinity(0, {cores[number % len(cores)]})


def keep_out_of_collections() -> None:
    """Let the garbage collector leave alone what is in memory now, and run less often.

    A process that holds the index of ten thousand pages would otherwise stop for 170 ms in the middle of requests,
    looking through a million objects that live as long as the process does.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTION_THRESHOLDS)


def leave(*_: object) -> None:
    """End this process now, whatever its threads do: what was acknowledged is on disk, the rest is done again."""
    shutil.rmtree(util.get_temp_dir(), ignore_errors=True)  # of the processes that it has others fork
    os._exit(0)
