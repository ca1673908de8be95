"""Counts and times that a process keeps while it works; `shared.py` puts together those of several."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary

# Seconds. What is slower than a tenth shows, and nothing is answered after the last.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
PREFIX = "repertoire"
Kind = TypeVar("Kind")


def process_name() -> str:
    """Return what this process is called in health and logs, such as server-1; the first of them is `serve`."""
    name = multiprocessing.current_process().name
    return name.removeprefix(f"{PREFIX}-") if name.startswith(f"{PREFIX}-") else "serve"


class Metrics:
    """The counts of one app. Their labels have few values; help texts are short, because files repeat them."""

    def __init__(self) -> None:
        """Count from nothing, or from where the process of this name ended."""
        self.registry = CollectorRegistry()
        self.process = process_name()
        self.requests = self._make(Counter, "requests", "Requests answered", "method", "route", "status")
        self.request_seconds = self._make(
            Histogram, "request_seconds", "Time to answer", "method", "route", buckets=BUCKETS
        )
        self.search_seconds = self._make(Histogram, "search_seconds", "Time to find", buckets=BUCKETS)
        self.empty_searches = self._make(Counter, "empty_searches", "Searches without a hit")
        self.job_seconds = self._make(Summary, "job_seconds", "Time that a job took", "job")
        self.job_failures = self._make(Counter, "job_failures", "Jobs that failed", "job")
        self.pool_waits = self._make(Counter, "pool_waits", "Waits for a connection")
        self.pool = self._make(
            Gauge, "pool_connections", "Connections of a process", "process", "state", multiprocess_mode="livesum"
        )

    def _make(self, kind: Callable[..., Kind], name: str, text: str, *labels: str, **options: Any) -> Kind:
        return kind(name, text, labels, namespace=PREFIX, registry=self.registry, **options)

    def note_job(self, name: str, seconds: float, *, is_done: bool) -> None:
        """Count one try of a job."""
        self.job_seconds.labels(name).observe(seconds)
        if not is_done:
            self.job_failures.labels(name).inc()

    def note_pool(self, *, kept: int, in_use: int, beyond: int, waits: int) -> None:
        """Take how many connections are kept, in use and beyond those that are kept, and the waits since the last."""
        for state, count in (("kept", kept), ("in_use", in_use), ("overflow", beyond)):
            self.pool.labels(self.process, state).set(count)
        self.pool_waits.inc(waits)
