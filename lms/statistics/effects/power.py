"""Power: the smallest effect that would most likely be seen."""

from __future__ import annotations

import math
from statistics import NormalDist

from lms.statistics.intervals import LEVEL, Z

POWER = 0.8
REACH = Z + NormalDist().inv_cdf(POWER)  # 2.80 standard errors


def detectable_mean_difference(deviation: float, *, people: int, others: int) -> float:
    """Return the smallest difference of two means over people that a t-test sees, from their standard deviation.

    It is exact, by the noncentral t distribution; each arm needs two people, or there is no variance to judge by.
    """
    from scipy.optimize import brentq
    from scipy.stats import nct, t

    if min(people, others) < 2:
        raise ValueError("each arm needs two people")
    freedom = people + others - 2
    bound = t.ppf((1 + LEVEL) / 2, freedom)
    distance = brentq(lambda shift: float(nct.sf(bound, freedom, shift)) - POWER, 0.0, 40.0)
    return float(distance) * deviation * math.sqrt(1 / people + 1 / others)


def detectable_effect(deviation: float) -> float:
    """Return the smallest effect from the standard deviation of effects that chance alone makes: 2.80 times that."""
    return REACH * deviation
