"""Cuts the power at every moment of a real day: `uv run python tests/bench/faults/power.py [--rounds N] [--seconds N]`.

An installation is started over nothing and filled through its API by everybody at once, while `strace` (from the
system's packages) writes down what becomes of its files, and clients note what they were answered. Then, again and
again, the calls are gone through up to some moment, a disk is made of them that has lost what wasn't flushed (all of
it, none, or parts that a seed chooses, with torn writes and names), and the product's own code opens it: the database
takes in what journals hold, and all that was answered by that moment is looked for. In some rounds the index is brought
up to the library too. `--log` goes through a recording that `--keep` left. Ends with 1 when anything is lost.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

# This folder's own files are known as `bench.faults`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.faults.cuts import driving
from bench.faults.cuts.disk import Disk, Folder, Link
from bench.faults.cuts.losing import bytes_left, names_left
from bench.faults.cuts.opening import Opener, Wanted
from bench.faults.cuts.tracing import CALLS, Promise, Step, read_log
from bench.figures import show
from bench.search.common import heading

DERIVED = ("site", "figures", "index")
# How much of what waits for a flush survives: nothing, all, or this share of it.
SHARES = (0.0, 0.0, 1.0, 0.2, 0.5, 0.8)
# Before anybody was answered anything, there is only a start to go on.
EARLY_SHARE = 0.02
THOROUGH_EVERY = 5
Round = tuple[int, int, bool]  # after how many steps, its number, whether the index is looked at


def main() -> None:
    """Record, cut, and print what was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--index-rounds", type=int, default=200, help="rounds more in which the index is looked at")
    parser.add_argument("--seconds", type=float, default=60, help="how long everybody works")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a new folder for the recording")
    parser.add_argument("--log", type=Path, help="such a folder, to go through it again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="repertoire-power-", dir="/dev/shm") as name:
        place = options.log or options.keep or Path(name) / "recorded"
        if not options.log:
            record(place, options.seconds)
        steps, promises = read_log(place / "log", str(place / driving.DATA), str(place / driving.MARKS))
        rounds = plan(steps, promises, options.rounds, options.index_rounds, random.Random(options.seed))
        heading(f"power cuts: {len(steps)} calls, {len(promises)} answers, seed {options.seed}")
        began = time.monotonic()
        context = multiprocessing.get_context("fork")
        with context.Pool(options.jobs) as pool:
            shares = [
                (place, Path(name) / f"cut-{n}", steps, promises, rounds[n :: options.jobs], options.seed)
                for n in range(options.jobs)
            ]
            tallies = pool.starmap(cut, shares)
    tally = sum(tallies, Counter[str]())
    for label in ("rounds", "rounds with the index", "strange calls", "promises looked for"):
        show(label, tally.pop(label, 0), "")
    show("seconds", time.monotonic() - began, "s")
    show("lost", sum(tally.values()), "")
    for what, count in tally.most_common(20):
        print(f"    {count} x {what}")
    sys.exit(bool(tally))


def record(place: Path, seconds: float) -> None:
    """Let everybody work over a new folder, and write down what became of its files."""
    place.mkdir(parents=True)
    strace = shutil.which("strace")
    if strace is None:
        raise SystemExit("strace is missing; on Debian: apt-get install strace")
    command = [
        strace,
        "-f",
        "--seccomp-bpf",
        "-yy",
        "-xx",
        "-s",
        "100000000",
        "-o",
        str(place / "log"),
        "-e",
        f"trace={CALLS}",
    ]
    subprocess.run([*command, sys.executable, driving.__file__, str(place), str(seconds)], check=True)


def plan(steps: list[Step], promises: list[Promise], count: int, of_index: int, chance: random.Random) -> list[Round]:
    """Choose moments: after each call to a file that holds what isn't derived, and some after those to the index."""
    root = min((step.path for step in steps if step.what == "mkdir"), key=len)
    rooms = [step.path.removeprefix(root).lstrip("/").partition("/")[0] for step in steps]
    first = promises[0].at if promises else 0
    kept = [n + 1 for n, room in enumerate(rooms) if room not in DERIVED and not room.endswith(".json")]
    early, late = [n for n in kept if n < first], [n for n in kept if n >= first]
    soon = min(len(early), int(count * EARLY_SHARE))
    chosen = chance.sample(early, soon) + [late[n * len(late) // (count - soon)] for n in range(count - soon)]
    index = [n + 1 for n, room in enumerate(rooms) if room == "index" and n >= first]
    picked = [(n, False) for n in chosen] + [(n, True) for n in chance.choices(index, k=of_index if index else 0)]
    return [(at, number, is_index) for number, (at, is_index) in enumerate(sorted(picked))]


def cut(
    place: Path, folder: Path, steps: list[Step], promises: list[Promise], rounds: list[Round], seed: int
) -> Counter[str]:
    """Go through the calls once, cut the power where the rounds say, and return what was lost, and the counts."""
    tally: Counter[str] = Counter()
    disk, wanted = Disk(str(place)), Wanted()
    opener = Opener(folder / driving.DATA, place / driving.LIBRARY)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    first = promises[0].at if promises else 0
    told, done = 0, 0
    for at, number, is_index in rounds:
        for step in steps[done:at]:
            disk.do(step)
        done = at
        while told < len(promises) and promises[told].at <= at:
            wanted.add(promises[told].said)
            told += 1
        chance = random.Random(f"{seed} {number}")
        share = chance.choice(SHARES)
        shutil.rmtree(folder, ignore_errors=True)
        _write(disk.root, folder, chance, share, is_index=is_index)
        tally["rounds with the index" if is_index else "rounds"] += 1
        tally["promises looked for"] += wanted.count
        try:
            if at < first:
                (folder / driving.DATA).mkdir(parents=True, exist_ok=True)
                opener.start_again()
            elif is_index:
                tally.update(f"{share}: {what}" for what in opener.index_faults())
            else:
                lost = opener.missing(wanted, is_thorough=number % THOROUGH_EVERY == 0)
                tally.update(f"{share}: {what}" for what in lost)
        except Exception as error:  # noqa: BLE001 - whatever opening raises, a start would
            where = traceback.extract_tb(error.__traceback__)[-1]
            tally[f"{share}: {type(error).__name__}: {str(error)[:150]} at {where.name}, after {at} calls"] += 1
    tally["strange calls"] = sum(not what.split()[-1].startswith(str(place / "data/site")) for what in disk.strange)
    return tally


def _write(folder: Folder, path: Path, chance: random.Random, share: float, *, is_index: bool) -> None:
    """Write what a cut left of a folder; of what is derived only the index, where it is looked at."""
    path.mkdir(parents=True)
    for name, node in names_left(folder, chance, share).items():
        if name in DERIVED and not (is_index and name == "index"):
            continue
        if isinstance(node, Folder):
            _write(node, path / name, chance, share, is_index=is_index)
        elif isinstance(node, Link):
            (path / name).symlink_to(node.target)
        elif name.endswith("-shm"):  # mapped into memory: no call says what it holds
            (path / name).write_bytes(chance.randbytes(len(node.now)))
        else:
            (path / name).write_bytes(bytes_left(node, chance, share))


if __name__ == "__main__":
    main()
