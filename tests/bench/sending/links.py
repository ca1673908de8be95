"""Measures links for buyers: `uv run --no-sync python tests/bench/sending/links.py [--links N] [--visits N]`.

A company has so many links, visits of them, and five views in each visit. `serve` answers over both kinds of database,
on one machine: the page of a link that nobody opened since it started, what such pages tell (sequentially, by eight at
once, and while somebody else holds the database's tables for two seconds), one link opened by 500 at once, and the list
of a rep's links. Printed are milliseconds of the whole request.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.figures import quantile
from bench.keeping import kept_database, kept_folder
from bench.loading import load_tables, open_postgres

from api import create_app
from api.web.database import db, upgrade
from config import Config
from lms.days import now_in
from lms.people.directory import find_person
from lms.people.joining import add_person
from lms.people.proofs import issue_token
from support.learning import UTC_ZONE
from support.live import serving

REPS = 200
VIEWS = 5
PAGES = ("product-dockside", "deck-first-meeting", "product-yardview")
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOW = datetime.now(UTC)
COLUMNS = {
    "buyer_link": (
        *("id", "rep_id", "secret", "title", "contact_name", "made_at", "made_on", "expires_at"),
        *("asks_email", "can_download", "has_watermark", "wrong_codes"),
    ),
    "link_item": ("id", "link_id", "place", "kind", "target", "title"),
    "link_visit": ("id", "link_id", "at", '"on"', "verdict", "seconds", "acts", "is_forwarded"),
    "link_view": ("visit_id", "load_id", "item_id", "part", "seconds"),
    "link_tally": (
        *("link_id", "opens", "seconds", "downloads", "forwarded", "robots", "first_at", "last_at", "told_at"),
    ),
    "part_tally": ("item_id", "part", "visits", "seconds"),
}
# Numbers of rows become ids of their own kind.
LINK, ITEM, VISIT = 0x0190 << 112, 0x0191 << 112, 0x0192 << 112


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--visits", type=int, default=4_000_000)
    parser.add_argument("--requests", type=int, default=1_000)
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgres"])
    options = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {platform.machine()}; {options.links:,} links, {options.visits:,} visits,"
    )
    print(f"{options.visits * VIEWS:,} views")
    for kind in options.kinds:
        with (
            kept_folder(None, name="links") as folder,
            kept_database(kind, folder / "data", name="links") as url,
        ):
            _measure(kind, folder, url, options)


def _measure(kind: str, folder: Path, url: str, options: argparse.Namespace) -> None:
    token, reps, at = _prepare(folder, url)
    load_tables(at, COLUMNS, lambda table: _ROWS[table](kind, reps, options))
    settings = {"DATABASE_URL": url} if url else {}
    with serving(folder, RATE_LIMIT="1000000 per minute", **settings) as server:
        server.wait_until(lambda: server.health()["index"]["state"] == "ready")
        print(f"{kind}:")
        dice, ask = random.Random(7), _Asker(server.url, token)
        numbers = [dice.randrange(options.links) for _ in range(options.requests)]
        _say("  a link's page", [ask.timed(partial(ask.page, number)) for number in numbers])
        _say("  what a page tells", [ask.timed(partial(ask.tell, number)) for number in numbers])
        with ThreadPoolExecutor(8) as pool:
            _say(
                "  the same by eight at once",
                list(pool.map(lambda number: ask.timed(partial(ask.tell, number)), numbers)),
            )
        with _held(kind, folder, url):
            _say(
                "  the same while the tables are held",
                [ask.timed(partial(ask.tell, number)) for number in numbers[:200]],
            )
        with ThreadPoolExecutor(500) as pool:
            _say(
                "  a link opened by 500 at once", list(pool.map(lambda _: ask.timed(partial(ask.page, 7)), range(500)))
            )
        _say("  a rep's list", [ask.timed(lambda: ask.get("/api/v1/sharing/links")) for _ in range(100)])


def _prepare(folder: Path, url: str) -> tuple[str, list[UUID], Any]:
    """Make the database with its reps; return the token of the first, the ids of all, and where it is."""
    config = Config(data_dir=folder / "data", database_url=url)
    app = create_app(config)
    upgrade(app)
    with app.app_context():
        session = db.session()
        for number in range(REPS):
            email = f"rep{number}@bench.example"
            if find_person(session, email=email) is None:
                day = now_in(UTC_ZONE, NOW).day
                add_person(session, email=email, name=f"Rep {number}", roles=["rep"], team_id=None, at=NOW, day=day)
        people = [find_person(session, email=f"rep{number}@bench.example") for number in range(REPS)]
        reps = [person.id for person in people if person]
        _, token = issue_token(session, person=people[0], name="bench", at=NOW)  # type: ignore[arg-type]  # just made
        session.commit()
        at = db.engine.url
        db.engine.dispose()
    return token, reps, at


class _Asker:
    """Asks as a browser does, over a connection for each request."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token

    def timed(self, ask: Callable[[], object]) -> float:
        start = time.perf_counter()
        ask()
        return (time.perf_counter() - start) * 1000

    def page(self, number: int) -> bytes:
        return self.get(f"/for/{_secret(number)}/")

    def get(self, path: str) -> bytes:
        headers = {"User-Agent": AGENT, "Authorization": f"Bearer {self._token}"}
        with urllib.request.urlopen(urllib.request.Request(self._url + path, headers=headers)) as answer:
            found: bytes = answer.read()
        return found

    def tell(self, number: int) -> None:
        visit = str(UUID(int=random.getrandbits(128)))
        body = {"visit": visit, "load": visit, "seen": {f"{UUID(int=ITEM + number)}/0": 12.5}, "acts": 3}
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{self._url}/for/{_secret(number)}/told", data, {"User-Agent": AGENT})
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 204


