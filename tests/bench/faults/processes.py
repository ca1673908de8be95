"""Processes of a started product, as the kernel lists them: all that ever were, which still live, and what each is for.

A process counts as the product's when its parent does, when it is in the started session, or when its environment
carries the mark that the product was started with: one whose parent died isn't lost sight of.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from bench.search.common import command_of, stat_of

SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BETWEEN_STEPS = 0.05
MARK = "REPERTOIRE_BENCH_MARK"
LISTENING = "0A"
HELPERS = ("resource_tracker", "forkserver", "mkdocs", "git ")
ENDED = {"Z", "X"}


class Process(NamedTuple):
    """A process: its number may be given again, with the moment it began (in ticks) it is the only one."""

    pid: int
    began: str


class Looked(NamedTuple):
    """What one look at a process showed."""

    process: Process
    parent: int
    session: int
    state: str


class Watch:
    """Looks at all processes five times a second from the start to `close`."""

    def __init__(self, root: int, mark: str) -> None:
        """Watch the process `root`, which leads a session, and all that it starts; `mark` is in their environment."""
        self.root = root
        self.commands: dict[Process, str] = {}
        self._mark = f"{MARK}={mark}".encode()
        self._others: set[Process] = set()
        self._living: dict[int, Looked] = {}
        self._looking = threading.Lock()
        self._closed = threading.Event()
        self.look()
        threading.Thread(target=self._watch, daemon=True).start()

    def close(self) -> None:
        """Look no longer."""
        self._closed.set()

    def look(self) -> dict[int, Looked]:
        """Return the product's living processes by number, as they are now; who only waits to be reaped is dead."""
        with self._looking:
            there = [found for pid in _numbers() if (found := _look_at(pid))]
            there.sort(key=lambda found: int(found.process.began))
            ours: dict[int, Looked] = {}
            for found in there:
                if self._is_ours(found, ours):
                    ours[found.process.pid] = found
                else:
                    self._others.add(found.process)
            for pid, found in ours.items():
                if found.process not in self.commands:
                    self.commands[found.process] = command_of(pid)[:120]
            self._living = {pid: found for pid, found in ours.items() if found.state not in ENDED}
            return self._living

    def living(self, wanted: Iterable[Process] | None = None) -> list[Process]:
        """Return which of these processes, or of all that were ever seen, still live."""
        now = [found.process for found in self.look().values()]
        return now if wanted is None else sorted(set(now) & set(wanted))

    def left_after(self, wanted: Iterable[Process] | None, moment: float) -> list[Process]:
        """Wait until none of them lives, until this moment (monotonic) at the latest, and return who does."""
        wanted = None if wanted is None else list(wanted)
        while (left := self.living(wanted)) and time.monotonic() < moment:
            time.sleep(SECONDS_BETWEEN_STEPS)
        return left

    def below(self, pid: int) -> list[Process]:
        """Return a living process and those that it started."""
        living = self.look()
        found = [living[pid].process] if pid in living else []
        return found + [
            one for other in living.values() if other.parent == pid for one in self.below(other.process.pid)
        ]

    def kill(self, processes: Iterable[Process] | None = None, number: signal.Signals = signal.SIGKILL) -> None:
        """Send all of them, or all that live, a signal, one right after the other."""
        for process in self.living(processes):
            with suppress(ProcessLookupError):
                os.kill(process.pid, number)

    def _is_ours(self, found: Looked, ours: dict[int, Looked]) -> bool:
        process = found.process
        if process in self.commands or found.parent in ours or found.session == self.root:
            return True
        if process in self._others:
            return False
        with suppress(OSError):
            return self._mark in Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
        return False

    def _watch(self) -> None:
        while not self._closed.wait(SECONDS_BETWEEN_LOOKS):
            self.look()


def _numbers() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _look_at(pid: int) -> Looked | None:
    stat = stat_of(pid)
    return Looked(Process(pid, stat[19]), int(stat[1]), int(stat[3]), stat[0]) if stat else None
