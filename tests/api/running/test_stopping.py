"""Stopping `serve` at any moment: everything ends, leaves nothing, and says nothing."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from support.factories import write_page
from support.processes import FORKED, members_of
from support.starting import start_in
from support.waiting import PATIENCE_SECONDS, wait_for

MOMENTS = 24
LAST_SECOND = 4.0
AT_ONCE = 5


def _stop_at(folder: Path, moment: float, is_all: bool) -> list[str]:
    """Start, stop at a moment, and return what was left: processes, and lines that speak of trouble."""
    write_page(folder / "library", "index.md", "# Home\n\nAbout the pilot.\n", id="home", title="Home")
    output = folder / "output.txt"
    output.touch()
    serving = FORKED.Process(target=start_in, args=(folder,))
    serving.start()
    session = serving.pid or 0
    time.sleep(moment)
    for member in (members_of(session) if is_all else {session}) or {session}:
        with suppress(ProcessLookupError):
            os.kill(member, signal.SIGTERM)
    serving.join(PATIENCE_SECONDS)
    wait_for(lambda: not members_of(session), tell=lambda: f"left: {members_of(session)}")
    lines = output.read_text(encoding="utf-8").splitlines()
    return [*map(str, members_of(session)), *(line for line in lines if any(sign in line for sign in SIGNS))]


SIGNS = ("Traceback", "Error", "warn", "failed", "ended", "leaked")


@pytest.mark.parametrize("is_all", [False, True])
def test_serve_ends_whole_at_any_moment(tmp_path: Path, is_all: bool) -> None:
    """Told alone, as by a service manager, or with all its processes, as at a shutdown; half of the moments each."""
    moments = [LAST_SECOND * number / MOMENTS for number in range(is_all, MOMENTS, 2)]
    folders = [tmp_path / str(number) for number in range(len(moments))]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        left = list(threads.map(_stop_at, folders, moments, [is_all] * len(moments)))
    assert [(moment, lines) for moment, lines in zip(moments, left, strict=True) if lines] == []
