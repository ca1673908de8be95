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

    def servers(self, port: int) -> list[int]:
        """Return who answers: who holds the socket that listens on a port, except the first one and the worker."""
        sockets, workers = _listening(port), self.workers(port)
        return [pid for pid in self.look() if pid not in {self.root, *workers} and _holds(pid, sockets)]

    def workers(self, port: int) -> list[int]:
        """Return who works in the background: who is named so or else, of the first's children, who doesn't answer."""
        sockets, living = _listening(port), self.look()
        named = [pid for pid in living if pid != self.root and self._is_named_worker(pid)]
        behind = [pid for pid in named if not _holds(pid, sockets)]
        if behind or not sockets:
            return behind
        children = [pid for pid, found in living.items() if found.parent == self.root]
        return [pid for pid in children if not _holds(pid, sockets) and not _is_helper(pid)] or named

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

    def _is_named_worker(self, pid: int) -> bool:
        """Tell whether a process has taken a name with `work` in it, beside the command that it was started with."""
        with suppress(OSError):
            name = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace")
            title = command_of(pid)
            return "work" in name or (title != command_of(self.root) and "/" not in title and "work" in title)
        return False

    def _watch(self) -> None:
        while not self._closed.wait(SECONDS_BETWEEN_LOOKS):
            self.look()


def _numbers() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _look_at(pid: int) -> Looked | None:
    stat = stat_of(pid)
    return Looked(Process(pid, stat[19]), int(stat[1]), int(stat[3]), stat[0]) if stat else None


def _listening(port: int) -> set[str]:
    found = set()
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for line in Path(f"/proc/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
                words = line.split()
                if words[3] == LISTENING and int(words[1].rpartition(":")[2], 16) == port:
                    found.add(f"socket:[{words[9]}]")
    return found


def _holds(pid: int, sockets: set[str]) -> bool:
    with suppress(OSError):
        for file in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                if str(file.readlink()) in sockets:
                    return True
    return False


def _is_helper(pid: int) -> bool:
    return any(helper in command_of(pid) for helper in HELPERS)
