"""Matched shares: the difference of two shares among those who are alike (Mantel-Haenszel)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from lms.statistics.intervals import LEVEL, Interval, Z


@dataclass(frozen=True)
class Stratum:
    """Successes and trials of two arms among those who are alike."""

    successes: int
    trials: int
    other_successes: int
    other_trials: int


@dataclass(frozen=True)
class MatchedDifference:
    """The share of the first arm less that of the other; None where no stratum has both arms.

    `n` counts the trials used, `strata` the strata used, `left_out` those without one of the arms and
    `trials_left_out` their trials.
    """

    difference: float | None
    interval: Interval | None
    n: int
    strata: int
    left_out: int
    trials_left_out: int


def matched_difference(strata: Iterable[Stratum]) -> MatchedDifference:
    """Return the Mantel-Haenszel difference of two shares, the interval by Sato, Greenland and Robins (1989).

    Their variance holds both for few large strata and for many small ones.
    """
    given = [stratum for stratum in strata if stratum.trials or stratum.other_trials]
    used = [stratum for stratum in given if stratum.trials and stratum.other_trials]
    n = sum(_size(stratum) for stratum in used)
    difference = interval = None
    if used:
        weight = sum(stratum.trials * stratum.other_trials / _size(stratum) for stratum in used)
        difference = sum(_excess(stratum) for stratum in used) / weight
        half = Z * math.sqrt(max(0.0, sum(_spread(stratum, difference) for stratum in used))) / weight
        low, high = max(-1.0, difference - half), min(1.0, difference + half)
        interval = Interval(low, high, LEVEL, "Mantel-Haenszel, variance by Sato, Greenland and Robins")
    left_out = sum(_size(stratum) for stratum in given) - n
    return MatchedDifference(difference, interval, n, len(used), len(given) - len(used), left_out)


def _size(stratum: Stratum) -> int:
    return stratum.trials + stratum.other_trials


def _excess(one: Stratum) -> float:
    return (one.successes * one.other_trials - one.other_successes * one.trials) / _size(one)


def _spread(one: Stratum, difference: float) -> float:
    """Return what a stratum adds to the variance of the summed excess."""
    n, m, size = one.trials, one.other_trials, _size(one)
    by_difference = n**2 * one.other_successes - m**2 * one.successes + n * m * (m - n) / 2
    crossed = one.successes * (m - one.other_successes) + one.other_successes * (n - one.successes)
    return difference * by_difference / size**2 + crossed / (2 * size)
