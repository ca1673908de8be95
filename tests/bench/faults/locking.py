"""Writers while another connection holds the SQLite database: what they are told, and whether readers wait for it."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException

from bench.faults.clients import Acknowledged, Asker, missing_of
from bench.faults.product import REP, Place
from bench.faults.readers import Readers
from bench.faults.writes import PAGE
from bench.figures import quantile
from bench.search.common import heading, row

WRITERS = 16
LOCKED_SECONDS = 10.0
AFTERWARDS = 2.0
PATIENCE = 60.0
REQUESTS = 100_000
READ_BEFORE_SECONDS = 5.0


def write_while_locked(place: Place, readers: Readers) -> int:
    """Hold the database, let people write and read, print what they met; return how many writes were lost."""
    before = readers.read(REQUESTS, READ_BEFORE_SECONDS)
    said: Counter[str] = Counter()
    times: list[float] = []
    acknowledged, ended = Acknowledged(), threading.Event()

    def write() -> None:
        asker = Asker(place.port, place.tokens[REP], patience=PATIENCE)
        while not ended.is_set():
            began = time.perf_counter()
            try:
                status, made = asker.ask("POST", "/api/v1/opens", {"page_id": PAGE})
            except (OSError, HTTPException, ValueError) as error:
                said[type(error).__name__] += 1
                continue
            times.append(1000 * (time.perf_counter() - began))
            if status == 201:
                acknowledged.add("open_event", made["id"])
            said[f"{status}{_how_it_waits(asker, status)}"] += 1

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    with closing(sqlite3.connect(place.data / "repertoire.db", timeout=PATIENCE, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        for writer in writers:
            writer.start()
        with ThreadPoolExecutor(1) as beside:
            reading = beside.submit(readers.read, REQUESTS, LOCKED_SECONDS)
            time.sleep(LOCKED_SECONDS)
            database.execute("ROLLBACK")
        during = reading.result()
    time.sleep(AFTERWARDS)
    ended.set()
    for writer in writers:
        writer.join()
    lost = len(missing_of(acknowledged.until_now(), place.data))
    heading(
        f"{WRITERS} writers while the database is locked for {LOCKED_SECONDS:.0f} s, and {AFTERWARDS:.0f} s after it"
    )
    for answer, count in said.most_common():
        row(f"answers {answer}", [str(count)])
    row("ms of a write: p50, p95, max", [quantile(times, 50), quantile(times, 95), max(times)])
    for label, load in (("before", before), ("while it is locked", during)):
        row(
            f"ms of a read {label}: p50, p95, max",
            [quantile(load.times, 50), quantile(load.times, 95), max(load.times)],
        )
        row(f"reads {label}, and failed ones", [str(len(load.times)), str(load.errors.total())])
    row("acknowledged writes lost", [str(lost)])
    return lost


def _how_it_waits(asker: Asker, status: int) -> str:
    if status != 503:
        return ""
    return f", Retry-After {asker.headers['Retry-After']}" if "Retry-After" in asker.headers else " without Retry-After"
