"""A day's work on an installation from its first start on, run below strace: `driving.py FOLDER SECONDS`.

Everybody writes what the API has for them at the same time, and whatever was answered is noted in FOLDER/marks, one
line for each write, by one call: so the log of the calls says how much had been done to the files by then. A promise
is a row (`table`, `column`, `value`: the column holds it, or has it among its words; `least` of others) or so many
bytes of an `upload`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

# This folder's own files are known as `bench.faults.cuts`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from bench.faults.cuts.hands import Hand, RefusedError
from bench.faults.cuts.working import ADMIN, MANAGER, REPS, WORK
from bench.figures import COMMAND, PROJECT, SAMPLE

from api.cli.shared import opened_app
from lms.people.directory import ensure_team
from lms.people.proofs import issue_token
from lms.training.following import add_person
from support.ports import free_port

DATA, MARKS, LIBRARY = "data", "marks", "library"
ROOMS = ("courses/discovery-calls", "rubrics", "product-sheets")
READY_WITHIN = 600.0
STEP = 0.2
SAVED_EVERY = 1.5


def main() -> None:
    """Start, fill and stop an installation."""
    folder, seconds = Path(sys.argv[1]), float(sys.argv[2])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and the installation is stopped
    Scene(folder).play(seconds)


class Scene:
    """One installation, its people, and the file of what they were told."""

    def __init__(self, folder: Path) -> None:
        """Write a small library; the data folder isn't there yet."""
        self.library = folder / LIBRARY
        for room in ROOMS:
            shutil.copytree(SAMPLE / room, self.library / room)
        shutil.copy(SAMPLE.parent / "taxonomy.yml", self.library)
        self.port = free_port()
        self.environ = {
            **os.environ,
            "CONTENT_DIR": str(folder / LIBRARY),
            "DATA_DIR": str(folder / DATA),
            "DATABASE_URL": "",
            "WORKERS": "2",
            "PORT": str(self.port),
            "RATE_LIMIT": "10000000 per minute",
            "PRACTICE_STORE": "",
        }
        self._marks = os.open(folder / MARKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.closed = threading.Event()
        self._failed: list[str] = []

    def play(self, seconds: float) -> None:
        """Add people, serve, let all write at once while pages are saved, and stop."""
        os.environ.update(self.environ)
        tokens = self._people()
        with subprocess.Popen([*COMMAND, "serve", "--port", str(self.port)], cwd=PROJECT, env=self.environ) as server:
            try:
                self._work(tokens, seconds)
            finally:
                server.terminate()
        if self._failed:
            raise SystemExit("\n".join(self._failed))

    def _work(self, tokens: dict[str, str], seconds: float) -> None:
        self._wait_until_ready(Hand(self.port, self.note, tokens[ADMIN]))
        hands = [(Hand(self.port, self.note, tokens[email]), work) for email, work in WORK]
        people = Hand(self.port, self.note, tokens[ADMIN]).ask("GET", "/people?limit=100")["items"]
        ids = {person["email"]: person["id"] for person in people}
        threads = [threading.Thread(target=self._repeat, args=(hand, work(hand, ids))) for hand, work in hands]
        for thread in threads:
            thread.start()
        give_up, number = time.monotonic() + seconds, 0
        while not self.closed.wait(SAVED_EVERY) and time.monotonic() < give_up:
            number += 1
            (self.library / f"saved-{number % 5}.md").write_text(f"# Saved\n\nThe word is zanzibar{number}.\n")
        self.closed.set()
        for thread in threads:
            thread.join()

    def note(self, **said: Any) -> None:
        """Note a promise, in one call."""
        os.write(self._marks, json.dumps(said).encode() + b"\n")

    def _repeat(self, hand: Hand, work: Iterator[None]) -> None:
        try:
            for _ in work:
                if self.closed.is_set():
                    return
        except Exception as error:  # noqa: BLE001 - whatever it is, the recording is none
            self._failed.append(f"{type(error).__name__}: {error}")
            self.closed.set()

    def _people(self) -> dict[str, str]:
        """Add people and make a token for each, as the commands do, and return the tokens by address."""
        tokens = {}
        with opened_app() as (_, session, now):
            for email in (*REPS, MANAGER, ADMIN):
                role = email.partition("@")[0].rstrip("0123456789")
                team = ensure_team(session, name="Cut")
                person = add_person(session, email=email, name=role, roles=[role], team_id=team.id, now=now)
                _, tokens[email] = issue_token(session, person=person, name="cut", at=now.at)
                session.commit()
                self.note(table="person", column="email", value=email)
        return tokens

    def _wait_until_ready(self, hand: Hand) -> None:
        give_up = time.monotonic() + READY_WITHIN
        while time.monotonic() < give_up:
            with suppress(OSError, HTTPException, RefusedError):
                health = hand.ask("GET", "/health")
                if health["index"]["state"] == health["site"]["state"] == "ready":
                    return
            time.sleep(STEP)
        raise SystemExit("the installation didn't get ready")


if __name__ == "__main__":
    main()
