"""Checks in processes of their own, which import no more than they need."""

from __future__ import annotations

import os
from pathlib import Path

from content.checks.cache import NAME, FactsCache
from content.checks.run import Known, problems
from content.library import read_library
from support.checking import TODAY


def check_often(folder: Path, kept: Path, times: int) -> None:
    """Check a library again and again; each time another page changed, so that each check writes."""
    expected = [str(p) for p in problems(read_library(folder), known=Known(today=TODAY))]
    for _ in range(times):
        (kept / NAME).unlink(missing_ok=True)
        found = problems(read_library(folder), known=Known(today=TODAY), keep_in=kept)
        if [str(p) for p in found] != expected:
            os._exit(3)


def write_for_ever(folder: Path, kept: Path) -> None:
    """Read the facts of a library and write them down, again and again."""
    library = read_library(folder)
    while True:
        cache = FactsCache(kept, renderer=None)
        for page in library.pages:
            cache.facts_of(page)
        cache.write()
