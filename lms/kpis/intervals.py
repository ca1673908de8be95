"""Intervals: Wilson for a share, Garwood for a rate, the bootstrap over people for anything that people repeat."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Literal

from lms.kpis.kpi import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
RESAMPLES = 2000
SEED = 20230101


def wilson(successes: int, trials: int) -> Interval:
    """Return the Wilson score interval of a share; trials must be positive."""
    share, weight = successes / trials, Z**2 / trials
    centre = (share + weight / 2) / (1 + weight)
    half = Z * math.sqrt(share * (1 - share) / trials + weight / (4 * trials)) / (1 + weight)
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == trials else centre + half
    return Interval(low, high, LEVEL, "Wilson score interval")


def poisson_rate(count: int, exposure: float) -> Interval:
    """Return Garwood's exact interval of a rate: events counted, by the time or whatever else they were counted over.

    It is that of the chi-square distribution, whose quantiles are those of the gamma distribution doubled.
    """
    from scipy.special import gammaincinv  # takes a while to import, and most commands never need it

    tail = (1 - LEVEL) / 2
    low = float(gammaincinv(count, tail)) / exposure if count else 0.0
    return Interval(low, float(gammaincinv(count + 1, 1 - tail)) / exposure, LEVEL, "exact Poisson interval (Garwood)")


def bootstrap_people(people: int, statistic: Callable[[NDArray[np.int64]], float]) -> Interval:
    """Return the BCa bootstrap interval of a statistic of people drawn with replacement.

    `statistic` gets how often each person was drawn: an array of counts of shape (people,). Where BCa is
    undefined, as when all resamples agree, the percentile interval is returned instead. The seed is fixed, so
    that the same data always shows the same interval.
    """
    import numpy as np
    from scipy.stats import bootstrap

    def of_sample(sample: Any) -> float:
        return statistic(np.bincount(sample.astype(np.int64), minlength=people))

    methods: tuple[Literal["BCa", "percentile"], ...] = ("BCa", "percentile")
    for method in methods:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # scipy warns where BCa is undefined; the next method follows
            found = bootstrap(
                (np.arange(people),),
                of_sample,
                n_resamples=RESAMPLES,
                confidence_level=LEVEL,
                method=method,
                vectorized=False,
                rng=np.random.default_rng(SEED),
            ).confidence_interval
        if math.isfinite(found.low) and math.isfinite(found.high):
            break
    return Interval(
        float(found.low), float(found.high), LEVEL, f"{method} bootstrap over people, {RESAMPLES} resamples"
    )
