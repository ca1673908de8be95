"""Counts of all processes put together, by files in DATA_DIR that each process writes as memory.

A file has the name of its process, not its id: who replaces one that died goes on counting where that ended, and there
are never more files than processes. A kill loses nothing, because what is written is the system's at once.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from prometheus_client import values
from prometheus_client.core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from api.work.metrics.counted import Metrics, process_name

# By the name of this variable the library finds the folder.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# Room for every route with all its answers. It is taken at once: memory that stands for a file ends a process that
# writes where a full disk has no room.
_ROOM = {"counter": 1 << 20, "histogram": 4 << 20, "summary": 1 << 16, "gauge_livesum": 1 << 16}


def begin_counting(data_dir: Path) -> None:
    """Forget what the processes of an earlier run counted; the one that starts the others does, before."""
    shutil.rmtree(_folder_in(data_dir), ignore_errors=True)


def count_together(data_dir: Path) -> None:
    """Let what this process makes of Metrics from now on count for all; raises OSError where there is no room."""
    folder, name = _folder_in(data_dir), process_name()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark_process_dead(name, folder)  # type: ignore[no-untyped-call]
    for kind, size in _ROOM.items():
        _make_room(folder / f"{kind}_{name}.db", size)
    os.environ[_FOLDER] = str(folder)
    values.ValueClass = values.MultiProcessValue(lambda: name)  # type: ignore[no-untyped-call]


def note_deaths(data_dir: Path, names: Iterable[str]) -> None:
    """Take away what was so in processes that don't run; what they counted stays."""
    for name in names:
        mark_process_dead(name, _folder_in(data_dir))  # type: ignore[no-untyped-call]


class CountsCollector(Collector):
    """Gives what all processes counted; where they don't count together, what this one did."""

    def __init__(self, metrics: Metrics, data_dir: Path) -> None:
        """Take the counts of this process, and where those of all are."""
        self._metrics = metrics
        self._data_dir = data_dir

    def collect(self) -> Iterator[Metric]:
        """Yield everything, each name once."""
        if getattr(values.ValueClass, "_multiprocess", False):
            together: Any = MultiProcessCollector
            yield from together(None, str(_folder_in(self._data_dir))).collect()
        else:
            yield from self._metrics.registry.collect()


def _folder_in(data_dir: Path) -> Path:
    return data_dir / "metrics"


def _make_room(file: Path, size: int) -> None:
    """Make a file of zeros, which holds nothing yet; one that is there whole is left as it is."""
    if file.exists():
        return
    new = file.with_suffix(".new")
    try:
        new.write_bytes(bytes(size))
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise
