"""Samples of how an installation is at the moment that somebody asks, from what its processes wrote down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prometheus_client import ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.work.metrics.counted import PREFIX
from api.work.status import WAITING, JobState, ProcessState, read_jobs, read_processes, read_status

STATES = ("waiting", "working", "ready", "failed")
# What the system knows of a process, by the library's names.
_OF_PROCESSES = {
    "process_resident_memory_bytes",
    "process_cpu_seconds",
    "process_open_fds",
    "process_max_fds",
    "process_start_time_seconds",
}


@dataclass(frozen=True)
class Queue:
    """What waits to be done: how much of it, None where that is unknown, and since when the oldest does."""

    name: str
    waiting: int | None = None
    oldest: datetime | None = None


@dataclass(frozen=True)
class Observed:
    """What only the process that is asked can find out.

    `pages` and `indexed_at`, in seconds of Unix, are None without an index.
    """

    at: datetime
    versions: dict[str, str]
    is_connected: bool
    pages: int | None
    indexed_at: float | None
    queues: tuple[Queue, ...]


class ObservedCollector(Collector):
    """Gives the samples of a folder and of what was found out, as the library asks for them."""

    def __init__(self, data_dir: Path, observed: Observed) -> None:
        """Take the folder of the notes, and what was found out."""
        self._data_dir = data_dir
        self._observed = observed

    def collect(self) -> Iterator[Metric]:
        """Yield everything, each name once."""
        yield from _of_itself(self._observed)
        yield from _of_queues(self._observed)
        yield _of_work(self._data_dir)
        yield from _of_jobs(read_jobs(self._data_dir))
        yield from _of_processes(read_processes(self._data_dir))


def _of_itself(observed: Observed) -> Iterator[Metric]:
    info = _gauge("info", "Versions", list(observed.versions))
    info.add_metric(list(observed.versions.values()), 1)
    yield info
    yield _gauge("database_up", "Whether the database answers", value=float(observed.is_connected))
    yield _gauge("index_up", "Whether the index answers", value=float(observed.pages is not None))
    if observed.pages is not None:
        yield _gauge("index_pages", "Pages in the index", value=observed.pages)
    if observed.indexed_at is not None:
        yield _gauge("index_written_timestamp_seconds", "When the index was written last", value=observed.indexed_at)


def _of_queues(observed: Observed) -> Iterator[Metric]:
    waiting = _gauge("queue_waiting", "What waits to be done", ["queue"])
    oldest = _gauge("queue_oldest_seconds", "For how long the oldest of it waits", ["queue"])
    for queue in observed.queues:
        if queue.waiting is not None:
            waiting.add_metric([queue.name], queue.waiting)
        age = (observed.at - queue.oldest).total_seconds() if queue.oldest else 0.0
        oldest.add_metric([queue.name], max(0.0, age))
    yield waiting
    yield oldest


def _of_work(data_dir: Path) -> Metric:
    found = _gauge("work_state", "The state of the work on the library is 1", ["part", "state"])
    for part, work in read_status(data_dir).items():
        for state in STATES:
            found.add_metric([part, state], float(work.get("state", WAITING["state"]) == state))
    return found


def _of_jobs(jobs: Iterable[JobState]) -> Iterator[Metric]:
    labels = ["job", "process"]
    succeeded = _gauge("job_last_success_timestamp_seconds", "When a job last went well", labels)
    failing = _gauge("job_failing", "Whether a job's last try failed", labels)
    every = _gauge("job_every_seconds", "How long a job waits until it is done again", labels)
    for job in jobs:
        named = [job.name, job.process]
        if job.last_success is not None:
            succeeded.add_metric(named, datetime.fromisoformat(job.last_success).timestamp())
        failing.add_metric(named, float(job.failing_since is not None))
        every.add_metric(named, job.every_seconds)
    yield from (succeeded, failing, every)


def _of_processes(processes: Iterable[ProcessState]) -> Iterator[Metric]:
    up = _gauge("process_up", "Whether a process runs", ["process"])
    deaths = CounterMetricFamily(f"{PREFIX}_process_deaths", "How often a process died", labels=["process"])
    found: dict[str, Metric] = {}
    for process in processes:
        up.add_metric([process.name], float(process.pid is not None))
        deaths.add_metric([process.name], process.deaths)
        if process.pid is not None:
            _add_system(found, process.name, process.pid)
    yield from (up, deaths, *found.values())


def _add_system(found: dict[str, Metric], name: str, pid: int) -> None:
    """Add what the system says of a process, where it says anything."""
    for said in ProcessCollector(pid=lambda: pid, registry=None).collect():
        if said.name in _OF_PROCESSES:
            mine = found.setdefault(said.name, Metric(f"{PREFIX}_{said.name}", said.documentation, said.type))
            for sample in said.samples:
                mine.add_sample(f"{PREFIX}_{sample.name}", {"process": name}, sample.value)


def _gauge(name: str, text: str, labels: list[str] | None = None, *, value: float | None = None) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", text, value=value, labels=labels)
