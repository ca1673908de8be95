"""A plain look through titles in memory, for as long as the index itself can't be read."""

from __future__ import annotations

import numpy as np

from content.search.generation import Generation, Sight
from content.search.query import Asked, normal_text
from content.search.selection import Selection


def scan(generation: Generation, asked: Asked, sight: Sight) -> list[int]:
    """Return the numbers of visible pages whose titles hold words of the query, those with most words first."""
    words = set(normal_text(asked.text).split())
    allowed = generation.seen(sight) & Selection(generation, asked).allowed()
    shared = {
        number: len(words & set(normal_text(generation.entries[number].title).split()))
        for number in np.flatnonzero(allowed).tolist()
    }
    return sorted((number for number in shared if shared[number]), key=lambda number: (-shared[number], number))
