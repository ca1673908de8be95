"""Things that are made once for all workers of a run of the tests."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def shared_root(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of this run have in common."""
    own = factory.getbasetemp()
    return own if WORKER == "alone" else own.parent


@contextmanager
def turn(file: Path) -> Iterator[None]:
    """Hold a lock that one worker has at a time."""
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder `name`, which the first worker that asks has filled; nobody writes to it afterwards."""
    folder = shared_root(factory) / name
    done = folder.with_suffix(".done")  # not a renaming: what is made may know its own path
    with turn(folder.with_suffix(".lock")):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
