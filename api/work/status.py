"""Notes by which the processes of an installation tell each other, and health, how they are: small files in DATA_DIR.

Each file has one writer. A note that can't be written, as on a full disk, is left out: what it speaks of goes on.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from content.replacing import write_atomically
from lms.days import present

log = logging.getLogger("repertoire.status")
NAME = "status.json"
PROCESSES = "processes.json"
JOBS = "jobs-*.json"
# What the worker last found wrong in the library.
PROBLEMS = "problems.json"
# A reader that finds the index broken writes its name here; the worker watches for it.
WANTED = "rebuild-wanted"
# Which built site is served, in the folder of sites.
CURRENT = "current.json"
# What the worker does with the library, in this order.
PARTS = ("index", "site", "check")
# The commit of the library that is indexed, beside them.
COMMIT = "commit"
_lock = threading.Lock()
WAITING: dict[str, Any] = {"state": "waiting", "done": 0, "total": 0, "detail": None, "since": None}


@dataclass(frozen=True)
class ProcessState:
    """A process of `serve`: its id while it runs; since when it does or doesn't; how often it died, and how last."""

    name: str
    pid: int | None
    since: str
    deaths: int
    ended: str | None


@dataclass(frozen=True)
class JobState:
    """A job of one process: what it does, when it last went well, since when it fails, and why. Moments in ISO 8601.

    `held_by` is the node that does it for the company; None where each node does it for itself.
    """

    name: str
    does: str
    process: str
    every_seconds: float
    last_success: str | None = None
    failing_since: str | None = None
    last_error: str | None = None
    last_error_at: str | None = None
    held_by: str | None = None


def read_status(data_dir: Path) -> dict[str, dict[str, Any]]:
    """Return the state of each part of the work on the library; `waiting` for what hasn't begun."""
    data = _read(data_dir / NAME, {})
    return {part: {**WAITING, **data.get(part, {})} for part in PARTS}


def write_status(
    data_dir: Path, part: str, state: str, *, done: int = 0, total: int = 0, detail: str | None = None
) -> None:
    """Note the state of one part; only the worker does, from any of its threads."""
    with _lock:
        status = {**_read(data_dir / NAME, {}), **read_status(data_dir)}
        since = status[part]["since"] if status[part]["state"] == state else moment()
        status[part] = {"state": state, "done": done, "total": total, "detail": detail, "since": since}
        _write(data_dir / NAME, status)


def read_commit(data_dir: Path) -> str | None:
    """Return the commit of the library that is indexed; None where git knows none."""
    found = _read(data_dir / NAME, {}).get(COMMIT)
    return found if isinstance(found, str) else None


def write_commit(data_dir: Path, commit: str | None) -> None:
    """Note the commit of the library that is indexed; only the worker does."""
    with _lock:
        _write(data_dir / NAME, {**_read(data_dir / NAME, {}), COMMIT: commit})


def read_processes(data_dir: Path) -> list[ProcessState]:
    """Return the processes of `serve`, none where it doesn't run."""
    return [ProcessState(**item) for item in _read(data_dir / PROCESSES, [])]


def write_processes(data_dir: Path, processes: Sequence[ProcessState]) -> None:
    """Note how the processes are; only the one that starts them does."""
    _write(data_dir / PROCESSES, [asdict(each) for each in processes])


def read_jobs(data_dir: Path) -> list[JobState]:
    """Return the jobs of all processes, by their names."""
    files = sorted(data_dir.glob(JOBS))
    return sorted((JobState(**item) for path in files for item in _read(path, [])), key=lambda job: job.name)


def write_jobs(data_dir: Path, process: str, jobs: Sequence[JobState]) -> None:
    """Note how the jobs of one process are; only that process does."""
    _write(data_dir / JOBS.replace("*", process), [asdict(job) for job in jobs])


def forget_last_run(data_dir: Path) -> None:
    """Take away what processes that have ended said of themselves, and what they were writing when they were killed."""
    for pattern in (NAME, PROCESSES, JOBS, ".*.json.*", "index/.*.json.*", "site/.*.json.*"):
        for path in data_dir.glob(pattern):
            path.unlink(missing_ok=True)


def ask_for_rebuild(data_dir: Path, folder: str) -> None:
    """Tell the worker that the index of this name is broken."""
    with suppress(OSError):  # asked again by whoever meets it next
        write_atomically(data_dir / "index" / WANTED, folder)


def take_request(data_dir: Path) -> str | None:
    """Return the name of the index that a reader found broken, once."""
    path = data_dir / "index" / WANTED
    try:
        folder = path.read_text(encoding="utf-8")
        path.unlink()
    except (OSError, ValueError):
        return None
    return folder


def moment() -> str:
    """Return the present moment as notes have it."""
    return present().isoformat(timespec="seconds")


def _read(path: Path, nothing: Any) -> Any:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return nothing
    return found if isinstance(found, type(nothing)) else nothing


def _write(path: Path, data: Any) -> None:
    try:
        write_atomically(path, json.dumps(data))
    except OSError as error:
        log.info("%s can't be written: %s", path.name, error)
