"""Measures imports of CRM files: `uv run --no-sync python tests/bench/crm/importing.py [--rows N] [--kinds ...]`.

SQLite and PostgreSQL get the same file of `--rows` (1,000,000, or fewer) deals as Salesforce exports them, or, with
`--of activities`, of its tasks. Each import runs in a process of its own, so that its highest memory is its own: first
the file as it is, then the same again, in which nothing is new, then a later export of it in which a tenth has changed,
and a dry run of that.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import platform
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

# This folder's own files are known as `bench.crm`, and the project's by their rooms, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from bench.keeping import kept_database

DEALS = [
    "Id",
    "Name",
    "AccountId",
    "OwnerId",
    "Owner.Email",
    "StageName",
    "Amount",
    "CurrencyIsoCode",
    "CreatedDate",
    "CloseDate",
    "IsClosed",
    "IsWon",
    "Type",
    "LeadSource",
    "Probability",
    "ForecastCategoryName",
    "LastModifiedDate",
    "IsDeleted",
]
ACTIVITIES = [
    "Id",
    "Subject",
    "ActivityDate",
    "TaskSubtype",
    "CallDurationInSeconds",
    "CallDisposition",
    "WhatId",
    "AccountId",
    "OwnerId",
    "Owner.Email",
]
STAGES = ("Prospecting", "Qualification", "Proposal", "Negotiation", "Closed Won", "Closed Lost")


def main() -> None:
    """Write the files, import them into each kind of database, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--kinds", default="sqlite,postgres", help="with commas between")
    parser.add_argument("--of", choices=("deals", "activities"), default="deals")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {options.rows:,} {options.of}", flush=True)
    with tempfile.TemporaryDirectory(prefix="repertoire-crm-") as name:
        folder = Path(name)
        write(folder / "first.csv", options.of, options.rows, changed=0)
        write(folder / "later.csv", options.of, options.rows, changed=options.rows // 10)
        for kind in options.kinds.split(","):
            with _database(kind, folder) as url:
                for what, file, is_dry_run in (
                    ("first import", "first.csv", False),
                    ("the same again", "first.csv", False),
                    ("dry run of a later one", "later.csv", True),
                    ("a later one", "later.csv", False),
                ):
                    _measure(f"{kind}: {what}", url, folder / file, is_dry_run=is_dry_run)


def write(file: Path, of: str, rows: int, *, changed: int) -> None:
    """Write deals or activities of five years, of which the first `changed` have moved on."""
    chance = random.Random(7)
    header, row = (DEALS, _deal) if of == "deals" else (ACTIVITIES, _activity)
    with file.open("w", newline="", encoding="utf-8") as stream:
        out = csv.writer(stream)
        out.writerow(header)
        for number in range(rows):
            out.writerow(row(chance, number, has_moved=number < changed))


def _deal(chance: random.Random, number: int, *, has_moved: bool) -> list[str]:
    created = date(2021, 1, 1) + timedelta(chance.randrange(1800))
    closes = created + timedelta(chance.randrange(10, 200))
    stage = STAGES[chance.randrange(6)]
    amount = f"{chance.lognormvariate(8, 1.2):.2f}"
    owner = chance.randrange(2000)
    modified = closes + timedelta(30 if has_moved else 0)
    return [
        f"006Qy{number:010}AAA",
        f"Deal {number}, {STAGES[number % 6]}",
        f"001Qy{chance.randrange(50_000):010}AAA",
        f"005Qy{owner:010}AAA",
        f"rep{owner}@company.example",
        STAGES[(STAGES.index(stage) + has_moved) % 6],
        amount,
        ("EUR", "USD", "PLN")[owner % 3],
        f"{created}T{number % 24:02}:{number % 60:02}:00.000+0000",
        str(closes),
        str(stage.startswith("Closed")).upper(),
        str(stage == "Closed Won").upper(),
        ("New Business", "Renewal", "Upsell")[number % 3],
        ("Web", "Event", "Partner")[number % 3],
        str(10 * (number % 11)),
        ("Pipeline", "Commit", "Best Case")[number % 3],
        f"{modified}T{number % 24:02}:{number % 60:02}:00.000+0000",
        "FALSE",
    ]


def _activity(chance: random.Random, number: int, *, has_moved: bool) -> list[str]:
    is_call, owner = number % 3 == 0, chance.randrange(2000)
    return [
        f"00TQy{number:010}AAA",
        f"About deal {number % 1000}",
        str(date(2021, 1, 1) + timedelta(chance.randrange(1800))),
        ("Call", "Email", "Meeting")[number % 3],
        str(chance.randrange(1800)) if is_call else "",
        ("No answer" if has_moved else "Connected") if is_call or has_moved else "",
        f"006Qy{chance.randrange(1_000_000):010}AAA",
        f"001Qy{chance.randrange(50_000):010}AAA",
        f"005Qy{owner:010}AAA",
        f"rep{owner}@company.example",
    ]


def _measure(what: str, url: str, file: Path, *, is_dry_run: bool) -> None:
    spawned = multiprocessing.get_context("spawn")
    with spawned.Pool(1) as pool:
        counts, seconds, processor, megabytes = pool.apply(_import, (url, str(file), is_dry_run))
    rate = counts["rows"] / seconds
    print(
        f"{what}: {rate:,.0f} rows/s ({seconds:.1f} s, own processor {processor:.1f} s), {megabytes:.0f} MB; {counts}",
        flush=True,
    )


def _import(url: str, file: str, is_dry_run: bool) -> tuple[dict[str, int], float, float, float]:
    from zoneinfo import ZoneInfo

    from flask import Flask
    from sqlalchemy.orm import Session

    from api.running.processes import keep_out_of_collections
    from api.web.database import db, init_database
    from api.work.crm.asked import AskedImport
    from api.work.crm.importing import import_file
    from api.work.uploads.files import SentFile
    from config import Config
    from lms.days import now_in, present
    from lms.schema import metadata

    app = Flask("importing")
    init_database(app, Config(database_url=url))
    with app.app_context():
        metadata.create_all(db.engine)
        with Session(db.engine) as session:
            zone = ZoneInfo("Europe/Berlin")
            asked = AskedImport(zone, now_in(zone, present()), is_dry_run=is_dry_run)
            keep_out_of_collections()  # as those who serve do, and the command
            began, worked = time.perf_counter(), time.process_time()
            done: Any = import_file(session, SentFile(Path(file).name, Path(file)), asked)
            took = time.perf_counter() - began, time.process_time() - worked
    return done.counts, *took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    with kept_database(kind, folder, name="crm") as url:
        yield url.replace("postgresql://", "postgresql+psycopg://", 1) or f"sqlite:///{folder / 'repertoire.db'}"


if __name__ == "__main__":
    main()
