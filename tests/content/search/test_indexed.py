"""Lists of pages put together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from content.search.indexed import IndexedTerm, any_of, each_of, most_of
from content.search.inverting import MAX_COUNT, REGIONS

Counts = dict[int, tuple[int, ...]]
COUNTS = st.tuples(*[st.integers(0, MAX_COUNT)] * REGIONS).filter(any)
LISTS = st.dictionaries(st.integers(0, 30), COUNTS, max_size=8)


def listed(counts: Counts) -> IndexedTerm:
    """Return a list of pages."""
    pages = sorted(counts)
    rows = np.array([counts[page] for page in pages], np.uint8).reshape(-1, REGIONS)
    return IndexedTerm(np.array(pages, np.int32), rows)


def counted(term: IndexedTerm) -> Counts:
    """Return what a list says of its pages, which rise."""
    assert term.pages.dtype == np.int32
    assert term.counts.dtype == np.uint8
    assert (np.diff(term.pages) > 0).all()
    return {page: tuple(row) for page, row in zip(term.pages.tolist(), term.counts.tolist(), strict=True)}


@given(st.lists(LISTS, max_size=4))
def test_any_of_several_terms_counts_all(lists: list[Counts]) -> None:
    """Up to what a count may be."""
    pages = {page for one in lists for page in one}
    wanted = {
        page: tuple(min(MAX_COUNT, sum(one[page][region] for one in lists if page in one)) for region in range(REGIONS))
        for page in pages
    }
    assert counted(any_of(list(map(listed, lists)))) == wanted


@given(st.lists(LISTS, min_size=1, max_size=4))
def test_each_of_several_terms_is_in_the_pages_that_hold_all(lists: list[Counts]) -> None:
    """A page that does is never counted as without any."""
    found = counted(each_of(list(map(listed, lists))))
    assert found.keys() == set(lists[0]).intersection(*lists)
    assert all(any(counts) for counts in found.values())


@given(LISTS, LISTS)
def test_the_larger_count_of_two_lists_is_kept(one: Counts, other: Counts) -> None:
    """For what both may have counted."""
    nothing = (0,) * REGIONS
    wanted = {
        page: tuple(np.maximum(one.get(page, nothing), other.get(page, nothing)).tolist()) for page in {*one, *other}
    }
    assert counted(most_of(listed(one), listed(other))) == wanted
