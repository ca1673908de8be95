"""What watching costs: `uv run python tests/bench/running/metrics.py`. Processor time of one request, in microseconds.

The smallest route is asked through WSGI, in turns without notes of requests, counted, counted and logged, and traced.
Then every route is given three statuses, and the page of metrics is asked for, of so many processes.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from api import create_app
from api.running.front import _call
from api.web import measuring
from api.web.context import KEY
from api.web.documentation import path_of
from api.web.preparing import prepared_app
from api.web.tracing import init_tracing
from api.work.logs import set_up_log
from api.work.metrics.shared import count_together
from config import Config

ROUTE, BATCH, ROUNDS = "/api/v1/health/live", 500, 15


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=5, help="of which files of counts are read")
    processes = parser.parse_args().processes
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="repertoire-bench-") as folder:
        config = Config(data_dir=Path(folder))
        prepared_app(config)
        plain = create_app(config)
        _take_notes_away(plain)
        count_together(config.data_dir)
        app, traced = create_app(config), create_app(config)
        os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9"  # where nobody takes them
        os.environ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "1"
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        init_tracing(traced)
        _report_requests(plain, app, traced)
        _report_scrape(app, config, processes)
        sys.stdout.flush()
        os._exit(0)  # what sends spans would try on


def _report_requests(plain: Flask, app: Flask, traced: Flask) -> None:
    log = measuring.log
    variants: dict[str, tuple[Flask, int]] = {
        "without notes": (plain, logging.WARNING),
        "counted": (app, logging.WARNING),
        "counted and logged as JSON": (app, logging.INFO),
        "counted and traced": (traced, logging.WARNING),
    }
    out = sys.stdout
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = nowhere
        set_up_log("json")
        sys.stdout = out
        took: dict[str, list[float]] = {name: [] for name in variants}
        for _ in range(ROUNDS):
            for name, (one, level) in variants.items():
                log.setLevel(level)
                took[name].append(_microseconds(lambda one=one: _ask(one, ROUTE)))  # type: ignore[misc]
    base = statistics.median(took["without notes"])
    for name, times in took.items():
        middle = statistics.median(times)
        print(f"{name:<28} {middle:7.1f} us   {middle - base:+7.1f} us   from {min(times):.1f} to {max(times):.1f}")


def _report_scrape(app: Flask, config: Config, processes: int) -> None:
    measuring.log.setLevel(logging.WARNING)
    metrics = app.extensions[KEY].metrics
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
            metrics.request_seconds.labels(method, path_of(rule.rule)).observe(0.01)
            for status in ("200", "404", "422"):
                metrics.requests.labels(method, path_of(rule.rule), status).inc()
    folder = config.data_dir / "metrics"
    for number in range(1, processes):
        for file in folder.glob("*_serve.db"):
            shutil.copy(file, file.with_name(file.name.replace("_serve", f"_server-{number}")))
    used = {file.name: _used(file) for file in sorted(folder.glob("*_serve.db"))}
    size = len(_ask(app, "/metrics"))
    times = sorted(_milliseconds(lambda: _ask(app, "/metrics")) for _ in range(7))
    print(f"/metrics of {processes} processes with every route: {size:,} bytes, {times[3]:.0f} ms")
    print("bytes used of a process's files: " + ", ".join(f"{name} {used:,}" for name, used in used.items()))


def _take_notes_away(app: Flask) -> None:
    app.before_request_funcs[None].remove(measuring._begin)
    app.after_request_funcs[None].remove(measuring._end)


def _ask(app: Flask, path: str) -> bytes:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
    }
    answer = _call(app, environ)
    assert answer.status == 200, answer
    return answer.first + b"".join(answer.rest or ())


def _microseconds(work: Callable[[], object]) -> float:
    began = time.thread_time()
    for _ in range(BATCH):
        work()
    return (time.thread_time() - began) / BATCH * 1e6


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return (time.thread_time() - began) * 1000


def _used(file: Path) -> int:
    """Return how many bytes of a file of counts are used, which its first number says."""
    return int.from_bytes(file.read_bytes()[:4], sys.byteorder)


if __name__ == "__main__":
    main()
