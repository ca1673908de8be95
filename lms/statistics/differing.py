"""Tests of whether groups differ at all, before anybody ranks them: by shares, by rates, by values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.intervals import LEVEL
from lms.statistics.many import as_floats
from lms.statistics.resampling import SEED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

LEAST_EXPECTED = 5.0  # below it a chi-squared distribution is a poor guide to the statistic of that name
SHUFFLES = 1999  # with the data themselves 2,000 arrangements
SHUFFLES_OF_MANY = 499  # of more than 200 groups, which would take a second
MOST_SHUFFLED = 2000  # values; of more, the approximation is good and shuffling slow


@dataclass(frozen=True)
class Difference:
    """How far groups are from being alike, and how often chance alone would take them as far (p).

    Of fewer than two groups with data, statistic and p are NaN.
    """

    statistic: float
    df: int
    p: float
    test: str
    groups: int

    @property
    def is_evident(self) -> bool:
        """Whether chance alone would do this less than once in twenty times."""
        return self.p < 1 - LEVEL


def shares_differ(successes: ArrayLike, trials: ArrayLike) -> Difference:
    """Test whether groups have one share in common: chi-squared of the table of successes and failures by group.

    Where fewer than five successes or failures are expected in a group, p comes from dealing the successes out to
    the trials at random. Groups without trials are left out.
    """
    import numpy as np

    part, whole = as_floats(successes, trials)
    part, whole = part[whole > 0], whole[whole > 0]
    if len(whole) < 2:
        return _untold("chi-squared test of shares")
    share = part.sum() / whole.sum()
    if share in {0, 1}:
        return Difference(0.0, len(whole) - 1, 1.0, "chi-squared test of shares", len(whole))

    def statistic(dealt: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(((dealt - share * whole) ** 2 / (share * (1 - share) * whole)).sum(axis=-1))

    found = float(statistic(part))
    if min(share, 1 - share) * whole.min() >= LEAST_EXPECTED:
        return _by_chi_squared(found, len(whole), "chi-squared test of shares")
    dealt = np.random.default_rng(SEED).multivariate_hypergeometric(
        whole.astype(np.int64), int(part.sum()), size=_shuffles(len(whole)), method="marginals"
    )
    return _by_shuffling(found, statistic(dealt.astype(np.float64)), len(whole), "permutation test of shares")


def counts_differ(counts: ArrayLike, exposures: ArrayLike) -> Difference:
    """Test whether groups have one rate in common: chi-squared of counts against those that exposures let expect.

    Where fewer than five are expected in a group, p comes from dealing the events out by exposure. It takes events
    for independent: what comes in bursts is evident sooner than it should be. Groups without exposure are left out.
    """
    import numpy as np

    events, over = as_floats(counts, exposures)
    events, over = events[over > 0], over[over > 0]
    if len(over) < 2:
        return _untold("chi-squared test of rates")
    part = over / over.sum()
    expected = events.sum() * part
    if not events.sum():
        return Difference(0.0, len(over) - 1, 1.0, "chi-squared test of rates", len(over))

    def statistic(dealt: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(((dealt - expected) ** 2 / expected).sum(axis=-1))

    found = float(statistic(events))
    if expected.min() >= LEAST_EXPECTED:
        return _by_chi_squared(found, len(over), "chi-squared test of rates")
    dealt = np.random.default_rng(SEED).multinomial(int(events.sum()), part, size=_shuffles(len(over)))
    return _by_shuffling(found, statistic(dealt.astype(np.float64)), len(over), "permutation test of rates")


def values_differ(values: ArrayLike, groups: ArrayLike) -> Difference:
    """Test whether values of groups (an integer for each value, from 0) lie alike: Kruskal-Wallis on their ranks.

    With a group of fewer than five values p comes from shuffling the ranks; of more than 2,000 values altogether it
    doesn't, and is then rather too large.
    """
    import numpy as np
    from scipy.stats import rankdata

    of = np.asarray(groups, np.int64)
    order = np.argsort(of, kind="stable")
    ranks, n = rankdata(np.asarray(values, np.float64)[order]), np.bincount(of)
    n = n[n > 0]
    if len(n) < 2:
        return _untold("Kruskal-Wallis test")
    start, spread = np.cumsum(n) - n, ranks.var(ddof=1)
    if not spread:
        return Difference(0.0, len(n) - 1, 1.0, "Kruskal-Wallis test", len(n))

    def statistic(shuffled: NDArray[np.float64]) -> NDArray[np.float64]:
        means = np.add.reduceat(shuffled, start, axis=-1) / n
        return np.asarray((n * (means - ranks.mean()) ** 2).sum(axis=-1) / spread)

    found = float(statistic(ranks))
    if n.min() >= LEAST_EXPECTED or len(ranks) > MOST_SHUFFLED:
        return _by_chi_squared(found, len(n), "Kruskal-Wallis test")
    shuffled = np.random.default_rng(SEED).permuted(np.tile(ranks, (SHUFFLES, 1)), axis=1)
    return _by_shuffling(found, statistic(shuffled), len(n), "Kruskal-Wallis test by permutations")


def _untold(test: str) -> Difference:
    return Difference(math.nan, 0, math.nan, test, 0)


def _shuffles(groups: int) -> int:
    return SHUFFLES if groups <= 200 else SHUFFLES_OF_MANY


def _by_chi_squared(statistic: float, groups: int, test: str) -> Difference:
    from scipy.special import chdtrc

    return Difference(statistic, groups - 1, float(chdtrc(groups - 1, statistic)), test, groups)


def _by_shuffling(statistic: float, shuffled: NDArray[np.float64], groups: int, test: str) -> Difference:
    """Return p as the part of the arrangements, with the one that was found, that are as far or farther."""
    import numpy as np

    as_far = 1 + np.count_nonzero(shuffled >= statistic * (1 - 1e-9))
    return Difference(statistic, groups - 1, float(as_far / (1 + len(shuffled))), test, groups)
