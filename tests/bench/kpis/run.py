"""Measures KPIs at scale: `uv run --no-sync python tests/bench/kpis/run.py [--keep DIR] [--kinds sqlite]`.

SQLite and PostgreSQL get the same made company: by default 2,000 reps in 200 teams, 1 million deals with their stages,
10 million activities, 5 million searches, opens and uses, leads, quotas, surveys and contracts, over five years. The
figures are built in a process of its own, as the worker is one; then the API is asked through Flask's test client,
whole requests with JSON and token; then a deal of last year changes and activities come in, until the API shows it, and
what was brought up to date is compared with figures built anew. `own` is the processor time of this process, which
others on the machine don't change (SQLite works inside it, PostgreSQL beside). With `--keep DIR` the filled databases
and figures stay there, and the next run measures them again; `--parts requests changes`
chooses.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

# This folder's own files are known as `bench.kpis`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.keeping import FILLED, kept_database, kept_folder, made_on
from bench.kpis.asking import show_requests
from bench.kpis.changing import show_build, show_changes, show_comparison
from bench.kpis.company import Company
from bench.kpis.loading import fill

if TYPE_CHECKING:
    from config import Config

PROJECT = Path(__file__).resolve().parents[3]
PARTS = ("build", "requests", "changes", "comparison")


def main() -> None:
    """Fill where that is needed, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2_000, help="reps")
    parser.add_argument("--deals", type=int, default=1_000_000)
    parser.add_argument("--activities", type=int, default=10_000_000)
    parser.add_argument("--events", type=int, default=5_000_000, help="searches, opens and uses")
    parser.add_argument("--requests", type=int, default=40, help="requests of each kind")
    parser.add_argument("--seconds", type=float, default=60, help="the longest for one kind of request")
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS)
    parser.add_argument("--keep", type=Path, help="folder in which filled databases stay")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}", flush=True)
    with kept_folder(options.keep, name="kpis") as folder:
        sizes = (options.people, options.deals, options.activities, options.events)
        company = Company(made_on(folder), *sizes)
        print(company, flush=True)
        for kind in options.kinds:
            with kept_database(kind, folder / kind, name="kpis") as url:
                _measure(kind, folder / kind, url, company, options)


def _measure(kind: str, data: Path, url: str, company: Company, options: argparse.Namespace) -> None:
    from api import create_app
    from api.web.database import upgrade
    from config import Config

    limit = "10000000 per minute"
    config = Config(content_dir=PROJECT / "content" / "pages", data_dir=data, database_url=url, rate_limit=limit)
    app = create_app(config)
    print(f"\n== {kind}", flush=True)
    if not (data / FILLED).exists():
        began = time.perf_counter()
        (data / "repertoire.db").unlink(missing_ok=True)
        upgrade(app)
        fill(app, company)
        (data / FILLED).touch()
        print(f"{kind}: filled in {time.perf_counter() - began:.0f} s", flush=True)
    upgrade(app)
    if "build" in options.parts:
        _build(config, kind)
    with app.app_context():
        if "requests" in options.parts:
            show_requests(app, company, kind, requests=options.requests, seconds=options.seconds)
        if "changes" in options.parts:
            show_changes(app, config, company, kind)
    if "comparison" in options.parts:
        show_comparison(config, kind, data / "anew")
    app.extensions["repertoire"].renderer.close()


def _build(config: Config, kind: str) -> None:
    """Build the figures of nothing, then with nothing new."""
    shutil.rmtree(config.figures_dir, ignore_errors=True)
    show_build(replace(config), config.figures_dir, f"{kind}: figures built for the first time")
    show_build(replace(config), config.figures_dir, f"{kind}: nothing new")


if __name__ == "__main__":
    main()
