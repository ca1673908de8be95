"""The product as people start it: `repertoire serve` in a process of its own, and what is typed beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from click.testing import CliRunner

from api.cli import main
from config import PROJECT
from support.ports import free_port
from support.waiting import PATIENCE_SECONDS, wait_for


@dataclass(frozen=True)
class Server:
    """A running server: its address, how commands reach its data, and who signed in so far (address to cookies).

    `own_url` is its address on this machine, where it has another for people.
    """

    url: str
    environ: dict[str, str]
    output: Path
    process: subprocess.Popen[bytes]
    own_url: str
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
        with urllib.request.urlopen(f"{self.own_url}/api/v1/health", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
        return found

    def wait_until(self, is_so: Callable[[], object]) -> None:
        """Wait until something is so; fails at once when the server has ended, and says what it printed."""
        wait_for(is_so, process=self.process, tell=self._situation)

    def is_published(self) -> bool:
        """Tell whether the site is built."""
        return bool(self.health()["site"]["state"] == "ready")

    def wait_until_published(self) -> None:
        """Wait until the site is built."""
        self.wait_until(self.is_published)

    def printed(self) -> str:
        """Return what the server printed."""
        return self.output.read_text(encoding="utf-8")

    def _situation(self) -> str:
        try:
            health = json.dumps(self.health(), indent=1)
        except OSError as error:
            health = str(error)
        return f"{self.printed()}\n{health}"

    def _printed_for(self, email: str) -> str:
        name = email.split("@", maxsplit=1)[0].replace(".", " ").title()
        lines = self.printed().splitlines()
        return next((line for line in lines if name in line), "")


@contextmanager
def serving(folder: Path, *options: str, **settings: str) -> Iterator[Server]:
    """Serve with data in a folder until the block ends; once the API answers, the site may still be building.

    `{port}` in a setting is the port that was found.
    """
    port = free_port()
    settings = {name: value.replace("{port}", str(port)) for name, value in settings.items()}
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environ = {**inherited, "DATA_DIR": str(folder / "data"), "PORT": str(port), "PYTHONUNBUFFERED": "1", **settings}
    output = folder / "output.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [_command(), "serve", *options, "--port", str(port)],
            cwd=PROJECT,
            env=environ,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    own = f"http://127.0.0.1:{port}"
    url = settings.get("BASE_URL", own)
    server = Server(url, environ, output, process, f"{own}{urlsplit(url).path}")
    try:
        server.wait_until(lambda: "Stop with" in server.printed())
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def run(*words: str, environ: dict[str, str]) -> str:
    """Run a command of `repertoire`, here and not in a process that would import everything, and return its output."""
    done = CliRunner().invoke(main, words, env={"DATABASE_URL": None, **environ})
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def _command() -> str:
    beside = Path(sys.executable).with_name("repertoire")
    found = str(beside) if beside.is_file() else shutil.which("repertoire")
    assert found, "the command `repertoire` isn't installed; run `uv sync`"
    return found
