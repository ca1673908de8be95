"""A `repertoire serve` of its own data folder, library and port, with what it printed, and the processes it has."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.factories import write_page
from support.ports import free_port
from support.processes import members_of
from support.waiting import PATIENCE_SECONDS, wait_for

COMMAND = str(Path(sys.executable).parent / "repertoire")


class Served:
    """A server of its own data folder and port, with what it printed."""

    def __init__(self, data: Path, *options: str, **settings: str) -> None:
        """Start it and wait until the API answers; its library is a folder of its own, or pulled as settings say."""
        self.port = free_port()
        self.library = data.with_name("library")
        paths = {"DATA_DIR": str(data)}
        if "CONTENT_REMOTE" not in settings:
            write_page(self.library, "index.md", "# Home\n\nAbout the pilot.\n", id="home", title="Home")
            paths["CONTENT_DIR"] = str(self.library)
        self.environ = {**os.environ, **paths, "PYTHONUNBUFFERED": "1", **settings}
        self.output = data.with_suffix(".log")
        self._command = [COMMAND, "serve", "--port", str(self.port), *options]
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.output.open("a") as file:
            process = subprocess.Popen(
                self._command, env=self.environ, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.wait_until(lambda: self.ask("/health")["status"] == "ready")
        return process

    def kill(self) -> None:
        """Kill all of its processes at once, wherever they are in what they do."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)
        self.wait_until(lambda: not self.descendants())

    def start_again(self) -> None:
        """Start over what was left, and wait until the API answers."""
        self.process = self._start()

    def wait_until(self, is_so: Callable[[], object]) -> None:
        """Wait until something is so; what the server printed is told when it never comes."""
        wait_for(is_so, tell=self.printed)

    def ask(self, path: str, *, token: str = "", body: Any = None, key: str = "") -> Any:
        """Ask the API; returns its JSON."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        headers |= {"Idempotency-Key": key} if key else {}
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1{path}", data, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def status_of(self, path: str, *, token: str = "") -> int:
        """Ask the API and return the status of its answer, whatever it is."""
        try:
            self.ask(path, token=token)
        except urllib.error.HTTPError as error:
            return error.code
        return 200

    def finds(self, word: str, *, token: str) -> bool:
        """Tell whether a search for a word finds a page."""
        return bool(self.ask(f"/search?q={word}", token=token)["total"])

    def health(self) -> dict[str, Any]:
        """Return what the server says of itself, whatever it says."""
        try:
            found: dict[str, Any] = self.ask("/health")
        except urllib.error.HTTPError as error:
            found = json.load(error)
        return found

    def add_admin(self) -> str:
        """Add an admin and return a token of theirs."""
        self.run("person", "add", "nadia@brightwharf.example", "--name", "Nadia", "--role", "admin")
        return self.run("token", "nadia@brightwharf.example").splitlines()[-1]

    def pid_of(self, name: str) -> int:
        """Return the id of the process of a name."""
        noted = json.loads((Path(self.environ["DATA_DIR"]) / "processes.json").read_text(encoding="utf-8"))
        return int(next(each["pid"] for each in noted if each["name"] == name))

    def run(self, *arguments: str) -> str:
        """Run another command with the same settings and return what it prints."""
        done = subprocess.run([COMMAND, *arguments], env=self.environ, capture_output=True, text=True, check=True)
        return done.stdout

    def printed(self) -> str:
        """Return what the server printed."""
        return self.output.read_text()

    def descendants(self) -> set[int]:
        """Return the processes of the server's own session, itself included."""
        return members_of(self.process.pid)

    def stop(self, signal_: signal.Signals = signal.SIGINT) -> None:
        """Send a signal to the server alone and wait for its end."""
        self.process.send_signal(signal_)
        self.process.wait(PATIENCE_SECONDS)
