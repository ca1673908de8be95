"""A thousand signed-in people at once: `uv run python tests/bench/load/run.py [--kinds sqlite postgres] [--minutes N]`.

The demo company grows to a thousand people, who ask sixty times a second: 60 % search and open, 20 % training, 10 %
reports, 10 % home, coaching, questions, deals and links. Printed are percentiles in milliseconds by kind of request,
errors, the memory of all processes of `serve` at the start and at the end, and what they and the crowd itself cost.
Ends with 1 at an error, or where 95 of 100 took longer than was asked.

`--nodes 3 --kinds postgres` serves by so many nodes over one database. `--bases` names servers that run already, over
the demo: `--data` is their data folder, `--database` their database. People are divided among several, as a balancer
that keeps them does.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

# This folder's own files are known as `bench.load`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.keeping import kept_database, kept_folder
from bench.load.company import fill, sign_in
from bench.load.crowd import Crowd, Heard
from bench.load.mix import SHARES
from bench.search.common import heading, percentiles, row
from bench.site.memory import busy_of, memory_of

from support.live import Server, serving
from support.noting import KEY

ASKED_P95 = 300.0
WARMING_SECONDS = 10.0


def main() -> None:
    """Fill, serve, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", nargs="+", choices=["sqlite", "postgres"], default=["sqlite", "postgres"])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--rate", type=float, default=60, help="requests a second")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--nodes", type=int, default=1, help="nodes over one database")
    parser.add_argument("--workers", type=int, default=2, help="processes of each that answer, as WORKERS says")
    parser.add_argument("--bases", nargs="+", help="servers that run already")
    parser.add_argument("--data", type=Path, help="their data folder")
    parser.add_argument("--database", default="", help="their DATABASE_URL, where it isn't SQLite")
    options = parser.parse_args()
    if options.nodes > 1 and options.kinds != ["postgres"]:
        parser.error("several nodes share one database: --kinds postgres")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    if options.bases:
        is_bad = _measure("running already", options.data, options.database, options.bases, (), options)
    else:
        is_bad = sum(_serve(kind, options) for kind in options.kinds) > 0
    sys.exit(is_bad)


def _serve(kind: str, options: argparse.Namespace) -> bool:
    with ExitStack() as opened:
        folder = opened.enter_context(kept_folder(None, name="load"))
        url = opened.enter_context(kept_database(kind, folder / "server", name="load"))
        # One after the other: the first makes the demo, which the others find there.
        nodes = [
            opened.enter_context(_node(folder / f"node-{at}", url, options.workers)) for at in range(options.nodes)
        ]
        for node in nodes:
            node.wait_until_published()
        bases, processes = [node.url for node in nodes], [node.process.pid for node in nodes]
        return _measure(kind, folder / "node-0" / "data", url, bases, processes, options)


def _node(folder: Path, url: str, workers: int) -> AbstractContextManager[Server]:
    folder.mkdir()
    settings = {"NODE_NAME": folder.name, "NOTES_KEY": KEY, "WORKERS": str(workers)}
    return serving(folder, "--demo", RATE_LIMIT="10000000 per minute", DATABASE_URL=url, **settings)


def _measure(
    kind: str, data: Path, url: str, bases: Sequence[str], processes: Sequence[int], options: argparse.Namespace
) -> bool:
    """Ask for so long, print what came of it, and tell whether it is worse than was asked for."""
    members = sign_in(fill(data, url, options.people), bases)
    Crowd(members, options.seed + 1).ask(WARMING_SECONDS, options.rate)
    asked = f"{len(members)} people, {options.rate:.0f} requests a second for {options.minutes:g} minutes"
    heading(f"{kind}, {len(bases)} to ask: {asked}")
    crowd = Crowd(members, options.seed)
    began, own = time.perf_counter(), time.process_time()
    memory, busy = sum(map(memory_of, processes)), sum(map(busy_of, processes))
    heard = crowd.ask(60 * options.minutes, options.rate)
    took = time.perf_counter() - began
    _show(heard)
    if processes:
        row("memory of serve, MB: at the start, at the end", [memory, sum(map(memory_of, processes))])
        row("cores in use by serve", [(sum(map(busy_of, processes)) - busy) / took])
    row("cores in use by the crowd itself", [(time.process_time() - own) / took])
    row("requests a second", [len(heard.all()) / took])
    row("seconds that a request left late, at the most", [heard.late])
    return bool(heard.wrong) or percentiles(heard.all())[1] > ASKED_P95


def _show(heard: Heard) -> None:
    row("milliseconds", ["p50", "p95", "p99", "max", "n"])
    lines = [("all", heard.all()), *((group, heard.all(group)) for group in SHARES)]
    lines += [(f"    {group}: {kind}", times) for (group, kind), times in sorted(heard.times.items())]
    for label, times in lines:
        if times:
            row(label, [*percentiles(times), max(times), str(len(times))])
    row("errors", [str(sum(heard.wrong.values()))])
    for what, count in heard.wrong.most_common(5):
        print(f"    {count} x {what}")


if __name__ == "__main__":
    main()
