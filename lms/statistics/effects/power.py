"""Power: the smallest effect that would most likely be seen, and how many it takes to see one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from lms.statistics.intervals import LEVEL, Z

POWER = 0.8
REACH = Z + NormalDist().inv_cdf(POWER)  # 2.80 standard errors


def sample_size_for(share_from: float, share_to: float, *, design_effect: float = 1.0) -> int:
    """Return the trials that EACH of two arms needs to tell one share from the other, at 80 % power and 5 % two-sided.

    Both variances stand unpooled: 1,248 for 25 % and 30 %. (Pooling under no difference, as some calculators do,
    gives 1,251.) Equal shares raise ValueError.
    """
    if share_from == share_to:
        raise ValueError("no number of trials tells a share from itself")
    spread = share_from * (1 - share_from) + share_to * (1 - share_to)
    return math.ceil(design_effect * spread * (REACH / (share_to - share_from)) ** 2)


def detectable_share_difference(
    share: float, *, trials: float, other_trials: float, design_effect: float = 1.0
) -> float | None:
    """Return by how much a share must rise to be told from `share`, the inverse of `sample_size_for`.

    `other_trials` are those of the arm in which it rises. None where not even a rise to 100 % would be seen.
    """
    before = share * (1 - share) / trials
    unit = design_effect * REACH**2
    # (rise)^2 = unit (before + (share + rise)(1 - share - rise) / other_trials), solved for the rise
    square = 1 + unit / other_trials
    linear = unit * (1 - 2 * share) / other_trials
    constant = unit * (before + share * (1 - share) / other_trials)
    rise = (linear + math.sqrt(linear**2 + 4 * square * constant)) / (2 * square)
    return rise if share + rise <= 1 else None


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
    """Return the smallest effect from the standard deviation of effects that chance alone makes: 2.80 times that.

    For a staggered effect that is `StartsRedrawn.deviation`.
    """
    return REACH * deviation


def design_effect_of(successes: Sequence[float], trials: Sequence[float]) -> float:
    """Return by how much more a share varies than if its trials were independent, from those of each person.

    It is the linearised variance over people (Taylor) by the binomial one, and never below 1: that people are more
    alike than chance makes them is chance. With fewer than two people, or a share of 0 or 1, it is 1.
    """
    used = [(won, tried) for won, tried in zip(successes, trials, strict=True) if tried]
    total = sum(tried for _, tried in used)
    share = sum(won for won, _ in used) / total if total else 0.0
    if len(used) < 2 or not 0 < share < 1:
        return 1.0
    between = sum((won - share * tried) ** 2 for won, tried in used) * len(used) / (len(used) - 1)
    return max(1.0, between / (total * share * (1 - share)))
