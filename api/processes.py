"""Processes that end together: a child that outlives its parent stops by itself."""

from __future__ import annotations

import os
import threading
import time

STEP_SECONDS = 0.3


def exit_with_parent(parent: int) -> None:
    """End this process, whatever it is doing, soon after the process with id `parent` has ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(STEP_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, name="exit-with-parent", daemon=True).start()
