"""The product as people start it: `repertoire serve` in a process of its own, and what is typed beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from api.cli import main
from config import PROJECT
from support.ports import free_port

START_SECONDS = 90
STOP_SECONDS = 20


@dataclass(frozen=True)
class Server:
    """A running server: its address, how commands reach its data, and who signed in so far (address to cookies)."""

    url: str
    environ: dict[str, str]
    output: Path
    process: subprocess.Popen[bytes]
    cookies: dict[str, Any] = field(default_factory=dict)

    def sign_in_link(self, email: str) -> str:
        """Return the link that the server printed for a person or, without one, a fresh link."""
        printed = re.search(rf": ({re.escape(self.url)}/sign-in/\S+)", self._printed_for(email))
        return printed[1] if printed else self.fresh_link(email)

    def fresh_link(self, email: str) -> str:
        """Return a link that nobody has used, from `repertoire sign-in`."""
        return run("sign-in", email, environ=self.environ).splitlines()[-1]

    def health(self) -> dict[str, Any]:
        """Return what the server says about itself; raises OSError when it doesn't answer within five seconds."""
        with urllib.request.urlopen(f"{self.url}/api/v1/health", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def is_published(self) -> bool:
        """Tell whether the site is built."""
        return bool(self.health()["site"]["state"] == "ready")

    def _printed_for(self, email: str) -> str:
        name = email.split("@", maxsplit=1)[0].replace(".", " ").title()
        lines = self.output.read_text(encoding="utf-8").splitlines()
        return next((line for line in lines if name in line), "")


@contextmanager
def serving(folder: Path, *options: str, **settings: str) -> Iterator[Server]:
    """Serve with data in a folder until the block ends; once the API answers, the site may still be building."""
    port = free_port()
    environ = {**os.environ, "DATA_DIR": str(folder / "data"), "PORT": str(port), "PYTHONUNBUFFERED": "1", **settings}
    environ.pop("DATABASE_URL", None)
    output = folder / "output.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [_command(), "serve", *options, "--port", str(port)],
            cwd=PROJECT,
            env=environ,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", environ, output, process)
    try:
        wait_for(lambda: process.poll() is not None or "Stop with" in output.read_text(encoding="utf-8"), START_SECONDS)
        assert process.poll() is None, output.read_text(encoding="utf-8")
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def run(*words: str, environ: dict[str, str]) -> str:
    """Run a command of `repertoire`, here and not in a process that would import everything, and return its output."""
    done = CliRunner().invoke(main, words, env={**environ, "DATABASE_URL": None})
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def wait_for(is_so: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so; fails after some seconds, and takes a server that doesn't answer for a no."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        try:
            if is_so():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"not so after {seconds} seconds")


def _command() -> str:
    beside = Path(sys.executable).with_name("repertoire")
    found = str(beside) if beside.is_file() else shutil.which("repertoire")
    assert found, "the command `repertoire` isn't installed; run `uv sync`"
    return found
