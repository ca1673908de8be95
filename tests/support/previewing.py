"""`repertoire preview` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.ports import free_port
from support.waiting import PATIENCE_SECONDS, wait_for

COMMAND = str(Path(sys.executable).parent / "repertoire")


@dataclass(frozen=True)
class Previewed:
    """A library and the address of its preview, and what the author's terminal shows."""

    folder: Path
    port: int
    output: Path

    @property
    def url(self) -> str:
        """Where the preview is."""
        return f"http://127.0.0.1:{self.port}"

    def read(self, path: str) -> str:
        """Return a page of the preview; "" while it can't be had."""
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=5) as answer:
                text: str = answer.read().decode()
                return text
        except OSError:
            return ""


@contextmanager
def previewing(folder: Path, output: Path) -> Iterator[Previewed]:
    """Show the preview of a library until the block ends, from its first page on."""
    port = free_port()
    with output.open("wb") as file:
        process = subprocess.Popen(
            [COMMAND, "preview", "--port", str(port)],
            env={**os.environ, "CONTENT_DIR": str(folder)},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    made = Previewed(folder, port, output)
    try:
        wait_for(lambda: made.read("/"), process=process)
        yield made
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)
