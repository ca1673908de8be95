"""A term's pages, and such lists put together: the pages of any of several terms, or of each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from content.search.inverting import MAX_COUNT, REGIONS

Numbers = NDArray[np.int32]


class IndexedTerm(NamedTuple):
    """The pages of a term, rising, and how often it stands in each region of them: shape (pages, REGIONS)."""

    pages: Numbers
    counts: NDArray[np.uint8]

    def is_in(self, page: int) -> bool:
        """Tell whether the term stands in a page."""
        place = int(self.pages.searchsorted(page))
        return place < len(self.pages) and int(self.pages[place]) == page


NOTHING = IndexedTerm(np.zeros(0, np.int32), np.zeros((0, REGIONS), np.uint8))


def any_of(terms: Sequence[IndexedTerm]) -> IndexedTerm:
    """Return the pages that hold at least one of the terms, with the sums of their counts."""
    terms = [term for term in terms if len(term.pages)]
    if len(terms) <= 1:
        return terms[0] if terms else NOTHING
    sums = np.zeros((1 + max(int(term.pages[-1]) for term in terms), REGIONS), np.int32)
    for term in terms:
        sums[term.pages] += term.counts
    pages = np.flatnonzero(sums.any(axis=1)).astype(np.int32)
    return IndexedTerm(pages, np.minimum(sums[pages], MAX_COUNT).astype(np.uint8))


def each_of(terms: Sequence[IndexedTerm]) -> IndexedTerm:
    """Return the pages that hold all of the terms, as often in each region as they stand there on average."""
    if not terms:
        return NOTHING
    pages, sums = terms[0].pages, terms[0].counts.astype(np.int32)
    for other in terms[1:]:
        pages, ones, others = np.intersect1d(pages, other.pages, assume_unique=True, return_indices=True)
        sums = sums[ones] + other.counts[others]
    return IndexedTerm(pages, (-(-sums // len(terms))).astype(np.uint8))


def most_of(one: IndexedTerm, other: IndexedTerm) -> IndexedTerm:
    """Return the pages of either of two lists that may count the same things, with the larger counts."""
    if not len(one.pages) or not len(other.pages):
        return one if len(one.pages) else other
    pages = np.union1d(one.pages, other.pages)
    counts = np.zeros((len(pages), REGIONS), np.uint8)
    for pages_of_one, counts_of_one in (one, other):
        places = np.searchsorted(pages, pages_of_one)
        counts[places] = np.maximum(counts[places], counts_of_one)
    return IndexedTerm(pages, counts)
