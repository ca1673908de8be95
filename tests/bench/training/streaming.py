"""Streams a CSV file of the whole company in a process of its own, and says what memory that took."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":  # `python tests/bench/training/streaming.py`, as `show_streams` starts it
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.asking import Asker
from bench.training.fill import ADMIN, PREFIX

if TYPE_CHECKING:
    from bench.training.fill import Company

FILES = ("/records.csv", "/records.csv?state=overdue", "/matrix.csv")
MEGABYTE = 1024 * 1024


def show_streams(company: Company, kind: str, *, content: Path, data: Path, url: str) -> None:
    """Stream each file as the admin, and print seconds, rows, and megabytes of memory before and at most."""
    heads = f"{'s':>7} {'own s':>7} {'first s':>8} {'rows':>9} {'MB':>6} {'before':>7} {'peak':>7}"
    print(f"{kind + ', streamed':<34} {heads}", flush=True)
    for path in FILES:
        command = [sys.executable, __file__, str(content), str(data), url, path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr[-2000:])
        found = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{path:<34} {found['seconds']:7.1f} {found['own']:7.1f} {found['first']:8.2f} {found['rows']:9}"
            f" {found['megabytes']:6.0f} {found['before']:7.1f} {found['peak']:7.1f}",
            flush=True,
        )


def main(content: str, data: str, url: str, path: str) -> None:
    """Stream one file and print what it took."""
    from api import create_app
    from config import Config

    app = create_app(Config(content_dir=Path(content), data_dir=Path(data), database_url=url))
    with app.app_context():
        asker = Asker(app)
        asker.ask(ADMIN, f"{PREFIX}/matrix?limit=100")  # a page of it, so that only more than that counts as growth
        asker.ask(ADMIN, f"{PREFIX}/records?state=overdue&course_id=course-001")
        headers = {"Authorization": f"Bearer {asker.token(ADMIN)}"}
        before, began, busy = _peak(), time.perf_counter(), time.process_time()
        answer = app.test_client(use_cookies=False).get(PREFIX + path, headers=headers, buffered=False)
        rows = size = 0
        first = 0.0
        for part in answer.iter_encoded():
            first = first or time.perf_counter() - began
            rows += part.count(b"\n")
            size += len(part)
        found = {"seconds": time.perf_counter() - began, "own": time.process_time() - busy, "first": first}
        print(json.dumps({**found, "rows": rows, "megabytes": size / MEGABYTE, "before": before, "peak": _peak()}))
    app.extensions["repertoire"].renderer.close()


def _peak() -> float:
    """Return the most memory that this process had so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
