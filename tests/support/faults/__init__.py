"""Faulty pages by kind: whatever people, tools and accidents put into a folder of Markdown."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from support.faults.fault import Fault, Made
from support.faults.fields import FIELDS
from support.faults.leftovers import LEFTOVERS
from support.faults.names import NAMES
from support.faults.relations import RELATIONS
from support.faults.slow import SLOW
from support.faults.texts import TEXTS
from support.faults.words import WORDS

FAULTS = (*FIELDS, *WORDS, *TEXTS, *RELATIONS, *LEFTOVERS, *NAMES)
TAXONOMY = "stages:\n  discovery: Discovery\n  demo: Demo\n"

__all__ = ["FAULTS", "SLOW", "Fault", "Made", "fill_with_faults", "in_turn"]


def fill_with_faults(folder: Path, faults: Iterator[Fault], *, seed: int) -> list[tuple[Fault, Made]]:
    """Write a good page and a taxonomy, and each fault in a page of its own; return what was made, in that order."""
    folder.mkdir(parents=True)
    (folder / "taxonomy.yml").write_text(TAXONOMY, encoding="utf-8")
    (folder / "index.md").write_text("---\nid: home\ntitle: Home\n---\n# Home\n\nText.\n", encoding="utf-8")
    chance = random.Random(seed)
    return [(fault, fault.make(folder, f"p{number:05}", chance)) for number, fault in enumerate(faults)]


def in_turn(seed: int, pages: int, slow: int) -> Iterator[Fault]:
    """Yield so many faults, every kind as often as any other, in any order; `slow` of them are slow."""
    chance = random.Random(seed)
    chosen = [SLOW[number % len(SLOW)] for number in range(slow)]
    while len(chosen) < pages:
        chosen += chance.sample(FAULTS, min(len(FAULTS), pages - len(chosen)))
    chance.shuffle(chosen)
    yield from chosen
