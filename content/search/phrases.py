"""Pages in which terms stand one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from content.search.generation import Generation
from content.search.indexed import NOTHING, IndexedTerm, Numbers
from content.search.inverting import BODY, MAX_COUNT, REGIONS, TITLE
from content.search.tally import Mask

# A page's number and a position in it as one number, so that phrases of all pages are found in one step.
SHIFT = 32


def phrase(generation: Generation, group: str, terms: Sequence[str], seen: Mask) -> IndexedTerm:
    """Return the visible pages that hold the terms in this order without a gap, with counts in title and body."""
    if len(terms) == 1:
        return visible(generation.term(group, terms[0]), seen)
    lists = [generation.term(group, term).pages for term in terms]
    if not lists or any(len(pages) == 0 for pages in lists):
        return NOTHING
    holding = np.zeros(len(seen), np.uint8)
    for pages in lists:
        holding[pages] += 1
    pages = np.flatnonzero((holding == len(lists)) & seen).astype(np.int32)
    # Rarest first, so that every further step has little to do.
    order = sorted(range(len(terms)), key=lambda index: len(lists[index]))
    starts: NDArray[np.int64] | None = None
    for index in order:
        keys = keys_of(generation, group, terms[index], pages) - index
        starts = keys if starts is None else _shared(starts, keys)
        pages = _distinct(starts >> SHIFT)
        if not len(pages):
            return NOTHING
    return _counted(generation, starts) if starts is not None else NOTHING


def visible(term: IndexedTerm, seen: Mask) -> IndexedTerm:
    """Leave out the pages that may not be seen."""
    keep = seen[term.pages]
    return term if keep.all() else IndexedTerm(term.pages[keep], term.counts[keep])


def keys_of(generation: Generation, group: str, term: str, pages: Numbers) -> NDArray[np.int64]:
    """Return page and position, as one number each, of a term in some of the pages, rising; pages rise too."""
    numbers, ends, positions = generation.places(group, term)
    if not len(numbers) or not len(pages):
        return np.zeros(0, np.int64)
    places = np.minimum(np.searchsorted(numbers, pages), len(numbers) - 1)
    places = places[numbers[places] == pages]
    if len(places) == len(numbers):
        counts = np.diff(ends, prepend=0)
        return (np.repeat(numbers.astype(np.int64), counts) << SHIFT) | positions
    stops = ends[places]
    starts = np.where(places > 0, ends[places - 1], 0)
    counts = stops - starts
    keys: NDArray[np.int64] = (np.repeat(numbers[places].astype(np.int64), counts) << SHIFT) | positions[
        _places_in(starts, counts)
    ]
    return keys


def _places_in(starts: NDArray[Any], sizes: NDArray[Any]) -> NDArray[np.int64]:
    """Return the places of many ranges, one after the other: each begins at its start and has its size."""
    places: NDArray[np.int64] = np.arange(sizes.sum()) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
    return places


def _shared(few: NDArray[np.int64], many: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers that stand in both of two rising arrays."""
    if not len(many):
        return many
    places = np.minimum(np.searchsorted(many, few), len(many) - 1)
    shared: NDArray[np.int64] = few[many[places] == few]
    return shared


def _distinct(rising: NDArray[np.int64]) -> Numbers:
    """Return each number of a rising array once."""
    return rising[np.flatnonzero(np.diff(rising, prepend=-1))].astype(np.int32)


def _counted(generation: Generation, starts: NDArray[np.int64]) -> IndexedTerm:
    pages, first, counts = np.unique(starts >> SHIFT, return_index=True, return_counts=True)
    is_in_title = (starts[first] & ((1 << SHIFT) - 1)) < generation.lengths[pages, TITLE]
    found = np.zeros((len(pages), REGIONS), np.uint8)
    found[:, TITLE] = is_in_title
    found[:, BODY] = np.minimum(counts - is_in_title, MAX_COUNT)
    return IndexedTerm(pages.astype(np.int32), found)
