"""Whether groups differ: scipy's tests, and shuffling where those don't hold."""

from __future__ import annotations

import math
from itertools import combinations, product

import numpy as np
import pytest

from lms.statistics.differing import Difference, counts_differ, shares_differ, values_differ

RNG = np.random.default_rng(4)


def test_shares_are_compared_by_chi_squared() -> None:
    """As scipy does for the table of successes and failures."""
    from scipy.stats import chi2_contingency

    successes, trials = np.array([30, 45, 12]), np.array([100, 90, 60])
    found, expected = shares_differ(successes, trials), chi2_contingency([successes, trials - successes])
    assert (found.statistic, found.p) == pytest.approx((expected.statistic, expected.pvalue))
    assert (found.df, found.groups, found.test, found.is_evident) == (2, 3, "chi-squared test of shares", True)


def test_few_successes_are_dealt_out_at_random() -> None:
    """Which comes close to Fisher's exact test: p of 5 in 5 against 0 in 4 is 1 in 126."""
    from scipy.stats import fisher_exact

    found = shares_differ([5, 0], [5, 4])
    assert found.test == "permutation test of shares"
    assert found.p == pytest.approx(fisher_exact(np.array([[5, 0], [0, 4]])).pvalue, abs=0.006)
    assert shares_differ([5, 0], [5, 4]) == found
    assert not shares_differ([3, 2], [5, 4]).is_evident


def test_rates_are_compared_by_chi_squared() -> None:
    """Of counts against what exposures let expect."""
    from scipy.stats import chisquare

    counts, exposures = np.array([20, 50, 33]), np.array([1.0, 2.0, 2.0])
    found = counts_differ(counts, exposures)
    expected = chisquare(counts, counts.sum() * exposures / exposures.sum())
    assert (found.statistic, found.p) == pytest.approx((expected.statistic, expected.pvalue))
    assert (found.df, found.groups, found.test) == (2, 3, "chi-squared test of rates")


def test_few_events_are_dealt_out_by_exposure() -> None:
    """Six against none where either was as likely: twice 1 in 64."""
    found = counts_differ([6, 0], [1, 1])
    assert found.test == "permutation test of rates"
    assert found.p == pytest.approx(2 / 64, abs=0.012)


def test_values_are_compared_by_kruskal_and_wallis() -> None:
    """With ties, and with groups whose values don't stand together."""
    from scipy.stats import kruskal

    groups = RNG.integers(0, 4, 80)
    values = RNG.integers(0, 12, 80) + 2 * (groups == 3)
    found = values_differ(values, groups)
    expected = kruskal(*(values[groups == group] for group in range(4)))
    assert (found.statistic, found.p) == pytest.approx((expected.statistic, expected.pvalue))
    assert (found.df, found.groups, found.test) == (3, 4, "Kruskal-Wallis test")


def test_few_values_are_shuffled() -> None:
    """Three above three: one arrangement in ten is as far, of the twenty there are two."""
    found = values_differ([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1])
    assert found.test == "Kruskal-Wallis test by permutations"
    assert found.p == pytest.approx(0.1, abs=0.02)


def test_arrangements_just_as_far_count_however_their_sums_round() -> None:
    """As in a full count of all of them: of 12 successes among 21 trials, and of nine values with ties."""
    dealt = [(a, b, 12 - a - b) for a, b in product(range(8), repeat=2) if 5 <= a + b <= 12]
    far = sum(math.prod(math.comb(7, one) for one in deal) for deal in dealt if sum(n * n for n in deal) >= 62)
    assert shares_differ([3, 2, 7], [7, 7, 7]).p == pytest.approx(far / math.comb(21, 12), abs=0.01)

    values = [4, 1, 1, 1, 1, 5, 1, 1, 0]
    doubled = [16, 9, 9, 9, 9, 18, 9, 9, 2]  # ranks, doubled for the ties
    sums = [
        (sum(doubled[i] for i in a), sum(doubled[i] for i in b))
        for a in combinations(range(9), 3)
        for b in combinations(sorted({*range(9)} - {*a}), 3)
    ]
    squares = [a**2 + b**2 + (sum(doubled) - a - b) ** 2 for a, b in sums]
    own = sum(sum(doubled[i : i + 3]) ** 2 for i in (0, 3, 6))
    as_far = sum(square >= own for square in squares) / len(squares)
    assert values_differ(values, np.repeat([0, 1, 2], 3)).p == pytest.approx(as_far, abs=0.03)


def test_many_small_groups_are_not_shuffled() -> None:
    """Their chi-squared is near enough, and sooner."""
    found = values_differ(RNG.normal(size=2100), np.repeat(np.arange(700), 3))
    assert (found.test, found.groups, found.df) == ("Kruskal-Wallis test", 700, 699)
    assert 0.001 < found.p < 0.999


@pytest.mark.parametrize(
    "found",
    [
        shares_differ([3, 0], [5, 0]),
        counts_differ([3, 0], [5, 0]),
        values_differ([1, 2], [1, 1]),
        shares_differ([], []),
    ],
)
def test_one_group_differs_from_nothing(found: Difference) -> None:
    """Groups without data don't count."""
    assert math.isnan(found.p)
    assert math.isnan(found.statistic)
    assert not found.is_evident


@pytest.mark.parametrize(
    "found",
    [
        shares_differ([5, 9], [5, 9]),
        shares_differ([0, 0], [5, 9]),
        counts_differ([0, 0], [5, 9]),
        values_differ([7] * 12, [0, 1] * 6),
    ],
)
def test_groups_all_alike_do_not_differ(found: Difference) -> None:
    """Not even by chance."""
    assert (found.statistic, found.p, found.df, found.groups) == (0, 1, 1, 2)
