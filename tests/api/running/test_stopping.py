"""Stopping `serve` at any moment: everything ends, leaves nothing, and says nothing."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.running.start import start
from config import Config
from support.factories import write_page
from support.processes import members_of

MOMENTS = 50
LAST_SECOND = 4.0
AT_ONCE = 5
PATIENCE_SECONDS = 60


def _fork_serve(folder: Path) -> int:
    """Serve from a process of its own session that has imported everything, as a start that took no time."""
    library = folder / "library"
    write_page(library, "index.md", "# Home\n\nAbout the pilot.\n", id="home", title="Home")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = Config(data_dir=folder / "data", content_dir=library, port=port)
    pid = os.fork()
    if pid == 0:
        try:
            os.setsid()
            output = os.open(folder / "output.txt", os.O_WRONLY | os.O_CREAT)
            os.dup2(output, 1)
            os.dup2(output, 2)
            sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115 - pytest's has another end
            sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
            start(config, is_demo=False)
        finally:
            os._exit(0)
    return pid


def _stop_at(folder: Path, moment: float, is_all: bool) -> list[str]:
    """Start, stop at a moment, and return what was left: processes, and lines that speak of trouble."""
    pid = _fork_serve(folder)
    time.sleep(moment)
    if is_all:
        for member in members_of(pid):
            os.kill(member, signal.SIGTERM)
    else:
        os.kill(pid, signal.SIGTERM)
    os.waitpid(pid, 0)
    give_up = time.monotonic() + PATIENCE_SECONDS
    while members_of(pid) and time.monotonic() < give_up:
        time.sleep(0.02)
    lines = (folder / "output.txt").read_text(encoding="utf-8").splitlines()
    return [*map(str, members_of(pid)), *(line for line in lines if any(sign in line for sign in SIGNS))]


SIGNS = ("Traceback", "Error", "warn", "failed", "ended", "leaked")


@pytest.mark.parametrize("is_all", [False, True])
def test_serve_ends_whole_at_any_moment(tmp_path: Path, is_all: bool) -> None:
    """Told alone, as by a service manager, or with all its processes, as at a shutdown; half of fifty moments each."""
    moments = [LAST_SECOND * number / MOMENTS for number in range(is_all, MOMENTS, 2)]
    folders = [tmp_path / str(number) for number in range(len(moments))]
    for folder in folders:
        folder.mkdir()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        left = list(threads.map(_stop_at, folders, moments, [is_all] * len(moments)))
    assert [(moment, lines) for moment, lines in zip(moments, left, strict=True) if lines] == []
