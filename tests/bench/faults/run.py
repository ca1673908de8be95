"""Serves a library whose every page has a fault: `uv run python tests/bench/faults/run.py [--pages 1000] [--seed 1]`.

Each page has one fault, drawn from all kinds of `tests/support/faults`, each kind as often as any other; `--slow` of
them take a renderer seconds. `repertoire check` runs on it, then `repertoire serve` until it says that the site is
ready, or that it failed, or for `--patience` seconds. With `--keep DIR` the library stays there. A kind is named when
a check says one of its codes of every one of its pages; what does no harm needn't be named.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

# This folder's own files are known as `bench.faults`, and what the tests share as `support`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from content.library import read_library
from support.faults import FAULTS, SLOW, Fault, Made, fill_with_faults, in_turn
from support.live import Server, serving

COMMAND = str(Path(sys.executable).parent / "repertoire")
Faults = list[tuple[Fault, Made]]


def main() -> None:
    """Make, check, serve, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slow", type=int, default=4, help="pages that take seconds to render")
    parser.add_argument("--patience", type=float, default=1_800, help="seconds that the site may take")
    parser.add_argument("--keep", type=Path, help="a new folder in which everything stays")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} core(s), {platform.machine()}, seed {options.seed}")
    with tempfile.TemporaryDirectory(prefix="repertoire-faults-") as name:
        top = options.keep or Path(name)
        made = fill_with_faults(top / "library", in_turn(options.seed, options.pages, options.slow), seed=options.seed)
        kinds = {fault.kind for fault, _ in made}
        print(f"{'pages with a fault':<28} {len(made):7}   of {len(kinds)} kinds ({len(FAULTS) + len(SLOW)} known)")
        _show_check(top, made)
        _show_site(top, options.patience)


def _show_check(top: Path, made: Faults) -> None:
    """Run `check`, and print which kinds it names and which not."""
    environ = {**os.environ, "CONTENT_DIR": str(top / "library"), "XDG_CACHE_HOME": str(top / "cache")}
    started = time.perf_counter()
    done = subprocess.run([COMMAND, "check", "--format", "json"], env=environ, capture_output=True, check=False)
    took = time.perf_counter() - started
    found = json.loads(done.stdout)
    said = defaultdict[str, set[str]](set)
    folder = os.path.relpath(top / "library") + "/"
    for problem in found:
        said[problem["path"].removeprefix(folder)].add(problem["code"])
    unnamed = defaultdict[str, set[str]](set)
    for fault, file in made:
        codes = {code for path, own in said.items() if file.is_named(path) for code in own}
        if fault.codes and not codes & fault.codes:
            unnamed[fault.kind] |= codes
    harmful = {fault.kind for fault, _ in made if fault.codes}
    print(f"{'check ended with':<28} {done.returncode:7}   in {took:.1f} s, {len(found)} problems")
    print(f"{'kinds to be named':<28} {len(harmful):7}   named {len(harmful) - len(unnamed)}")
    for kind, codes in sorted(unnamed.items()):
        print(f"    not named: {kind}; said instead: {', '.join(sorted(codes)) or 'nothing'}")


def _show_site(top: Path, patience: float) -> None:
    """Serve the library until its site is ready, and print how many of its pages are there."""
    started = time.perf_counter()
    with serving(top, CONTENT_DIR=str(top / "library")) as server:
        health = _ended(server, started + patience)
        took = time.perf_counter() - started
        site = health.get("site", {})
        print(f"{'index':<28} {health.get('index', {}).get('state', 'unknown'):>7}")
        print(f"{'site':<28} {site.get('state', 'unknown'):>7}   in {took:.1f} s {site.get('detail') or ''}")
    library = read_library(top / "library")
    wanted = [page for page in library.pages if page.is_shown]
    (folder,) = [*(top / "data" / "site").glob("site-*")] or [top]
    there = [page for page in wanted if (folder / page.url / "index.html").is_file()]
    print(f"{'pages to be published':<28} {len(wanted):7}   published {len(there)}")
    for page in [page for page in wanted if page not in there][:20]:
        print(f"    not published: {page.path!r}")


def _ended(server: Server, until: float) -> dict[str, Any]:
    """Return what the server says of itself once its site is built, or couldn't be, or time is up."""
    health: dict[str, Any] = {}
    while time.perf_counter() < until:
        try:
            health = server.health()
        except OSError:
            continue
        if health["site"]["state"] in {"ready", "failed"}:
            break
        time.sleep(0.5)
    return health


if __name__ == "__main__":
    main()
