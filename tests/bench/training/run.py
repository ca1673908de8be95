"""Measures training at scale: `uv run --no-sync python tests/bench/training/run.py [--people N] [--keep DIR]`.

SQLite and PostgreSQL get the same company of `--people` (10,000, or fewer): teams in a tree three levels deep, 200
courses that everybody is assigned, and two years of what they did, with standings and sums as the product would have
made them. Then the API is asked for each report as of today and as of random days, the CSV files are streamed in
processes of their own, and what changes something is done. Times are those of whole requests through Flask's test
client, JSON included; `own` is the processor time of this process, which others on the machine don't change (SQLite
works inside it, PostgreSQL beside). A report is asked for `--requests` times, fewer where that takes over `--seconds`.
With `--keep DIR` the filled databases stay there, and the next run measures them again; `--kinds sqlite` leaves
PostgreSQL out, `--parts reports streams changes` chooses.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

# This folder's own files are known as `bench.training`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.keeping import FILLED, kept_database, kept_folder, made_on
from bench.training.changing import show_changes
from bench.training.fill import Company, fill, prepare
from bench.training.reporting import show_reports
from bench.training.streaming import show_streams

if TYPE_CHECKING:
    from flask import Flask

PARTS = ("reports", "streams", "changes")


def main() -> None:
    """Fill where that is needed, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=100, help="requests of each report")
    parser.add_argument("--seconds", type=float, default=60, help="the longest for one report")
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgres"])
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS)
    parser.add_argument("--keep", type=Path, help="folder in which filled databases stay")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {options.people} people", flush=True)
    with kept_folder(options.keep, name="training") as top:
        folder = top / str(options.people)
        company = _company(folder, options.people)
        for kind in options.kinds:
            with kept_database(kind, folder / kind, name="training") as url:
                _measure(kind, folder, url, company, options)


def _company(folder: Path, people: int) -> Company:
    """Return the company, its facts made up if they aren't there; of the day on which that was done."""
    if (folder / "day").exists():
        return Company(people, made_on(folder))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    company = Company(people, datetime.now(UTC).date())
    prepare(folder, company)
    made_on(folder)
    return company


def _measure(kind: str, folder: Path, url: str, company: Company, options: argparse.Namespace) -> None:
    data = folder / kind
    app = _app(folder, data, url)
    print(f"\n== {kind}, {options.people} people", flush=True)
    if not (data / FILLED).exists():
        began = time.perf_counter()
        _fill(app, company, folder, data)
        print(f"{kind}: filled in {time.perf_counter() - began:.0f} s", flush=True)
    with app.app_context():
        if "reports" in options.parts:
            show_reports(app, company, kind, requests=options.requests, seconds=options.seconds)
        if "streams" in options.parts:
            show_streams(company, kind, content=folder / "library", data=data, url=url)
        if "changes" in options.parts:
            show_changes(app, company, kind, requests=options.requests)
    app.extensions["repertoire"].renderer.close()


def _app(folder: Path, data: Path, url: str) -> Flask:
    from api import create_app
    from config import Config

    if not (data / "index").exists():
        shutil.copytree(folder / "index", data / "index")
    limit = "10000000 per minute"
    return create_app(Config(content_dir=folder / "library", data_dir=data, database_url=url, rate_limit=limit))


def _fill(app: Flask, company: Company, folder: Path, data: Path) -> None:
    from api.web.database import upgrade

    if not (folder / "facts").exists():
        raise SystemExit(f"the facts in {folder} are gone; delete that folder, so that all is made anew")
    (data / "repertoire.db").unlink(missing_ok=True)
    upgrade(app)
    fill(app, company, folder)
    (data / FILLED).touch()


if __name__ == "__main__":
    main()
