"""An installation to do harm to: a library in git, the demo company, `repertoire serve` started and ended at will."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.faults.processes import MARK, Watch
from bench.figures import COMMAND, PROJECT, SAMPLE, ask, run

from api.work.status import read_processes
from support.ports import free_port

REP = "ada.lindqvist@brightwharf.example"
MANAGER = "max.oduya@brightwharf.example"
ADMIN = "nadia.brandt@brightwharf.example"
STARTS_WITHIN = 300.0
ENDS_WITHIN = 10.0
STEP = 0.02
GIT = ("git", "-c", "user.name=Bench", "-c", "user.email=bench@brightwharf.example")


class Running:
    """The product from its start to its end."""

    def __init__(self, environ: dict[str, str], port: int, output: Path) -> None:
        """Start it in a session of its own; what it prints is added to `output`."""
        mark = uuid.uuid4().hex
        self.began = time.monotonic()
        self.output = output
        self.port = port
        self._printed_before = output.stat().st_size if output.exists() else 0
        with output.open("ab") as file:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", "--demo", "--port", str(port)],
                cwd=PROJECT,
                env={**os.environ, **environ, MARK: mark, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.watch = Watch(self.process.pid, mark)

    def wait_until_published(self) -> None:
        """Wait until the API answers, every page can be found, and the site is built."""
        give_up = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < give_up and self.process.poll() is None:
            with suppress(OSError, HTTPException, ValueError):
                health = ask(self.port, "/api/v1/health")
                if health["index"]["state"] == health["site"]["state"] == "ready":
                    return
            time.sleep(STEP)
        raise SystemExit(f"not ready after {STARTS_WITHIN:.0f} s:\n{self.printed()[-2000:]}")

    def printed(self, since: int = 0) -> str:
        """Return what it printed, without its first bytes."""
        return self.output.read_bytes()[self._printed_before + since :].decode(errors="replace")

    def end(self) -> None:
        """Ask it to stop, and kill whatever is there ten seconds later."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(ENDS_WITHIN)
        self.kill()

    def kill(self) -> None:
        """Kill whatever there is, at once, until nothing is."""
        give_up = time.monotonic() + ENDS_WITHIN
        while self.watch.living() and time.monotonic() < give_up:
            self.watch.kill()
            time.sleep(STEP)
        self.process.wait(ENDS_WITHIN)
        self.watch.close()


class Place:
    """Where the product runs: a folder with a library, a data folder, one port, and who may ask."""

    def __init__(self, folder: Path, *, workers: int = 1) -> None:
        """Copy the sample library into a repository, start once, and give the rep, the manager and the admin tokens."""
        allow_many_files()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what was started is ended
        self.folder = folder
        self.library = folder / "library" / "pages"
        shutil.copytree(SAMPLE, self.library)
        shutil.copy(SAMPLE.parent / "taxonomy.yml", self.library.parent)
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Sample library"]):
            subprocess.run([*GIT, *words], cwd=self.library.parent, check=True, capture_output=True)
        self.port = free_port()
        self.data = folder / "data"
        self.output = folder / "output.txt"
        self.environ = {
            "CONTENT_DIR": str(self.library),
            "DATA_DIR": str(self.data),
            "RATE_LIMIT": "10000000 per minute",
            "WORKERS": str(workers),
        }
        self.environ["DATABASE_URL"] = ""
        with self.serving():
            self.tokens = {who: self._last_word("token", who) for who in (REP, MANAGER, ADMIN)}

    def processes(self, kind: str) -> list[int]:
        """Return the processes of a kind that run, by the notes of the first one."""
        return [each.pid for each in read_processes(self.data) if each.pid and each.name.startswith(kind)]

    def start(self, data: Path | None = None) -> Running:
        """Start the product, over another data folder if one is given; wait for nothing."""
        environ = self.environ if data is None else self.environ | {"DATA_DIR": str(data)}
        return Running(environ, self.port, self.output)

    @contextmanager
    def serving(self) -> Iterator[Running]:
        """Serve, from the moment at which all is published until the block ends."""
        running = self.start()
        try:
            running.wait_until_published()
            yield running
        finally:
            running.end()

    def cookie(self, who: str) -> str:
        """Sign somebody in and return the header's value; the product must be running."""
        path = "/" + self._last_word("sign-in", who).split("/", 3)[3]
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("POST", path, headers={"Content-Length": "0", "Sec-Fetch-Site": "same-origin"})
        cookie = connection.getresponse().headers["Set-Cookie"]
        connection.close()
        return str(cookie).partition(";")[0]

    def _last_word(self, *words: str) -> str:
        return run(*words, environ=self.environ | {"PORT": str(self.port)}).split()[-1]


def allow_many_files() -> None:
    """Let this process, and those that it starts, open as many files and sockets as the system allows it to."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
