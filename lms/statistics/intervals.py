"""Intervals: Wilson for a share, Garwood for a rate."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True)
class Interval:
    """The range that holds the true value at this confidence level, and how it was computed."""

    low: float
    high: float
    level: float
    method: str


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
