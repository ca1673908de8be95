"""Updates killed at random moments: the next one must leave an index that equals the library.

In every round a forked process follows the library as the server's worker does, update after update, while pages are
written, changed, moved and deleted; then it is killed.
"""

from __future__ import annotations

import mmap
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.search.common import heading, in_fresh_process, row

SEED = 5
PAGES = 150
NUMBERS = 200
MOST_CHANGES = 40
SECONDS = 0.4
AIMED = 0.75
PATIENCE = 2.0
LONGEST_UPDATE = 0.06
SHOWN = 10
FILLER = "filler words that every page has, so that an update takes a while. " * 60


class Killed(NamedTuple):
    """Rounds, kills that met an update at work, page versions that were looked for, and what was wrong."""

    rounds: int
    hits: int
    changes: int
    looked_for: int
    differences: list[str]


class _Pages:
    """The library on disk; remembers each living page's own word, and those of versions that are gone."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.own: dict[int, str] = {}
        self.gone: set[str] = set()
        self._chance = chance
        self._paths: dict[int, Path] = {}
        self._version = 0

    def write(self, number: int) -> None:
        """Write a page or change it; its path stays."""
        self._version += 1
        self._forget(number)
        path = self._paths.setdefault(number, self._new_path(number))
        path.parent.mkdir(parents=True, exist_ok=True)
        word = f"unique{number}x{self._version}"
        front = f"---\nid: page-{number}\nstatus: {self._chance.choice(['approved', 'approved', 'draft'])}\n---\n"
        path.write_text(f"{front}# Page {number}\n\n{word}\n\n{FILLER}\n", encoding="utf-8")
        self.own[number] = word

    def move(self, number: int) -> None:
        """Move a page that is there."""
        if number in self._paths:
            target = self._new_path(number)
            target.parent.mkdir(parents=True, exist_ok=True)
            self._paths[number] = self._paths[number].rename(target)

    def delete(self, number: int) -> None:
        """Delete a page that is there."""
        if number in self._paths:
            self._paths.pop(number).unlink()
            self._forget(number)

    def change_something(self) -> None:
        """Write, change, move or delete one page."""
        number = self._chance.randrange(NUMBERS)
        self._chance.choice([self.write, self.write, self.move, self.delete])(number)

    def _forget(self, number: int) -> None:
        if number in self.own:
            self.gone.add(self.own.pop(number))

    def _new_path(self, number: int) -> Path:
        return self.folder / f"folder-{self._chance.randrange(12)}" / f"page-{number}-{self._chance.randrange(99)}.md"


def kill_updates(folder: Path, rounds: int) -> Killed:
    """Kill as often as that, and compare after each."""
    from content.library import read_library
    from content.search import update_index

    chance = random.Random(SEED)
    pages, index = _Pages(folder / "library", chance), folder / "index"
    for number in range(PAGES):
        pages.write(number)
    update_index(read_library(pages.folder), index)
    state = mmap.mmap(-1, 1)
    hits = changes = looked_for = 0
    differences: list[str] = []
    for turn in range(1, rounds + 1):
        state[0] = 0
        child = os.fork()
        if child == 0:
            _follow(pages.folder, index, state)
        ends = time.monotonic() + chance.random() * SECONDS
        for _ in range(chance.randint(1, MOST_CHANGES)):
            pages.change_something()
            changes += 1
            time.sleep(chance.random() * max(0.0, ends - time.monotonic()) / 10)
        # At any moment in one round of four, in an update in the others: that is where a kill may break something.
        is_aimed = chance.random() < AIMED
        while is_aimed and not state[0] and time.monotonic() < ends + PATIENCE:
            pages.change_something()
            changes += 1
            time.sleep(0.005)
        time.sleep(chance.random() * LONGEST_UPDATE)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        hits += state[0]
        library = read_library(pages.folder)
        update_index(library, index)
        looked_for += len(pages.own) + len(pages.gone)
        differences += [f"round {turn}: {what}" for what in _differences(pages, index)]
        pages.gone.clear()
    return Killed(rounds, hits, changes, looked_for, differences)


def _follow(folder: Path, index: Path, state: mmap.mmap) -> None:
    """Update for ever, in a process that will be killed; `state` says whether it is at work."""
    from content.library import read_library
    from content.search import Indexer

    indexer, library = Indexer(index), None
    try:
        while True:
            before, library = library, read_library(folder, previous=library)
            if before is None or before.pages != library.pages:
                state[0] = 1
                indexer.update(library)
                indexer.tidy(library)
                state[0] = 0
    finally:
        os._exit(1)


def _differences(pages: _Pages, index: Path) -> Iterator[str]:
    """Say how the index differs from the library: by its list of pages, and by what it finds."""
    from content.library import read_library
    from content.search import EVERYTHING, Search, read_query

    search = Search(index)
    generation = search.generation()
    living = [entry for entry, lives in zip(generation.entries, generation.living.tolist(), strict=True) if lives]
    listed = sorted((entry.id, entry.path, entry.hash) for entry in living)
    if listed != sorted((page.id, page.path, page.hash) for page in read_library(pages.folder).pages):
        yield "the index lists other pages than the library"
    if len(living) != len(pages.own):
        yield f"{len(living)} pages are listed, {len(pages.own)} were written"
    for number, word in pages.own.items():
        found = [hit.entry.id for hit in search.find(read_query(word), sight=EVERYTHING).hits]
        if found != [f"page-{number}"]:
            yield f"page-{number} by {word}: {found}"
    for word in sorted(pages.gone):
        found = [hit.entry.id for hit in search.find(read_query(word), sight=EVERYTHING).hits]
        if found:
            yield f"the version with {word} is gone, and found: {found}"


def measure_kills(folder: Path, rounds: int) -> None:
    """Kill in a fresh process, and print."""
    found = in_fresh_process(kill_updates, folder, rounds)
    heading("updates killed while pages are written, changed, moved and deleted")
    row("rounds", [str(found.rounds)])
    row("kills that met an update at work", [str(found.hits)])
    row("changes of pages", [str(found.changes)])
    row("versions of pages looked for afterwards", [str(found.looked_for)])
    row("differences between index and library", [str(len(found.differences))])
    for text in found.differences[:SHOWN]:
        print(text)
