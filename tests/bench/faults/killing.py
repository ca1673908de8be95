"""Kills and stops the product at any moment: `uv run python tests/bench/faults/killing.py [--rounds N] [--what KIND]`.

While a rep searches, a manager writes and an author saves pages of a library in git, `repertoire serve` is killed with
signal 9: its background `worker`, the `server` that answers, the whole `tree`. Then it is stopped in the first
`--latest` seconds, every fourth time over an empty data folder: `parent-term` sends SIGTERM to the process that was
started, `all-term` to each of the tree at once, `group-int` is Ctrl-C on a terminal, `parent-kill` kills the first
process alone.

Every answer that was given is looked for in the database afterwards, every saved page by a word of its own, and every
process that was ever seen in /proc. Ends with 1 when an acknowledged search or write was lost, or was done twice, or
when somebody survived; the seconds are only printed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# This folder's own files are known as `bench.faults`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.faults.checking import is_answered, note_lost, pages_missing
from bench.faults.clients import People
from bench.faults.product import Place, Running
from bench.faults.stopping import STOPS, stop
from bench.faults.tally import Tally, show_columns
from bench.search.common import heading

GONE_WITHIN = 3.0
SOONEST, LATEST = 0.2, 5.0
BACK_WITHIN = 10.0
STEP = 0.05


def main() -> None:
    """Do harm, count, and print a row for each kind."""
    kinds = (*KILLS, *STOPS)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100, help="rounds of each kind")
    parser.add_argument("--what", nargs="+", choices=kinds, default=kinds)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1, help="processes that answer")
    parser.add_argument("--latest", type=float, default=20, help="seconds after the start within which it is stopped")
    options = parser.parse_args()
    is_bad = False
    with tempfile.TemporaryDirectory(prefix="repertoire-faults-") as name:
        place = Place(Path(name), workers=options.workers)
        heading(f"killed and stopped: seed {options.seed}, WORKERS={options.workers}")
        show_columns()
        for kind in options.what:
            chance = random.Random(f"{options.seed} {kind}")
            harm = KILLS.get(kind)
            tally = (
                harm(place, chance, options.rounds)
                if harm
                else stop(place, chance, options.rounds, kind, options.latest)
            )
            tally.show(kind)
            is_bad = is_bad or tally.is_bad()
    sys.exit(is_bad)


def kill_worker(place: Place, chance: random.Random, rounds: int) -> Tally:
    """Kill the background worker again and again."""
    return _kill_one(place, chance, rounds, lambda: place.processes("worker"))


def kill_server(place: Place, chance: random.Random, rounds: int) -> Tally:
    """Kill a process that answers, again and again."""
    return _kill_one(place, chance, rounds, lambda: place.processes("server"))


def kill_tree(place: Place, chance: random.Random, rounds: int) -> Tally:
    """Kill all processes at once and start again, over what they left."""
    tally = Tally()
    running = place.start()
    running.wait_until_published()
    people = People(place, chance)
    try:
        for _ in range(rounds):
            time.sleep(chance.uniform(SOONEST, LATEST))
            tally.rounds += 1
            killed = time.monotonic()
            running.watch.kill()
            left = running.watch.left_after(None, killed + GONE_WITHIN)
            tally.count_survivors(running.watch.commands[one] for one in left)
            running = _again(place, running)
            if is_answered(tally, place, running, running.began):
                pages_missing(tally, place, people, time.monotonic())
            note_lost(tally, place, people)
    finally:
        people.close()
        running.kill()
    return tally


def _kill_one(place: Place, chance: random.Random, rounds: int, victims: Callable[[], list[int]]) -> Tally:
    """Kill one of some processes in each round; the product is started anew when none of them came back."""
    tally = Tally()
    running = place.start()
    running.wait_until_published()
    people = People(place, chance)
    try:
        for _ in range(rounds):
            time.sleep(chance.uniform(SOONEST, LATEST))
            tally.rounds += 1
            there = _awaited(victims)
            if not there:
                tally.absent += 1
                tally.notes["nobody to kill: the one before didn't come back"] += 1
                running = _again(place, running)
                running.wait_until_published()
                continue
            family = running.watch.below(chance.choice(there))
            killed = time.monotonic()
            running.watch.kill(family[:1])
            with ThreadPoolExecutor(1) as beside:
                left = beside.submit(running.watch.left_after, family, killed + GONE_WITHIN)
                has_returned = is_answered(tally, place, running, killed)
                if has_returned:
                    pages_missing(tally, place, people, killed)
            tally.count_survivors(running.watch.commands[one] for one in left.result())
            if not has_returned:
                running = _again(place, running)
                running.wait_until_published()
        note_lost(tally, place, people)
    finally:
        people.close()
        running.kill()
    return tally


def _again(place: Place, running: Running) -> Running:
    """Start anew once nothing is left of the one that ran."""
    running.kill()
    return place.start()


def _awaited(victims: Callable[[], list[int]]) -> list[int]:
    give_up = time.monotonic() + BACK_WITHIN
    while not (there := victims()) and time.monotonic() < give_up:
        time.sleep(STEP)
    return there


KILLS = {"worker": kill_worker, "server": kill_server, "tree": kill_tree}

if __name__ == "__main__":
    main()
