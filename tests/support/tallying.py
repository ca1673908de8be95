"""Processes that count for the metrics of a folder, and end as processes do."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from api.work.metrics.counted import Metrics
from api.work.metrics.shared import CountsCollector, count_together
from content.processes import FORKED

Samples = dict[str, float]


def counted_by(name: str, data_dir: Path, times: int) -> Samples:
    """Let a process of this name count so many requests, tell what all have counted, and be killed."""
    mine, theirs = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=_count, args=(data_dir, times, theirs), name=f"repertoire-{name}")
    process.start()
    theirs.close()
    found: Samples = mine.recv()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    return found


def _count(data_dir: Path, times: int, line: Connection) -> None:
    count_together(data_dir)
    metrics = Metrics()
    for _ in range(times):
        metrics.requests.labels("GET", "/", "200").inc()
        metrics.search_seconds.observe(0.02)
    if times:
        metrics.note_pool(kept=times, in_use=0, beyond=0, waits=times)
    line.send(
        {
            f"{sample.name} {sample.labels.get('process', '')}".strip(): sample.value
            for metric in CountsCollector(metrics, data_dir).collect()
            for sample in metric.samples
            if "le" not in sample.labels and sample.labels.get("state", "kept") == "kept"
        }
    )
    os.kill(os.getpid(), signal.SIGKILL)
