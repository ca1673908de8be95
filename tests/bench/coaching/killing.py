"""Kills the product while coaching is written: `uv run python tests/bench/coaching/killing.py [--rounds N] [--what W]`.

While a coach and a rep write notes, agree on action items and score calls, `repertoire serve` is killed with signal 9:
the process that answers, and in every tenth round all of its processes at once, which are then started again. At the
end all that was ever answered as kept is read again. Ends with 1 when some of it is nowhere, or twice, when an answer
was one that nobody should get, or when a word of somebody's private notes stands readable in the database.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

# This folder's own files are known as `bench.coaching`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.coaching.writers import REST, WRITERS, Fact, Hand, Work
from bench.faults.checking import is_answered
from bench.faults.product import Place, Running
from bench.faults.tally import Tally
from bench.search.common import heading, row

SOONEST, LATEST = 0.1, 1.5
WHOLE_EVERY = 10


def main() -> None:
    """Do harm, count, and print a row for each writer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--what", nargs="+", choices=WRITERS, default=list(WRITERS))
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="repertoire-faults-") as name:
        place = Place(Path(name))
        heading(f"coaching, killed {options.rounds} times: seed {options.seed}")
        running = place.start()
        running.wait_until_published()
        work = Work(place)
        threads = [
            threading.Thread(target=_write, args=(Hand(work, kind, who), WRITERS[kind][0]))
            for kind in options.what
            for who in WRITERS[kind][1]
        ]
        for thread in threads:
            thread.start()
        tally = Tally()
        try:
            running = _harm(place, running, tally, random.Random(options.seed), options.rounds)
        finally:
            work.closed.set()
            for thread in threads:
                thread.join()
        is_bad = _show(work, tally)
        running.kill()
    sys.exit(is_bad)


def _write(hand: Hand, write: object) -> None:
    """Write until the work is closed."""
    for _ in write(hand):  # type: ignore[operator]  # one of WRITERS
        if hand.work.closed.wait(REST):
            return


def _harm(place: Place, running: Running, tally: Tally, chance: random.Random, rounds: int) -> Running:
    """Kill again and again, and return what runs in the end."""
    for number in range(rounds):
        time.sleep(chance.uniform(SOONEST, LATEST))
        tally.rounds += 1
        killed = time.monotonic()
        if number % WHOLE_EVERY == WHOLE_EVERY - 1:
            running.kill()
            running = place.start()
        else:
            there = place.processes("server")
            running.watch.kill(running.watch.below(there[0])[:1] if there else None)
        if not is_answered(tally, place, running, killed):
            running.kill()
            running = place.start()
            running.wait_until_published()
    return running


def _show(work: Work, tally: Tally) -> bool:
    """Read all that was answered as kept again, print what came of it, and tell whether something is wrong."""
    row("", ["kept", "lost", "twice"])
    is_bad = bool(work.bad or tally.absent)
    for name, facts in sorted(work.facts.items()):
        lost, twice = _missing(work, facts)
        row(name.partition("@")[0], [str(len(facts)), str(len(lost)), str(len(twice))])
        is_bad = is_bad or bool(lost or twice)
        for word in [*lost[:5], *twice[:5]]:
            print(f"    {word}")
    for answer, count in work.bad.most_common(5):
        print(f"    {count} x {answer}")
    readable = _readable(work)
    print(f"rounds {tally.rounds}, answered again after {max(tally.answers, default=0):.1f} s at most")
    print(f"private words readable in the database: {readable}")
    return is_bad or readable > 0


def _missing(work: Work, facts: list[Fact]) -> tuple[list[str], list[str]]:
    """Return words that are nowhere any more, and those that are there twice."""
    said: dict[tuple[str, str], Counter[str]] = {}
    lost, twice = [], []
    for fact in facts:
        for place in fact.places:
            if (fact.who, place) not in said:
                said[fact.who, place] = Counter(_words(Hand(work, "reading", fact.who), place))
        if not any(said[fact.who, place][fact.word] for place in fact.places):
            lost.append(fact.word)
        if said[fact.who, fact.once][fact.word] > 1:
            twice.append(fact.word)
    return lost, twice


def _words(hand: Hand, path: str | None) -> list[str]:
    """Return all words of an answer, `next` followed to its end."""
    words: list[str] = []
    while path:
        answer = hand.insist("GET", path)
        words += _strings(answer)
        path = answer.get("next") if isinstance(answer, dict) else None
    return words


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return value.split()
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [word for part in parts for word in _strings(part)]


def _readable(work: Work) -> int:
    """Return how many words of private notes the database's files show."""
    kept = b"".join(path.read_bytes() for path in work.place.data.glob("repertoire.db*"))
    words = [fact.word for name, facts in work.facts.items() if name.startswith("private") for fact in facts]
    return sum(word.encode() in kept for word in words[:: max(1, len(words) // 2_000)])


if __name__ == "__main__":
    main()
