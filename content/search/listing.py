"""Pages in the order of their paths, for lists that are read page by page."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from content.catalogue import Entry
from content.search.generation import Generation, Sight


def pages_after(
    generation: Generation, *, sight: Sight, having: Mapping[str, str], after: str | None, limit: int
) -> list[Entry]:
    """Return the next visible pages after one, given by id, that have a value in each of some field words' fields."""
    mask = generation.seen(sight)
    for name, value in having.items():
        mask = mask & generation.columns[name].having({value})
    places = generation.path_order
    if after is not None:
        last = generation.numbers.get(after)
        is_known = last is not None and generation.seen(sight)[last]
        mask = mask & (places > places[last]) if is_known else np.zeros_like(mask)
    numbers = np.flatnonzero(mask)
    return [generation.entries[number] for number in numbers[np.argsort(places[numbers])][:limit].tolist()]
