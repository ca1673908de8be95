"""Measures coaching at scale: `uv run --no-sync python tests/bench/coaching/run.py [--keep DIR] [--kinds sqlite]`.

SQLite and PostgreSQL get the same made company: by default 2,000 coaches with 10,000 reps, 500,000 sessions with their
changes, notes and action items, and 3 million scores, over two years. Figures are built as the worker would; then the
API is asked through Flask's test client, whole requests with JSON and token, as rep, coach, manager of fifty, admin and
analyst, each time as somebody else; last what the worker reads once a week for all letters. `own` is the processor time
of this process, which others on the machine don't change (SQLite works inside it, PostgreSQL beside). With `--keep DIR`
the filled databases stay there, and the next run measures them again.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from pathlib import Path

# This folder's own files are known as `bench.coaching`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.coaching.asking import show_letters, show_requests
from bench.coaching.company import Company
from bench.coaching.facts import PAGES
from bench.coaching.loading import fill
from bench.keeping import FILLED, kept_database, kept_folder, made_on


def main() -> None:
    """Fill where that is needed, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--coaches", type=int, default=2_000, help="each has five reps")
    parser.add_argument("--sessions", type=int, default=500_000)
    parser.add_argument("--scores", type=int, default=3_000_000)
    parser.add_argument("--requests", type=int, default=60, help="requests of each kind")
    parser.add_argument("--seconds", type=float, default=60, help="the longest for one kind of request")
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--keep", type=Path, help="folder in which filled databases stay")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}", flush=True)
    with kept_folder(options.keep, name="coaching") as folder:
        company = Company(made_on(folder), options.coaches, options.sessions, options.scores)
        print(company, flush=True)
        for kind in options.kinds:
            with kept_database(kind, folder / kind, name="coaching") as url:
                _measure(kind, folder / kind, url, company, options)


def _measure(kind: str, data: Path, url: str, company: Company, options: argparse.Namespace) -> None:
    from api import create_app
    from api.web.database import upgrade
    from config import Config
    from content.library import read_library
    from content.search import update_index

    limit = "10000000 per minute"
    config = Config(content_dir=PAGES, data_dir=data, database_url=url, rate_limit=limit)
    update_index(read_library(PAGES), config.index_dir)
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
    with app.app_context():
        show_requests(app, company, kind, requests=options.requests, seconds=options.seconds)
        show_letters()
    app.extensions["repertoire"].renderer.close()


if __name__ == "__main__":
    main()
