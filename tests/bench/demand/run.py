"""Measures the demand reports: `uv run --no-sync python tests/bench/demand/run.py`.

Two databases, SQLite and PostgreSQL, get the same invented searches and opens of two years; they are counted, then the
API is asked for each report over random periods: some days, some months, all of it. Times are those of whole requests
through Flask's test client, JSON included; `own` is the processor time of this process, which others on the machine
don't change (SQLite works inside it, PostgreSQL beside). `--events`, `--pages` and `--requests` say how many; `--kinds
sqlite` leaves PostgreSQL out.
"""

from __future__ import annotations

import argparse
import platform
import random
import shutil
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

# This folder's own files are known as `bench.demand`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.figures import quantile
from bench.keeping import kept_database

from api.running.processes import keep_out_of_collections

if TYPE_CHECKING:
    from flask import Flask

PROJECT = Path(__file__).resolve().parents[3]
SEED = 11
DAYS = 730
REPORTS = (
    "/demand/searches?kind=nothing", "/demand/searches?kind=unopened", "/demand/searches?kind=all",
    "/demand/searches?kind=all&page=40", "/demand/pages?kind=stale", "/demand/pages?kind=unused",
    "/demand/searches.csv?kind=nothing", "/demand/searches.csv?kind=all", "/demand/pages.csv?kind=stale",
    "/coverage", "/coverage?rows=industry&columns=product&layers=language", "/coverage.csv",
)  # fmt: skip


def main() -> None:
    """Fill, count, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="searches")
    parser.add_argument("--pages", type=int, default=10_000, help="pages of the made library")
    parser.add_argument("--requests", type=int, default=200, help="requests of each report")
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgres"])
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="repertoire-demand-") as name:
        folder = Path(name)
        index = _index(folder, options.pages)
        for kind in options.kinds:
            data = folder / kind
            shutil.copytree(index, data / "index")
            with kept_database(kind, data, name="demand") as url:
                _measure(kind, data, url, options)


def _index(folder: Path, pages: int) -> Path:
    from bench.search.making import make

    from content.library import read_library
    from content.search import update_index

    began = time.perf_counter()
    made = make(PROJECT / "content" / "pages", folder / "library", pages)
    update_index(read_library(made.folder), folder / "index")
    print(f"{pages} pages made and indexed in {time.perf_counter() - began:.0f} s", flush=True)
    return folder / "index"


def _measure(kind: str, data: Path, url: str, options: argparse.Namespace) -> None:
    from bench.demand.filling import fill

    from api import create_app
    from api.running.company_jobs import count_searches
    from api.web.database import db, upgrade
    from config import Config

    app = create_app(Config(data_dir=data, database_url=url, rate_limit="10000000 per minute"))
    upgrade(app)
    with app.app_context():
        began = time.perf_counter()
        today = datetime.now(UTC).date()
        token = fill(db.session(), events=options.events, pages=options.pages, days=DAYS, today=today)
        print(f"\n== {kind}: filled in {time.perf_counter() - began:.0f} s", flush=True)
        began = time.perf_counter()
        count_searches()
        print(f"{kind}: {DAYS} days counted in {time.perf_counter() - began:.1f} s", flush=True)
        _show_one_day(kind, today)
        _show_sizes(kind)
        db.session.remove()
        _ask(kind, app, token, today, options.requests)
        db.session.remove()
        db.engine.dispose()
    app.extensions["repertoire"].renderer.close()


def _show_one_day(kind: str, today: date) -> None:
    """Print how long it takes to count the last day anew, as the worker does every ten seconds."""
    from api.running.company_jobs import count_searches
    from api.web.database import db
    from lms.usage.marks import mark_days

    times = []
    for _ in range(20):
        mark_days(db.session(), [today - timedelta(days=1)])
        db.session.commit()
        began = time.perf_counter()
        count_searches()
        times.append(1000 * (time.perf_counter() - began))
    print(f"{kind}: one day counted again in {quantile(times, 50):.0f} ms (p95 {quantile(times, 95):.0f})", flush=True)


def _show_sizes(kind: str) -> None:
    from sqlalchemy import text

    from api.web.database import db

    tables = "search_event open_event use_event search_query query_day demand_span page_span page_opened rollup_todo"
    rows = {name: db.session.scalar(text(f"SELECT count(*) FROM {name}")) for name in tables.split()}
    groups = db.session.scalar(text("SELECT count(DISTINCT group_number) FROM search_query"))
    print(f"{kind}: rows {rows}, groups {groups}", flush=True)


def _ask(kind: str, app: Flask, token: str, today: date, requests: int) -> None:
    dice = random.Random(SEED)
    client = app.test_client(use_cookies=False)
    headers = {"Authorization": f"Bearer {token}"}
    client.get("/api/v1/demand/pages", headers=headers)
    keep_out_of_collections()  # as a server process does once its index is loaded
    print(f"{'milliseconds':<46} {'p50':>8} {'p95':>8} {'max':>8} {'p95 own':>8}   worst period", flush=True)
    for report in REPORTS:
        times, own = [], []
        for number in range(requests):
            start, end = _period(dice, number, today)
            path = f"/api/v1{report}" + (f"&from={start}&to={end}" if "kind=" in report else "")
            began, busy = time.perf_counter(), time.process_time()
            answer = client.get(path, headers=headers)
            times.append((1000 * (time.perf_counter() - began), f"{start}..{end}"))
            own.append(1000 * (time.process_time() - busy))
            if answer.status_code != 200:
                raise SystemExit(f"{path}: {answer.status_code} {answer.get_data(as_text=True)[:300]}")
        values = [value for value, _ in times]
        shown = quantile(values, 50), quantile(values, 95), max(values), quantile(own, 95)
        figures = " ".join(f"{value:8.1f}" for value in shown)
        print(f"{kind + ' ' + report:<46} {figures}   {max(times)[1]}", flush=True)


def _period(dice: random.Random, number: int, today: date) -> tuple[date, date]:
    """Draw a period: of every ten five of any length, two short, one of a quarter of a year, one long, one whole."""
    first = today - timedelta(days=DAYS)
    if number % 10 == 0:
        return first, today
    if number % 10 == 1:
        return first + timedelta(days=dice.randrange(1, 28)), today - timedelta(days=dice.randrange(1, 28))
    length = {2: 7, 3: 30, 4: 90}.get(number % 10) or dice.randrange(1, DAYS)
    start = first + timedelta(days=dice.randrange(DAYS - length + 1))
    return start, start + timedelta(days=length - 1)


if __name__ == "__main__":
    main()
