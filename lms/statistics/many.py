"""Intervals of many groups at once: shares and rates, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.intervals import LEVEL, Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

TAIL = (1 - LEVEL) / 2


@dataclass(frozen=True, eq=False)
class Bounds:
    """The ends of an interval for each group, NaN where there is no data for one, and how they were computed."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    method: str


def wilson_many(successes: ArrayLike, trials: ArrayLike) -> Bounds:
    """Return what `intervals.wilson` does for each group; NaN for one without trials."""
    import numpy as np

    part, whole = as_floats(successes, trials)
    whole = np.where(whole > 0, whole, np.nan)
    share, weight = part / whole, Z**2 / whole
    centre = (share + weight / 2) / (1 + weight)
    half = Z * np.sqrt(share * (1 - share) / whole + weight / (4 * whole)) / (1 + weight)
    low = np.where((part == 0) & (whole > 0), 0.0, centre - half)
    high = np.where((part == whole) & (whole > 0), 1.0, centre + half)
    return Bounds(low, high, "Wilson score interval")


def garwood_many(counts: ArrayLike, exposures: ArrayLike) -> Bounds:
    """Return what `intervals.poisson_rate` does for each group; NaN for one that was exposed to nothing."""
    import numpy as np
    from scipy.special import gammaincinv

    events, over = as_floats(counts, exposures)
    over = np.where(over > 0, over, np.nan)
    low = np.where(events > 0, gammaincinv(events, TAIL), 0.0) / over
    return Bounds(low, gammaincinv(events + 1, 1 - TAIL) / over, "exact Poisson interval (Garwood)")


def as_floats(*columns: ArrayLike) -> list[NDArray[np.float64]]:
    """Return each column as an array of floats."""
    import numpy as np

    return [np.asarray(column, np.float64) for column in columns]
