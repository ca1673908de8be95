"""Measures readers beside connections that do harm: `uv run python tests/bench/faults/connections.py [--only ROW ...]`.

A rep's requests (searches, pages as JSON, pages of the site; four threads, a new connection for every tenth request)
are timed alone and while there are: 1,000 `idle` connections that were answered once; 1,000 `silent` ones; 50 `stuck`
in a body of a million bytes, one a second, from nobody; the same with a `token`; 50 `slow-headers`; 50 `unread`, which
ask for a large file or a large table and read nothing; and `all` of these. What failed counts with the time it took.
Then it is said when the server answered or cut them. `locked` lets sixteen people write while another connection holds
the SQLite database for ten seconds. Each row has a server started for it. Ends with 1 when an acknowledged write was
lost.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from typing import Any

# This folder's own files are known as `bench.faults`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.faults.clients import Asker
from bench.faults.crowds import Crowd, Ending, Manner
from bench.faults.locking import write_while_locked
from bench.faults.product import ADMIN, REP, Place
from bench.faults.readers import Load, Readers
from bench.figures import quantile
from bench.search.common import heading, row

from support.waiting import PATIENCE_SECONDS, wait_for

MANY, FEW = 1000, 50
HOST = b"Host: 127.0.0.1\r\n"
BODY = b"POST /api/v1/opens HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 1000000\r\n"
DRIPPED = 600
TABLE = "/api/v1/training/records.csv"
ADDING = 4
REPEATED = 20
LEAST_COURSES = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=(*ROWS, "locked"), default=(*ROWS, "locked"))
    parser.add_argument("--requests", type=int, default=400, help="readers' requests beside each crowd")
    parser.add_argument("--seconds", type=float, default=60, help="the longest that readers go on")
    parser.add_argument("--hold", type=float, default=60, help="the longest that a crowd is waited for")
    parser.add_argument("--people", type=int, default=500, help="people added, so that the table is large")
    parser.add_argument("--workers", type=int, default=1, help="processes that answer")
    options = parser.parse_args()
    lost = 0
    with tempfile.TemporaryDirectory(prefix="repertoire-faults-") as name:
        place = Place(Path(name), workers=options.workers)
        with place.serving():
            add_people(place, options.people)
        heading(f"readers beside other connections, WORKERS={options.workers}: ms")
        row("", ["requests", "p50", "p95", "max", "failed"])
        for label in options.only:
            with place.serving():
                readers = Readers(place)
                readers.read(options.requests // 4, options.seconds)  # what is read for the first time takes longer
                if label == "locked":
                    lost = write_while_locked(place, readers)
                else:
                    measure(place, readers, label, options)
    sys.exit(bool(lost))


def measure(place: Place, readers: Readers, label: str, options: argparse.Namespace) -> None:
    """Read beside a crowd, and print what readers and crowd met."""
    crowd = Crowd(place.port, manners(place, label))
    with crowd.present():
        show_load(label, readers.read(options.requests, options.seconds))
        crowd.wait_until_over(options.hold if set(ROWS[label]) & CUT else 0)
        for manner in ROWS[label]:
            show_endings([ending for ending in crowd.endings if ending.label == manner])


def manners(place: Place, label: str) -> Sequence[Manner]:
    """Return the members of a row's crowd."""
    by_token = {who: f"Authorization: Bearer {place.tokens[who]}\r\n".encode() for who in (REP, ADMIN)}
    asking = [
        b"GET " + _largest_file(place) + b" HTTP/1.1\r\n" + HOST + f"Cookie: {place.cookie(REP)}\r\n\r\n".encode()
    ]
    asking += [b"GET " + TABLE.encode() + b" HTTP/1.1\r\n" + HOST + by_token[ADMIN] + b"\r\n"]
    # More than the kernel keeps for one connection, so that the server itself is kept waiting.
    asking = [one * REPEATED for one in asking]
    crowds = {
        "idle": [Manner("idle", b"GET /api/v1/health HTTP/1.1\r\n" + HOST + b"\r\n", heard_first=True)] * MANY,
        "silent": [Manner("silent")] * MANY,
        "stuck": [Manner("stuck", BODY + b"\r\n", b" " * DRIPPED)] * FEW,
        "token": [Manner("token", BODY + by_token[REP] + b"\r\n", b" " * DRIPPED)] * FEW,
        "slow-headers": [Manner("slow-headers", b"", b"GET / HTTP/1.1\r\n" + HOST + b"X-Slow: " + b"x" * DRIPPED)]
        * FEW,
        "unread": [Manner("unread", first, reads=False) for first in islice(cycle(asking), FEW)],
    }
    return [member for name in ROWS[label] for member in crowds[name]]


