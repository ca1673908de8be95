"""Memory of a process and of all that it started, each page of memory counted once however many share it (PSS)."""

from __future__ import annotations

import os
from pathlib import Path

from bench.search.common import stat_of


def memory_of(process: int, *, command: str = "") -> float:
    """Return megabytes of a process and its descendants; with `command` of those alone in whose command it stands.

    A process that has none of its own but is forked, as a renderer is, counts with the one that started it.
    """
    parents = _parents()
    found = _family({process}, parents)
    if command:
        found = _family({pid for pid in found if command in _command_of(pid)}, parents)
    return sum(map(_own, found))


def busy_of(process: int) -> float:
    """Return the seconds of a processor that a process and its descendants took, with those that ended."""
    ticks = [int(count) for pid in _family({process}, _parents()) for count in stat_of(pid)[11:15]]
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def _parents() -> dict[int, int]:
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError):
            continue
    return parents


def _family(heads: set[int], parents: dict[int, int]) -> set[int]:
    family = set(heads)
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _command_of(pid: int) -> str:
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_text()
    except OSError:
        return ""


def _own(pid: int) -> float:
    try:
        lines = (Path("/proc") / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
