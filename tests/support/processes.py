"""Processes of the tests: those that may be killed, forked from one that has imported all, and those of a session."""

from __future__ import annotations

import subprocess

from content.processes import FORKED, PRELOADED, prepare_forking

__all__ = ["FORKED", "prepare_forking"]
OWN = ("support.rolling", "support.keeping", "support.journals", "support.starting", "support.moving")
FORKED.set_forkserver_preload([*PRELOADED, *OWN])


def members_of(session: int) -> set[int]:
    """Return the processes of a session that haven't ended."""
    listed = subprocess.run(["ps", "-eo", "pid,sid,stat"], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()[1:]]
    return {int(pid) for pid, found, state in rows if int(found) == session and "Z" not in state}


def children_of(parent: int, word: str) -> set[int]:
    """Return the processes that another one started, and whose commands hold a word."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()[1:]]
    return {int(pid) for pid, found, command in rows if int(found) == parent and word in command}
