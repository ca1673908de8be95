"""`repertoire serve` watched from outside: counts outlive the processes that made them, and all it writes is JSON."""

from __future__ import annotations

import os
import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families as read_text

from support.logged import lines_of
from support.served import Served

ROUTE = "/api/v1/health/live"


def _metrics(server: Served) -> dict[tuple[str, str], float]:
    """Return all samples by their name and the one label that tells them apart here."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=60) as answer:
        families = list(read_text(answer.read().decode()))
    samples = [sample for family in families for sample in family.samples]
    found: dict[tuple[str, str], float] = {}
    for sample in samples:
        key = sample.name, sample.labels.get("route") or sample.labels.get("process") or sample.labels.get("job") or ""
        found[key] = found.get(key, 0) + sample.value
    return found


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Serve with two processes and a log for programs."""
    monkeypatch.setenv("LOG_FORMAT", "json")
    monkeypatch.setenv("WORKERS", "2")
    served = Served(tmp_path / "data")
    yield served
    if served.process.poll() is None:
        served.kill()


def test_counts_outlive_the_processes_that_made_them(server: Served) -> None:
    """Two servers and a worker count together; each is killed, and goes on where it was when it is back."""
    server.wait_until(lambda: len(server.health()["processes"]) == 3)
    for _ in range(40):
        server.ask("/health/live")
    assert _metrics(server)["repertoire_requests_total", ROUTE] == 40
    server.wait_until(lambda: ("repertoire_pool_connections", "server-2") in _metrics(server))
    jobs = _metrics(server)["repertoire_job_seconds_count", "count-figures"]
    for name in ("server-1", "server-2", "worker"):
        os.kill(server.pid_of(name), signal.SIGKILL)
        server.wait_until(lambda: _metrics(server)["repertoire_process_deaths_total", name] == 1)  # noqa: B023 - waited for
    server.wait_until(lambda: _metrics(server)["repertoire_process_up", "worker"] == 1)
    server.wait_until(lambda: ("repertoire_pool_connections", "server-2") in _metrics(server))
    found = _metrics(server)
    assert found["repertoire_requests_total", ROUTE] == 40
    assert found["repertoire_request_seconds_count", ROUTE] == 40
    assert found["repertoire_job_seconds_count", "count-figures"] >= jobs
    assert [found["repertoire_process_deaths_total", name] for name in ("server-1", "server-2", "worker")] == [1, 1, 1]
    assert found["repertoire_process_resident_memory_bytes", "worker"] > 10_000_000
    assert len(list((Path(server.environ["DATA_DIR"]) / "metrics").glob("*.db"))) <= 12
    server.stop()
    lines = lines_of(server.printed())
    told = [line for line in lines if line["event"] == "request" and line["route"] == ROUTE]
    assert len(told) == len({line["request_id"] for line in told}) == 40
    assert {line["process"] for line in told} <= {"server-1", "server-2"}
    assert any("killed by SIGKILL" in line["event"] for line in lines)