def add_people(place: Place, count: int) -> None:
    """Add people to the rep's team, and assign all courses to all of it, so that the table of records is large."""
    admin = Asker(place.port, place.tokens[ADMIN])
    found = admin.ask("GET", "/api/v1/people?limit=100")[1]["items"]
    team = next(person["team_id"] for person in found if person["email"] == REP)
    askers = [Asker(place.port, place.tokens[ADMIN], patience=60) for _ in range(ADDING)]

    def add(share: int) -> None:
        for number in range(share, count, ADDING):
            body = {
                "email": f"bench{number}@made.example",
                "name": f"Bench {number}",
                "roles": ["rep"],
                "team_id": team,
            }
            status, answer = askers[share].ask("POST", "/api/v1/people", body)
            if status != 201:
                raise SystemExit(f"person {number}: {status} {answer}")

    with ThreadPoolExecutor(ADDING) as pool:
        list(pool.map(add, range(ADDING)))
    admin = askers[0]  # whose connection is fresh
    for course in admin.ask("GET", "/api/v1/training/courses")[1]["items"]:
        body = {"course_id": course["page"]["id"], "team_id": team, "due_days": 30}
        admin.ask("POST", "/api/v1/training/assignments", body)  # courses that are held, not taken, are refused
    wait_for(lambda: len(_text(place, TABLE).splitlines()) > count * LEAST_COURSES)


def show_load(label: str, load: Load) -> None:
    """Print a row of readers."""
    cells: list[Any] = [str(len(load.times)), quantile(load.times, 50), quantile(load.times, 95), max(load.times)]
    row(label, [*cells, str(load.errors.total())])
    for kind, count in load.errors.most_common():
        print(f"    {count} x {kind}", flush=True)


def show_endings(endings: list[Ending]) -> None:
    """Print when a manner's connections were answered or cut, and how many never were."""
    label = endings[0].label
    ended = [ending for ending in endings if ending.seconds is not None and not ending.is_refused]
    seconds = [ending.seconds for ending in ended if ending.seconds is not None]
    statuses = Counter(str(ending.status or "cut") for ending in ended)
    refused = sum(ending.is_refused for ending in endings)
    said = ", ".join(f"{count} x {status}" for status, count in statuses.most_common())
    when = f" after {min(seconds):.1f} to {max(seconds):.1f} s ({said})" if seconds else ""
    there = sum(ending.is_there for ending in endings)
    still = there - len(ended) - sum(ending.is_refused and ending.is_there for ending in endings)
    print(
        f"    {label}: {there} came, {len(ended)} ended{when}, {still} still open, {refused} refused at once",
        flush=True,
    )


def _text(place: Place, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", place.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", path, headers={"Authorization": f"Bearer {place.tokens[ADMIN]}"})
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def _largest_file(place: Place) -> bytes:
    """Return the address of the largest file of the site."""
    site = max((place.data / "site").glob("site-*"), key=lambda folder: folder.name)
    largest = max((file for file in site.rglob("*") if file.is_file()), key=lambda file: file.stat().st_size)
    return f"/{largest.relative_to(site).as_posix()}".encode()


ROWS = {
    "alone": (),
    "idle": ("idle",),
    "silent": ("silent",),
    "stuck": ("stuck",),
    "token": ("token",),
    "slow-headers": ("slow-headers",),
    "unread": ("unread",),
    "all": ("idle", "silent", "stuck", "token", "slow-headers", "unread"),
}
CUT = {"silent", "stuck", "token", "slow-headers", "unread"}

if __name__ == "__main__":
    main()
