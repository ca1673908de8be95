"""Intervals: Wilson by hand, and a bootstrap that is the same each time."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.statistics.intervals import poisson_rate, wilson

Z = 1.959963984540054


def test_wilson_of_eight_out_of_ten() -> None:
    """The textbook's 0.4902 to 0.9433."""
    found = wilson(8, 10)
    assert (round(found.low, 4), round(found.high, 4)) == (0.4902, 0.9433)
    assert (found.level, found.method) == (0.95, "Wilson score interval")


@pytest.mark.parametrize(("successes", "trials"), [(0, 5), (5, 5), (1, 3), (7, 20), (81, 263)])
def test_wilson_is_the_formula(successes: int, trials: int) -> None:
    """Centre and half width computed by hand."""
    share = successes / trials
    centre = (share + Z**2 / (2 * trials)) / (1 + Z**2 / trials)
    half = Z / (1 + Z**2 / trials) * math.sqrt(share * (1 - share) / trials + Z**2 / (4 * trials**2))
    found = wilson(successes, trials)
    assert found.low == pytest.approx(max(0, centre - half), abs=1e-9)
    assert found.high == pytest.approx(min(1, centre + half), abs=1e-9)


@given(st.integers(1, 500).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_wilson_stays_between_nothing_and_all(counts: tuple[int, int]) -> None:
    """And always contains the share itself."""
    found = wilson(*counts)
    assert 0 <= found.low <= counts[0] / counts[1] + 1e-12
    assert counts[0] / counts[1] - 1e-12 <= found.high <= 1


def test_garwood_of_ten_events() -> None:
    """The textbook's 4.795 to 18.390, and over two weeks half of that."""
    found = poisson_rate(10, 1)
    assert (round(found.low, 3), round(found.high, 3)) == (4.795, 18.390)
    assert (found.level, found.method) == (0.95, "exact Poisson interval (Garwood)")
    assert poisson_rate(10, 2).high == pytest.approx(found.high / 2)


@pytest.mark.parametrize("count", [0, 1, 5, 80, 100_000])
def test_garwood_is_that_of_the_chi_square_distribution(count: int) -> None:
    """Of nothing seen, 3.69 is still possible."""
    found = poisson_rate(count, 1)
    from scipy.stats import chi2  # takes half a second, which every worker would wait for

    assert found.low == pytest.approx(chi2.ppf(0.025, 2 * count) / 2 if count else 0)
    assert found.high == pytest.approx(chi2.ppf(0.975, 2 * count + 2) / 2)
    if not count:
        assert round(found.high, 2) == 3.69