@contextmanager
def _held(kind: str, folder: Path, url: str) -> Iterator[None]:
    """Hold what visits are written into for two seconds."""
    begun, done = threading.Event(), threading.Event()

    def hold() -> None:
        connection: Any
        if kind == "sqlite":
            import sqlite3

            connection = sqlite3.connect(folder / "data" / "repertoire.db", isolation_level=None, timeout=30)
            connection.execute("BEGIN IMMEDIATE")
        else:
            connection = open_postgres(url)
            connection.execute("BEGIN")
            connection.execute("LOCK TABLE link_visit, link_view, link_tally, part_tally IN EXCLUSIVE MODE")
        begun.set()
        done.wait(2)
        connection.execute("ROLLBACK")
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait()
    yield
    done.set()
    thread.join()


def _secret(number: int) -> str:
    return f"{number:022d}"


def _links(kind: str, reps: Sequence[UUID], options: argparse.Namespace) -> Iterable[Sequence[Any]]:
    made, ends = _moment(kind, NOW - timedelta(days=20)), _moment(kind, NOW + timedelta(days=20))
    day, no = (NOW - timedelta(days=20)).date().isoformat(), _flag(kind, is_so=False)
    for number in range(options.links):
        rep = _id(kind, reps[number % len(reps)].int)
        yield (
            *(_id(kind, LINK + number), rep, _secret(number), "Dockside", "Lena Vogt", made, day, ends),
            *(no, _flag(kind, is_so=True), no, 0),
        )


def _items(kind: str, reps: Sequence[UUID], options: argparse.Namespace) -> Iterable[Sequence[Any]]:
    for number in range(options.links):
        page = PAGES[number % len(PAGES)]
        yield _id(kind, ITEM + number), _id(kind, LINK + number), 0, "page", page, "Dockside"


def _visits(kind: str, reps: Sequence[UUID], options: argparse.Namespace) -> Iterable[Sequence[Any]]:
    at, day, no = _moment(kind, NOW - timedelta(days=9)), NOW.date().isoformat(), _flag(kind, is_so=False)
    for number in range(options.visits):
        yield _id(kind, VISIT + number), _id(kind, LINK + number % options.links), at, day, "buyer", 60.0, 4, no


def _views(kind: str, reps: Sequence[UUID], options: argparse.Namespace) -> Iterable[Sequence[Any]]:
    load = _id(kind, 1)
    for number in range(options.visits):
        visit, item = _id(kind, VISIT + number), _id(kind, ITEM + number % options.links)
        for part in range(VIEWS):
            yield visit, load, item, part, 12.0


def _tallies(kind: str, reps: Sequence[UUID], options: argparse.Namespace) -> Iterable[Sequence[Any]]:
    at, each = _moment(kind, NOW - timedelta(days=9)), options.visits // options.links
    for number in range(options.links):
        yield _id(kind, LINK + number), each, 60.0 * each, 0, 0, 0, at, at, at


def _parts(kind: str, reps: Sequence[UUID], options: argparse.Namespace) -> Iterable[Sequence[Any]]:
    each = options.visits // options.links
    for number in range(options.links):
        for part in range(VIEWS):
            yield _id(kind, ITEM + number), part, each, 12.0 * each


_ROWS: dict[str, Callable[..., Iterable[Sequence[Any]]]] = {
    "buyer_link": _links,
    "link_item": _items,
    "link_visit": _visits,
    "link_view": _views,
    "link_tally": _tallies,
    "part_tally": _parts,
}


def _id(kind: str, number: int) -> str:
    text = f"{number:032x}"
    return text if kind == "sqlite" else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _moment(kind: str, at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f") + ("" if kind == "sqlite" else "+00")


def _flag(kind: str, *, is_so: bool) -> Any:
    return int(is_so) if kind == "sqlite" else is_so


def _say(what: str, times: list[float]) -> None:
    print(
        f"{what}: {len(times)} requests, p50 {quantile(times, 50):.1f}, p95 {quantile(times, 95):.1f}, "
        f"most {max(times):.1f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
