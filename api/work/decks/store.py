"""Store of built files: what waits to be built, how far that is, why one can't be, and the files themselves.

Requests write wishes, and the worker alone does the rest, so that a file is built once, whoever asks how often.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from api.work.decks.asked import DeckAsked
from content.replacing import write_atomically
from lms.days import of_unix
from lms.errors import Conflict

# How much is kept: the files that were asked for last.
MOST_FILES, MOST_BYTES = 300, 1_000_000_000
MOST_WISHES = 100
_WISH, _STATE, _REFUSAL = ".wish.json", ".state.json", ".refused.json"


@dataclass(frozen=True)
class BuildState:
    """How far a build is: in words, and as steps done of all."""

    says: str = "waits for the worker"
    done: int = 0
    steps: int = 3


class DeckStore:
    """A folder with the files of decks by their keys; safe for the processes of `serve`."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which is made when something is written."""
        self._folder = folder

    def find(self, key: str, asked: DeckAsked) -> Path | None:
        """Return a built file, which is then kept longer than those that nobody asks for."""
        file = self._folder / f"{key}.{asked.form}"
        with suppress(OSError):
            os.utime(file)
            return file
        return None

    def ask_for(self, key: str, asked: DeckAsked) -> BuildState:
        """Wish for a file, and return how far it is; raises Conflict for one that couldn't be built, once."""
        refused = self._read(key, _REFUSAL)
        if refused:
            self._remove(key, _REFUSAL, _WISH)  # who asks again may have mended it
            raise Conflict(str(refused.get("detail")))
        if not (self._folder / f"{key}{_WISH}").exists():
            if len(self._named(_WISH)) >= MOST_WISHES:
                raise Conflict(f"{MOST_WISHES} files of decks wait to be built already; ask again in a minute")
            self._write(key, _WISH, asdict(asked))
        return BuildState(**self._read(key, _STATE))

    def wishes(self) -> list[tuple[str, DeckAsked]]:
        """Return what waits, the longest wait first."""
        found = []
        for file in self._named(_WISH):
            key = file.name.partition(".")[0]
            try:
                found.append((key, DeckAsked(**self._read(key, _WISH))))
            except TypeError:  # by another version, or broken
                self._remove(key, _WISH)
        return found

    def waiting(self) -> tuple[int, datetime | None]:
        """Return how many files wait to be built, and since when the first does."""
        found = [asked for asked in map(_asked_at, self._named(_WISH)) if asked]
        return len(found), of_unix(min(found)) if found else None

    def note(self, key: str, state: BuildState) -> None:
        """Note how far a build is."""
        self._write(key, _STATE, asdict(state))

    def keep(self, wished: str, key: str, asked: DeckAsked, data: bytes) -> None:
        """Keep a file under its key, and forget what was wished for; a crash leaves no half a file."""
        write_atomically(self._folder / f"{key}.{asked.form}", data)
        self._remove(wished, _WISH, _STATE)
        self._sweep()

    def refuse(self, key: str, detail: str) -> None:
        """Note why a file can't be built, for whoever asks next."""
        self._write(key, _REFUSAL, {"detail": detail})
        self._remove(key, _WISH, _STATE)

    def _sweep(self) -> None:
        """Remove the files that nobody asked for the longest, where there are too many."""
        files = sorted((file for form in ("pptx", "pdf") for file in self._folder.glob(f"[!.]*.{form}")), key=_asked_at)
        size = sum(_size(file) for file in files)
        refusals = self._named(_REFUSAL)
        while files and (len(files) > MOST_FILES or size > MOST_BYTES):
            size -= _size(files[0])
            files.pop(0).unlink(missing_ok=True)
        # What nobody came back for, and what was being written when a worker was killed.
        for left in (*refusals[:-MOST_WISHES], *self._folder.glob(".*.p[pd][tf]*")):
            left.unlink(missing_ok=True)

    def _named(self, end: str) -> list[Path]:
        return sorted(self._folder.glob(f"[!.]*{end}"), key=_asked_at)

    def _read(self, key: str, end: str) -> dict[str, Any]:
        try:
            found = json.loads((self._folder / f"{key}{end}").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, key: str, end: str, data: dict[str, Any]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_atomically(self._folder / f"{key}{end}", json.dumps(data))

    def _remove(self, key: str, *ends: str) -> None:
        for end in ends:
            (self._folder / f"{key}{end}").unlink(missing_ok=True)


def _asked_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
