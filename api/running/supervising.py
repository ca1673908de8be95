"""Keeping processes alive: started together, started again when they die, ended together when told to.

What supervises starts no thread: the others are forked from it, and a lock that a thread holds at that moment would
never be released in them.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import connection
from multiprocessing.process import BaseProcess

from api.running.announcing import say
from api.running.waiting import doubled
from content.processes import end_with_parent
from lms.days import present

log = logging.getLogger("repertoire.supervising")
_FORK = multiprocessing.get_context("fork")
_ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# For what is being answered; whoever hasn't ended then is killed.
GRACE_SECONDS = 1.5
# A process that dies is started again after a moment; one that keeps dying after twice as long, up to the last.
FIRST_WAIT_SECONDS, LAST_WAIT_SECONDS = 0.1, 5.0
STEADY_SECONDS = 5.0


@dataclass
class Wanted:
    """A process that shall run, and how it is: what it does, since when it runs or doesn't, how often it died, and how.

    `since` is in UTC; `ended` is None before the first death. One that is wanted once isn't started again.
    """

    name: str
    work: Callable[[], None]
    is_once: bool = False
    process: BaseProcess | None = None
    since: datetime = field(default_factory=present)
    deaths: int = 0
    ended: str | None = None
    _early_deaths: int = 0  # in a row
    _moment: float = 0.0  # monotonic: when it was started, or is to be

    def start_if_due(self) -> bool:
        """Start the process if it doesn't run and has waited long enough; tell whether it was started."""
        if self.process is not None or time.monotonic() < self._moment or (self.is_once and self.ended):
            return False
        self.process = _FORK.Process(target=_run, args=(self.work, os.getpid()), name=f"repertoire-{self.name}")
        # Signals wait until the new process has no handler of this one any more.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        self._moment, self.since = time.monotonic(), present()
        return True

    def note_death(self) -> bool:
        """Let go of the process if it died, and decide when to start it again; tell whether it had died."""
        if self.process is None or self.process.is_alive():
            return False
        code = self.process.exitcode or 0
        self.ended = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        self.process.close()
        self.process, self.since = None, present()
        self.deaths += 1
        is_steady = time.monotonic() - self._moment > STEADY_SECONDS
        self._early_deaths = 0 if is_steady else self._early_deaths + 1
        self._moment = time.monotonic() + doubled(FIRST_WAIT_SECONDS, self._early_deaths, longest=LAST_WAIT_SECONDS)
        return True

    def end(self, give_up: float) -> None:
        """Wait for the end of the process until a moment (monotonic), then kill it."""
        if self.process is not None:
            self.process.join(max(0.0, give_up - time.monotonic()))
            self.process.kill()
            self.process.join()


def supervise(wanted: Sequence[Wanted], *, report: Callable[[Sequence[Wanted]], None]) -> None:
    """Run processes until this one is told to end; then end them, in GRACE_SECONDS and the moment that a kill takes.

    `report` is told how they are whenever that changed.
    """
    told: list[int] = []
    bell, ringer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
    for number in _ENDING:
        signal.signal(number, lambda number, _: told.append(number))
    try:
        while not told:
            started = [each.start_if_due() for each in wanted]
            if any(started):
                report(wanted)
            running = [each.process.sentinel for each in wanted if each.process is not None]
            is_waiting = any(each.process is None and not each.is_once for each in wanted)
            connection.wait([bell, *running], FIRST_WAIT_SECONDS if is_waiting else None)
            time.sleep(0 if told else FIRST_WAIT_SECONDS / 4)  # who ends all of us may have begun with the others
            died = [] if told else [each for each in wanted if each.note_death()]
            for each in died:
                if each.is_once:
                    continue
                say(f"{each.name:<9} ended ({each.ended}); it is started again")
            if died:
                report(wanted)
    finally:
        give_up = time.monotonic() + GRACE_SECONDS
        for each in wanted:
            if each.process is not None:
                each.process.terminate()
        for each in wanted:
            each.end(give_up)


def _run(work: Callable[[], None], parent: int) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of a terminal; only the first answers it
    end_with_parent(parent)
    # It has a folder of its own for sockets, which `leave` takes away: the parent may have one too.
    multiprocessing.current_process()._config.pop("tempdir", None)  # type: ignore[attr-defined]  # noqa: SLF001
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    try:
        work()
    except Exception:
        log.exception("ended by an error")
        sys.exit(1)
