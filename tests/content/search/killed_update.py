"""Kills updates of an index at random moments; prints what the next update made wrong of it. Run by a test."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from content.catalogue import entry_of, published
from content.library import read_library
from content.search import IndexMissingError, Search, read_query, update_index


def main(folder: Path, rounds: int) -> None:
    """Change the library, begin an update, kill it, and check what the next one leaves."""
    chance = random.Random(5)
    library, index = folder / "library", folder / "index"
    for number in range(20):
        write(library, number, 0)
    started = time.monotonic()
    update_index(read_library(library), index)
    longest = time.monotonic() - started
    for turn in range(1, rounds + 1):
        for number in chance.sample(range(30), 8):
            write(library, number, turn)
        (library / f"page-{chance.randrange(30)}.md").unlink(missing_ok=True)
        if turn % 7 == 0:
            (index / "head.json").unlink()
        child = os.fork()
        if child == 0:
            update_index(read_library(library), index)
            os._exit(0)
        time.sleep(chance.random() * longest)
        os.kill(child, signal.SIGKILL)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        try:
            Search(index).find(read_query("word"))
        except IndexMissingError:
            killed = True
        update_index(read_library(library), index)
        longest *= 1.1 if killed else 0.7  # whatever the machine does beside, some are killed and some end
        sys.stdout.write(f"{turn} {'killed' if killed else 'finished'} {wrong(library, index)}\n")


def write(library: Path, number: int, turn: int) -> None:
    """Write a page with a word that only this turn's version has."""
    library.mkdir(exist_ok=True)
    text = f"---\nid: page-{number}\n---\n# Page {number}\n\nword unique{number}x{turn} " + "filler " * 300
    (library / f"page-{number}.md").write_text(text, encoding="utf-8")


def wrong(library: Path, index: Path) -> str:
    """Say how the index differs from the library; nothing when it doesn't."""
    search, pages = Search(index), published(read_library(library).pages)
    found = {entry.id: replace(entry, changed="") for entry in search.catalogue().entries}
    if found != {page.id: entry_of(page) for page in pages}:
        return "catalogue"
    if search.find(read_query("word"), limit=100).total != len(pages):
        return "total"
    for page in pages:
        own = next(word for word in page.body.split() if word.startswith("unique"))
        if [hit.entry.id for hit in search.find(read_query(own)).hits] != [page.id]:
            return f"{page.id} by {own}"
    return ""


main(Path(sys.argv[1]), int(sys.argv[2]))
