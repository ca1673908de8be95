"""A `repertoire serve` that begins at once: forked from a process that has imported everything, and has no threads."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from api.running.start import start
from config import Config
from support.ports import free_port


def start_in(folder: Path) -> None:
    """Serve the library of a folder as the first process of a session of its own, with what is said in `output.txt`."""
    os.setsid()
    output = os.open(folder / "output.txt", os.O_WRONLY)
    for number in (1, 2):
        os.dup2(output, number)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # it is a file of text
    port = free_port()
    start(Config(data_dir=folder / "data", content_dir=folder / "library", port=port), is_demo=False)
