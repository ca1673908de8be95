"""Quantiles by group: numpy's, and ranks of the tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.statistics.quantiles import quantile_by_group

ROWS = st.lists(st.tuples(st.integers(0, 4), st.floats(-1e6, 1e6)), min_size=1, max_size=60)


@given(ROWS, st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]))
def test_each_groups_quantile_is_numpys(rows: list[tuple[int, float]], quantile: float) -> None:
    """And NaN for a group that has no values."""
    groups, values = (np.array(column) for column in zip(*rows, strict=True))
    found = quantile_by_group(values, groups, 5, quantile=quantile)
    for group in range(5):
        own = values[groups == group]
        assert found.n[group] == len(own)
        if len(own):
            assert found.value[group] == pytest.approx(np.quantile(own, quantile), abs=1e-6)
        else:
            assert np.isnan(found.value[group])


def test_a_median_of_an_even_number_is_the_mean_of_the_middle_two() -> None:
    """Exactly."""
    assert quantile_by_group([9, 1, 2, 4], [0, 0, 0, 0], 1).value.tolist() == [3]


@pytest.mark.parametrize(
    ("n", "low", "high"), [(6, 1, 6), (8, 1, 8), (9, 2, 8), (15, 4, 12), (20, 6, 15), (25, 8, 18), (50, 18, 33)]
)
def test_ends_of_a_median_have_the_ranks_of_the_tables(n: int, low: int, high: int) -> None:
    """The sign test's, as in Conover's table of the binomial distribution."""
    values = np.random.default_rng(n).permutation(np.arange(1, n + 1))
    found = quantile_by_group(values, np.zeros(n), 1)
    assert (found.low[0], found.high[0]) == (low, high)


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.75])
def test_ends_are_the_closest_that_leave_out_a_fortieth(quantile: float) -> None:
    """One rank closer on either side would leave out more."""
    from scipy.stats import binom

    for n in range(1, 200):
        found = quantile_by_group(np.arange(1, n + 1), np.zeros(n), 1, quantile=quantile)
        if np.isnan(found.low[0]):
            assert binom.cdf(0, n, quantile) > 0.025 or binom.sf(n - 1, n, quantile) > 0.025
            continue
        low, high = int(found.low[0]), int(found.high[0])
        assert binom.cdf(low - 1, n, quantile) <= 0.025 < binom.cdf(low, n, quantile)
        assert binom.sf(high - 1, n, quantile) <= 0.025 < binom.sf(high - 2, n, quantile)


def test_five_values_have_a_median_without_ends() -> None:
    """Even the least and the most of five miss the true median once in sixteen times."""
    found = quantile_by_group([1, 2, 3, 4, 5], [0] * 5, 1)
    assert found.value.tolist() == [3]
    assert np.isnan([found.low, found.high]).all()


def test_values_of_no_known_group_are_refused() -> None:
    """They would be lost without a word."""
    with pytest.raises(ValueError, match="group 2, where there are 2"):
        quantile_by_group([1, 1], [0, 2], 2)
