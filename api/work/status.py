"""Status files by which the processes of an installation tell each other how far they are."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

from content.replacing import write_atomically

NAME = "status.json"
# What the worker last found wrong in the library.
PROBLEMS = "problems.json"
# A reader that finds the index broken writes its name here; the worker watches for it.
WANTED = "rebuild-wanted"
# Which built site is served, in the folder of sites.
CURRENT = "current.json"
_lock = threading.Lock()
WAITING: dict[str, Any] = {"state": "waiting", "done": 0, "total": 0, "detail": None}


def read_status(data_dir: Path) -> dict[str, dict[str, Any]]:
    """Return the state of the index and of the site; `waiting` for what hasn't begun."""
    try:
        data = json.loads((data_dir / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        data = {}
    return {"index": {**WAITING, **data.get("index", {})}, "site": {**WAITING, **data.get("site", {})}}


def write_status(
    data_dir: Path, part: str, state: str, *, done: int = 0, total: int = 0, detail: str | None = None
) -> None:
    """Write the state of one part; only the worker does, from any of its threads."""
    with _lock:
        status = read_status(data_dir)
        status[part] = {"state": state, "done": done, "total": total, "detail": detail}
        write_atomically(data_dir / NAME, json.dumps(status))


def ask_for_rebuild(data_dir: Path, folder: str) -> None:
    """Tell the worker that the index of this name is broken."""
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
