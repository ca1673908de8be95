"""Preferences besides the text: a page's review, its status, its use, each a factor with a bound."""

from __future__ import annotations

import heapq
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from content.catalogue import Entry
from content.replacing import write_atomically
from content.search.beside import FileBeside
from content.search.generation import Generation, Scores, Sight


@dataclass(frozen=True)
class Preferences:
    """How far a page's text score is moved.

    A factor below 1 makes pages sink. A page's use adds at most `use_share`; `use_smoothing` is the number of opens at
    which half of that is reached, so that a first click moves next to nothing.
    """

    overdue_factor: float = 0.85
    draft_factor: float = 0.7
    archived_factor: float = 0.5
    use_share: float = 0.2
    use_smoothing: float = 20.0


@dataclass(frozen=True)
class Usage:
    """Opens that followed a search, by page id, older ones counting less; `version` changes with the numbers."""

    opens: Mapping[str, float]
    version: str = ""


NO_USAGE = Usage({})
USAGE = "usage.json"
MOST_OPENS = 1e9


def write_usage(folder: Path, opens: Mapping[str, float]) -> None:
    """Replace what is known of the pages' use beside the indexes in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / USAGE, json.dumps({page_id: round(count, 3) for page_id, count in sorted(opens.items())}))


def usage_file(folder: Path) -> FileBeside[Usage]:
    """Return what reads the pages' use beside the indexes in a folder."""
    return FileBeside(folder / USAGE, _read, NO_USAGE)


def _read(opens: Any, version: str) -> Usage:
    return Usage({page_id: min(max(float(n), 0.0), MOST_OPENS) for page_id, n in opens.items()}, version)


@dataclass(frozen=True)
class Liking:
    """What each page's score is multiplied by on a day, one factor each for review, status and use; shapes (pages,)."""

    preferences: Preferences
    today: date
    factors: Mapping[str, Scores]
    product: Scores
    opens: Scores


def like(generation: Generation, preferences: Preferences, usage: Usage, *, today: date) -> Liking:
    """Work out the factors of every page on a day."""
    size = len(generation.entries)
    review = np.where(generation.columns.until < today.isoformat(), preferences.overdue_factor, 1.0)
    status = np.ones(size, np.float32)
    for name, factor in (("draft", preferences.draft_factor), ("archived", preferences.archived_factor)):
        status[generation.columns["status"].having({name})] = factor
    opens = _opens_of(generation, usage)
    use = 1 + preferences.use_share * opens / (opens + preferences.use_smoothing)
    factors = {"review": review.astype(np.float32), "status": status, "use": use.astype(np.float32)}
    return Liking(preferences, today, factors, factors["review"] * factors["status"] * factors["use"], opens)


def most_opened(generation: Generation, usage: Usage, *, sight: Sight, limit: int, least: float) -> tuple[Entry, ...]:
    """Return the pages that were opened most, of those that may be seen; none that was opened less than `least`."""
    often = heapq.nlargest(10 * limit, usage.opens.items(), key=lambda item: (item[1], item[0]))
    seen = (generation.number_of(page_id, sight=sight) for page_id, opens in often if opens >= least)
    return tuple(generation.entries[number] for number in seen if number is not None)[:limit]


def _opens_of(generation: Generation, usage: Usage) -> Scores:
    """Return the opens of each page, shape (pages,)."""
    opens = np.zeros(len(generation.entries), np.float32)
    for page_id, count in usage.opens.items():
        opens[generation.numbers.get(page_id, [])] = count
    return opens
