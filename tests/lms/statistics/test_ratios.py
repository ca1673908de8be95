"""Ratios over people: scipy's BCa of many, the bootstrap-t of few, and what can't be told."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from lms.statistics.ratios import BLOCK, MINIMUM_CLUSTERS, STUDENTISED_BELOW, bootstrap_ratios
from lms.statistics.resampling import drawn_units, widened

RNG = np.random.default_rng(11)
NORMAL = NormalDist()


def _sums(clusters: int, ratios: int) -> tuple[Any, Any]:
    over = RNG.poisson(12, (clusters, ratios)) + 1.0
    return over * RNG.gamma(2, 0.5, (clusters, ratios)), over


def _ratio(part: Any, over: Any, axis: int = -1) -> Any:
    return part.sum(axis=axis) / over.sum(axis=axis)


def test_of_many_people_it_is_scipys_bca() -> None:
    """Within what 1,000 draws leave open, a tenth of the width."""
    from scipy.stats import bootstrap

    parts, overs = _sums(400, 3)
    found = bootstrap_ratios(parts, overs)
    for place in range(3):
        data = (parts[:, place], overs[:, place])
        expected = bootstrap(data, _ratio, paired=True, n_resamples=4000, method="BCa", rng=1).confidence_interval
        room = 0.1 * (expected.high - expected.low)
        assert found.low[place] == pytest.approx(expected.low, abs=room)
        assert found.high[place] == pytest.approx(expected.high, abs=room)


def test_of_the_same_draws_it_is_efrons_formula() -> None:
    """In a loop over the draws, and over the people left out; Student's score makes up for the few."""
    n, draws = STUDENTISED_BELOW + 8, 1000  # as many as are drawn without blanks
    part, over = RNG.lognormal(0, 1.5, n), RNG.poisson(9, n) + 1.0
    ratio, units = part.sum() / over.sum(), drawn_units(n, draws=draws)
    drawn = np.sort([part[chosen].sum() / over[chosen].sum() for chosen in units])
    without = [np.delete(part, i).sum() / np.delete(over, i).sum() for i in range(n)]
    moved = np.mean(without) - np.array(without)
    skew = (moved**3).sum() / (6 * (moved**2).sum() ** 1.5)
    bias = NORMAL.inv_cdf(float((drawn < ratio).mean()))
    ends = [bias + score for score in np.array([-1, 1]) * widened(n - 1, math.sqrt(n / (n - 1)))]
    levels = [NORMAL.cdf(float(bias + end / (1 - skew * end))) for end in ends]
    found = bootstrap_ratios(part[:, None], over[:, None])
    assert (found.low[0], found.high[0]) == pytest.approx(np.quantile(drawn, levels), rel=1e-5)
    assert abs(skew) > 0.02 < abs(bias)


def test_of_few_people_it_is_the_bootstrap_t() -> None:
    """Each draw measured by its own error, here in a loop and as they are drawn."""
    parts, overs = _sums(15, 1)
    part, over = parts[:, 0], overs[:, 0]
    ratio, rng, scores = part.sum() / over.sum(), np.random.default_rng(1), []
    for _ in range(4000):
        drawn = rng.integers(0, 15, 15)
        own = part[drawn].sum() / over[drawn].sum()
        error = np.sqrt(((part[drawn] - own * over[drawn]) ** 2).sum()) / over[drawn].sum()
        scores.append((own - ratio) / error)
    error = np.sqrt((((part - ratio * over) / (over.sum() - over)) ** 2).sum())
    low, high = ratio - error * np.quantile(scores, [0.975, 0.025])
    found = bootstrap_ratios(parts, overs)
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), abs=0.1 * (high - low))


def test_each_ratio_is_as_if_it_were_alone() -> None:
    """Blocks and neighbours don't matter, and the second look shows what the first did."""
    parts, overs = _sums(30, BLOCK + 3)
    together = bootstrap_ratios(parts, overs)
    for place in (0, BLOCK - 1, BLOCK, BLOCK + 2):
        alone = bootstrap_ratios(parts[:, [place]], overs[:, [place]])
        assert alone.low[0] == pytest.approx(together.low[place], rel=1e-4)
        assert alone.high[0] == pytest.approx(together.high[place], rel=1e-4)
    assert bootstrap_ratios(parts, overs).low.tolist() == together.low.tolist()


@pytest.mark.parametrize("clusters", [20, STUDENTISED_BELOW])
def test_small_differences_of_large_sums_are_seen(clusters: int) -> None:
    """Billions that differ by a few, which a float of 32 bits can't hold, have the interval of the few."""
    parts, overs = np.broadcast_arrays(RNG.normal(0, 1, (clusters, 1)), np.ones((clusters, 1)))
    small, large = bootstrap_ratios(parts, overs), bootstrap_ratios(parts + 4e9, overs)
    assert large.low - 4e9 == pytest.approx(small.low, abs=1e-3)
    assert large.high - 4e9 == pytest.approx(small.high, abs=1e-3)


def test_a_column_without_denominators_has_no_ends() -> None:
    """Nor has one of fewer people than the minimum, though there are enough rows."""
    parts, overs = _sums(40, 3)
    overs[:, 0] = parts[:, 0] = 0
    overs[MINIMUM_CLUSTERS - 1 :, 1] = parts[MINIMUM_CLUSTERS - 1 :, 1] = 0
    found = bootstrap_ratios(parts, overs)
    assert np.isnan(found.low).tolist() == np.isnan(found.high).tolist() == [True, True, False]
    assert np.isfinite(bootstrap_ratios(parts, overs, minimum=2).low).tolist() == [False, True, True]


def test_where_many_agree_the_ends_are_percentiles() -> None:
    """BCa is undefined there: a point, of as many people; of few who agree nothing can be told."""
    overs = RNG.poisson(12, (STUDENTISED_BELOW, 40)) + 1.0
    found = bootstrap_ratios(0.7 * overs, overs)
    assert found.low.tolist() == found.high.tolist() == pytest.approx([0.7] * 40)
    assert np.isnan(bootstrap_ratios(0.7 * overs[1:], overs[1:]).low).all()


def test_one_seller_of_ten_is_too_few_to_tell() -> None:
    """A third of the draws doesn't take that one, so the ratio's own error is none."""
    parts, overs = np.zeros((10, 40)), RNG.poisson(12, (10, 40)) + 1.0
    parts[4] = overs[4]
    assert np.isnan(bootstrap_ratios(parts, overs).high).all()


def test_shares_stay_between_nothing_and_all() -> None:
    """And a loss may be below nothing."""
    over = np.full((9, 1), 10.0)
    part = np.array([[10.0], [10], [10], [9], [10], [2], [10], [10], [1]])
    free, held = bootstrap_ratios(part, over), bootstrap_ratios(part, over, ceiling=1)
    assert free.high[0] > held.high[0] == 1
    assert bootstrap_ratios(over - part, over).low[0] == 0 > bootstrap_ratios(part - over, over).low[0]
