"""Stops of the product in its first seconds, as people and service managers stop it, and kills of its first process."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress

from bench.faults.checking import is_answered, note_lost, pages_missing
from bench.faults.clients import People
from bench.faults.product import Place, Running
from bench.faults.tally import Tally

GONE_WITHIN = 3.0
ENDS_WITHIN = 30.0
SOONEST = 0.05
# Every so many rounds the data folder is empty, so that the first build and the first index are met too.
ROUNDS_A_FRESH_ONE = 4
NOISE = re.compile(r'Traceback|^\s+File "|Error\b|Exception|[Ww]arning|leaked|panicked')


def stop(place: Place, chance: random.Random, rounds: int, kind: str, latest: float) -> Tally:
    """Start and stop again and again, at moments spread over some seconds; then look for what must be there."""
    tally = Tally()
    step = (latest - SOONEST) / rounds
    moments = [SOONEST + step * (number + chance.random()) for number in range(rounds)]
    chance.shuffle(moments)
    running = place.start()
    running.wait_until_published()
    people = People(place, chance)
    try:
        running.end()
        for number, moment in enumerate(moments, start=1):
            is_fresh = number % ROUNDS_A_FRESH_ONE == 0
            fresh = place.folder / "fresh"
            people.pause(is_on=is_fresh)  # nobody is known there
            running = place.start(fresh if is_fresh else None)
            _stop_one(tally, running, kind, moment)
            shutil.rmtree(fresh, ignore_errors=True)
        people.pause(is_on=False)
        running = place.start()
        if is_answered(tally, place, running, running.began):
            pages_missing(tally, place, people, time.monotonic())
        note_lost(tally, place, people)
    finally:
        people.close()
        running.kill()
    return tally


def _stop_one(tally: Tally, running: Running, kind: str, moment: float) -> None:
    """Stop one, count who lives three seconds after the first process ended, and note what it said from then on."""
    process = running.process
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(0.0, running.began + moment - time.monotonic()))
        tally.notes[f"ended by itself with {process.returncode}: {running.printed()[-200:]!r}"] += 1
    said = len(running.printed().encode())
    began = time.monotonic()
    STOPS[kind](running)
    try:
        process.wait(ENDS_WITHIN)
        tally.notes[f"exit code {process.returncode}"] += 1
    except subprocess.TimeoutExpired:
        tally.notes[f"not ended after {ENDS_WITHIN:.0f} s"] += 1
        process.kill()
        process.wait()
    ended = time.monotonic()
    tally.rounds += 1
    tally.stops.append(ended - began)
    left = running.watch.left_after(None, ended + GONE_WITHIN)
    tally.count_survivors(running.watch.commands[one] for one in left)
    tally.notes.update(
        f"said: {line.strip()[:140]}" for line in running.printed(said).splitlines() if NOISE.search(line)
    )
    running.kill()


def _to_parent(number: signal.Signals) -> Callable[[Running], None]:
    return lambda running: running.process.send_signal(number)


def _to_all(running: Running) -> None:
    running.watch.kill(number=signal.SIGTERM)


def _to_group(running: Running) -> None:
    with suppress(ProcessLookupError):
        os.killpg(running.process.pid, signal.SIGINT)


STOPS = {
    "parent-term": _to_parent(signal.SIGTERM),
    "all-term": _to_all,
    "group-int": _to_group,
    "parent-kill": _to_parent(signal.SIGKILL),
}
