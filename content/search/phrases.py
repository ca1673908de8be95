"""Pages in which terms stand one after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from content.search.generation import NOTHING, Generation, Mask, Numbers, Term
from content.search.inverting import BODY, MAX_COUNT, REGIONS, TITLE

# A page's number and a position in it as one number, so that phrases of all pages are found in one step.
SHIFT = 32


def phrase(generation: Generation, group: str, terms: Sequence[str], seen: Mask) -> Term:
    """Return the visible pages that hold the terms in this order without a gap, with counts in title and body."""
    lists = [generation.term(group, term).pages for term in terms]
    if not lists or any(len(pages) == 0 for pages in lists):
        return NOTHING
    pages = lists[0][seen[lists[0]]]
    for other in lists[1:]:
        pages = pages[np.isin(pages, other, assume_unique=True)]
    # Rarest first, so that every further step has little to do.
    order = sorted(range(len(terms)), key=lambda index: len(lists[index]))
    starts: NDArray[np.int64] | None = None
    for index in order:
        keys = keys_of(generation, group, terms[index], pages) - index
        starts = keys if starts is None else np.intersect1d(starts, keys, assume_unique=True)
        pages = np.unique(starts >> SHIFT).astype(np.int32)
        if not len(pages):
            return NOTHING
    return _counted(generation, starts) if starts is not None else NOTHING


def keys_of(generation: Generation, group: str, term: str, pages: Numbers) -> NDArray[np.int64]:
    """Return page and position, as one number each, of a term in some of the pages, rising."""
    numbers, ends, places = generation.places(group, term)
    if not len(numbers):
        return np.zeros(0, np.int64)
    counts = np.diff(ends, prepend=0)
    wanted = np.isin(numbers, pages, assume_unique=True)
    if not wanted.all():
        places = places[np.repeat(wanted, counts)]
        numbers, counts = numbers[wanted], counts[wanted]
    keys: NDArray[np.int64] = (np.repeat(numbers.astype(np.int64), counts) << SHIFT) | places
    return keys


def _counted(generation: Generation, starts: NDArray[np.int64]) -> Term:
    pages, first, counts = np.unique(starts >> SHIFT, return_index=True, return_counts=True)
    is_in_title = (starts[first] & ((1 << SHIFT) - 1)) < generation.lengths[pages, TITLE]
    found = np.zeros((len(pages), REGIONS), np.uint8)
    found[:, TITLE] = is_in_title
    found[:, BODY] = np.minimum(counts - is_in_title, MAX_COUNT)
    return Term(pages.astype(np.int32), found)
