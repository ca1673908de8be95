"""Waiting for facts and not for seconds: a test goes on as soon as something is so, and gives up only on a hang."""

from __future__ import annotations

import time
from collections.abc import Callable
from subprocess import Popen

# Nothing that is tested takes as long; a machine that is busy with other tests has needed more than 90 s.
PATIENCE_SECONDS = 600.0
PAUSE_SECONDS = 0.05


def wait_for(
    is_so: Callable[[], object], *, process: Popen[bytes] | None = None, tell: Callable[[], str] | None = None
) -> None:
    """Wait until something is true; what can't be asked or read yet counts as a no.

    Fails when it never comes, and at once when the process that it is waited for has ended; `tell` says how things
    stand then.
    """
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        has_ended = process is not None and process.poll() is not None
        try:
            if is_so():
                return
        except (OSError, ValueError):
            pass
        if has_ended:
            break
        time.sleep(PAUSE_SECONDS)
    reason = "its process has ended" if has_ended else f"not so after {PATIENCE_SECONDS:.0f} seconds"
    raise AssertionError(f"{reason}\n{tell() if tell else ''}")


def processor_seconds(work: Callable[[], object]) -> float:
    """Return what a piece of work costs this process, in seconds of a processor; other processes don't change it."""
    started = time.process_time()
    work()
    return time.process_time() - started
