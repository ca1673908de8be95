"""Measures backups: `uv run --no-sync python tests/bench/running/backup.py [--megabytes N] [--kinds sqlite postgres]`.

The demo company, or with --megabytes a database of about so many, is served by `repertoire serve`; then `repertoire
backup`, `restore --drill` and `restore` into an empty place are timed as commands, with how long /api/v1/me takes while
nothing else is done and while the backup runs. PostgreSQL's programs have to be found by PATH.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

# What tests share is known as `support` and `bench`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sqlalchemy as sa
from bench.figures import quantile
from bench.keeping import kept_database
from bench.search.common import heading

from config import Config
from lms.crm.models import CrmFact
from support.live import Server, serving

IDLE = 300
TEXT_BYTES = 2_000
BATCH = 2_000
SEED = 3


def main() -> None:
    """Fill, back up, restore, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=0, help="size of the database; 0 is the demo company alone")
    parser.add_argument("--kinds", nargs="+", default=["sqlite", "postgres"])
    options = parser.parse_args()
    heading(f"backups, {options.megabytes or 'demo only'} MB")
    for kind in options.kinds:
        with tempfile.TemporaryDirectory(prefix="repertoire-backup-") as name:
            folder = Path(name)
            with (
                kept_database(kind, folder / "server", name="live") as url,
                serving(folder, "--demo", DATABASE_URL=url) as server,
            ):
                _fill(url or f"sqlite:///{folder / 'data' / 'repertoire.db'}", options.megabytes)
                _measure(kind, folder, server, url)


def _fill(url: str, megabytes: int) -> None:
    engine = sa.create_engine(Config(database_url=url).sqlalchemy_url)
    with engine.connect() as connection:
        first = (connection.scalar(sa.select(sa.func.max(CrmFact.id))) or 0) + 1
        for start in range(0, megabytes * 1_000_000 // TEXT_BYTES, BATCH):
            connection.execute(sa.insert(CrmFact), list(_facts(first + start)))
            connection.commit()
    engine.dispose()


def _facts(first: int) -> Iterator[dict[str, object]]:
    dice = random.Random(f"{SEED} {first}")
    words = [f"{dice.randrange(16**8):x}" for _ in range(1000)]
    for number in range(first, first + BATCH):
        said = " ".join(dice.choices(words, k=TEXT_BYTES // 9))
        yield {"id": number, "source_id": 99, "kind": 99, "key": str(number), "import_number": 0, "said": said}


def _measure(kind: str, folder: Path, server: Server, url: str) -> None:
    server.wait_until_published()
    command = [str(Path(sys.executable).with_name("repertoire"))]
    asked = [*command, "token", _somebody()]
    token = subprocess.run(asked, env=server.environ, check=True, capture_output=True, text=True).stdout.split()[-1]
    idle = [_ask(server, token) for _ in range(IDLE)]
    file, began, busy = folder / "b.zip", time.perf_counter(), []
    with subprocess.Popen([*command, "backup", str(file)], env=server.environ) as backup:
        while backup.poll() is None:
            busy.append(_ask(server, token))
    print(f"{kind}: backup {time.perf_counter() - began:.1f} s, {file.stat().st_size / 1e6:,.1f} MB")
    for name, times in (("idle", idle), ("while it runs", busy)):
        print(f"{kind}: GET /api/v1/me {name}: p50 {quantile(times, 50):.1f} ms, p95 {quantile(times, 95):.1f} ms")
    empty = {**server.environ, "DATA_DIR": str(folder / "restored")}
    if url:
        engine = sa.create_engine(Config(database_url=url).sqlalchemy_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text("CREATE DATABASE restored"))
        engine.dispose()
        empty["DATABASE_URL"] = url.replace("/live?", "/restored?")
    for words, environ in ((("restore", "--drill"), server.environ), (("restore",), empty)):
        began = time.perf_counter()
        subprocess.run([*command, *words, str(file)], env=environ, check=True)
        print(f"{kind}: {' '.join(words)} {time.perf_counter() - began:.1f} s", flush=True)


def _somebody() -> str:
    from api.work.demo import FACES

    return next(iter(FACES.values()))


def _ask(server: Server, token: str) -> float:
    """Return how many milliseconds a request takes."""
    request = urllib.request.Request(f"{server.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    main()
