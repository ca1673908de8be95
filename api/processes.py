"""Processes that end together, and that no garbage collection holds up in the middle of a request."""

from __future__ import annotations

import gc
import os
import threading
import time

STEP_SECONDS = 0.3
# New objects before a collection of the youngest, and how often the next older are looked at then.
COLLECTION_THRESHOLDS = (50_000, 20, 20)


def exit_with_parent(parent: int) -> None:
    """End this process, whatever it is doing, soon after the process with id `parent` has ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(STEP_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, name="exit-with-parent", daemon=True).start()


def keep_out_of_collections() -> None:
    """Let the garbage collector leave alone what is in memory now, and run less often.

    A process that holds the index of ten thousand pages would otherwise stop for 170 ms in the middle of requests,
    looking through a million objects that live as long as the process does.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTION_THRESHOLDS)
