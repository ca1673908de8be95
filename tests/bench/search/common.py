"""What all benchmarks of the search share: times as percentiles, lines of tables, fresh processes and their memory."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from bench.figures import quantile

SECONDS_BETWEEN_SAMPLES = 0.02
P = ParamSpec("P")
R = TypeVar("R")


def in_fresh_process(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a function in a process of its own that was not forked, so that nothing of this one counts as its memory."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def cores() -> list[int]:
    """Return the cores that this process may use."""
    return sorted(os.sched_getaffinity(0))


def milliseconds(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def percentiles(times: list[float]) -> list[float]:
    """Return p50, p95 and p99."""
    return [quantile(times, percent) for percent in (50, 95, 99)] if len(times) > 1 else [*times, *times, *times]


def heading(text: str) -> None:
    """Print what the next table is about."""
    print(f"\n== {text}", flush=True)


def row(label: str, cells: Iterable[float | str], *, width: int = 52) -> None:
    """Print one line of a table."""
    texts = [f"{cell:9.2f}" if isinstance(cell, float) else f"{cell:>9}" for cell in cells]
    print(f"{label:<{width}} {' '.join(texts)}", flush=True)


def megabytes(pid: int, name: str = "VmRSS") -> float:
    """Return a process's memory, or with `VmHWM` the most it ever had; 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def command_of(pid: int) -> str:
    """Return a process's command line; "" for one that is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def stat_of(pid: int) -> list[str]:
    """Return what the kernel counts of a process, beginning with its state; nothing of one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def descendants(pid: int) -> list[int]:
    """Return the processes that a process started, and those that they started."""
    found: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in listing.read_text(encoding="ascii").split()]
        except OSError:
            continue
        found += [other for child in children for other in (child, *descendants(child))]
    return found


@contextmanager
def peak_of_all() -> Iterator[Callable[[], float]]:
    """Watch this process and those below it; what is yielded returns the most megabytes they had together.

    getrusage would give a child at least the memory of the process that started it, and never a sum.
    """
    most = 0.0
    stopped = threading.Event()

    def watch() -> None:
        nonlocal most
        while not stopped.wait(SECONDS_BETWEEN_SAMPLES):
            most = max(most, sum(map(megabytes, [os.getpid(), *descendants(os.getpid())])))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield lambda: max(most, megabytes(os.getpid(), "VmHWM"))
    finally:
        stopped.set()
        thread.join()
