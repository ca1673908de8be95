"""Intervals of many groups: the same as those of one, and as the books say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.statistics.intervals import poisson_rate, wilson
from lms.statistics.many import garwood_many, wilson_many

SHARES = st.integers(1, 5000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))
RATES = st.tuples(st.integers(0, 5000), st.floats(0.01, 1e6))


def test_wilson_of_newcombe() -> None:
    """The four examples of Newcombe 1998, table I."""
    found = wilson_many([81, 15, 0, 1], [263, 148, 20, 29])
    assert found.low == pytest.approx([0.2553, 0.0624, 0, 0.0061], abs=5e-5)
    assert found.high == pytest.approx([0.3662, 0.1605, 0.1611, 0.1718], abs=5e-5)


def test_garwood_of_nothing_and_of_ten() -> None:
    """Of no event 3.689 are still possible; ten are 4.795 to 18.390."""
    found = garwood_many([0, 10, 10], [1, 1, 2])
    assert found.low == pytest.approx([0, 4.795, 2.3975], abs=5e-4)
    assert found.high == pytest.approx([3.689, 18.390, 9.195], abs=5e-4)


@given(st.lists(SHARES, min_size=1, max_size=20))
def test_wilson_of_many_is_that_of_each(shares: list[tuple[int, int]]) -> None:
    """To the last bit."""
    found = wilson_many(*zip(*shares, strict=True))
    each = [wilson(*share) for share in shares]
    assert found.low.tolist() == [one.low for one in each]
    assert found.high.tolist() == [one.high for one in each]
    assert {found.method} == {one.method for one in each}


@given(st.lists(RATES, min_size=1, max_size=20))
def test_garwood_of_many_is_that_of_each(rates: list[tuple[int, float]]) -> None:
    """To the last bit."""
    found = garwood_many(*zip(*rates, strict=True))
    each = [poisson_rate(*rate) for rate in rates]
    assert found.low.tolist() == [one.low for one in each]
    assert found.high.tolist() == [one.high for one in each]
    assert {found.method} == {one.method for one in each}


def test_without_data_there_are_no_ends() -> None:
    """The others' stay."""
    for found in (wilson_many([0, 1], [0, 2]), garwood_many([0, 1], [0, 2])):
        assert np.isnan(found.low).tolist() == [True, False]
        assert np.isnan(found.high).tolist() == [True, False]
