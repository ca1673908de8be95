"""Conformal intervals: as wide as it took to hold past actuals, whatever the method or the distribution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lms.statistics.intervals import Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVELS = (0.8, 0.95)
CLOSE = 1e-9


def conformal_bound(scores: NDArray[np.float64], level: float) -> float | None:
    """Return the score that holds so large a share of what comes, NaN left out; None of too few scores.

    It is the ceil((n + 1) level)-th smallest of n: 4 scores are enough for 80 %, 19 for 95 %.
    """
    import numpy as np

    known = np.sort(scores[np.isfinite(scores)])
    place = math.ceil((len(known) + 1) * level - CLOSE)
    return float(known[place - 1]) if place <= len(known) else None


def conformal_intervals(
    value: float, errors: NDArray[np.float64], levels: tuple[float, ...] = LEVELS
) -> tuple[Interval, ...]:
    """Return the interval around a forecast for each level that past errors at the same horizon are enough for."""
    import numpy as np

    bounds = [(level, conformal_bound(np.abs(errors), level)) for level in levels]
    count = int(np.isfinite(errors).sum())
    method = f"conformal, {count} past errors at the same horizon"
    return tuple(Interval(value - half, value + half, level, method) for level, half in bounds if half is not None)
